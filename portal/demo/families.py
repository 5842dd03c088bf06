"""The people one can sign in as: Maya with her daughter Noa and her son Elis, and Leo who booked online once."""

from datetime import date, timedelta

from booking.actions.confirming import confirm
from booking.actions.holding import Visitor, answers_seen, hold, keep_answers
from booking.availability import wallclock
from booking.availability.finding import Search
from booking.models import Appointment
from portal.demo import PASSWORD, answers, cohort, diaries, documents, forms, hours, people, sent
from portal.demo.visits import Planned
from records.actions import give_access
from records.actions.contacts import keep_contact
from records.models import Grant
from records.models.access import Basis, Level, Relation, Scope
from smartforms.actions import assign
from smartforms.models import Assignment

DAY = timedelta(days=1)
LONG_AGO = 80 * DAY
MAYA, NOA_BORN = "maya@example.org", (9, 3, 2)
TIMES = ("9:15", "9:00", "15:15", "16:00", "11:00", "8:45")


def load(diary, templates) -> None:
    """Both stories, as far as they are missing."""
    maya = people.account(MAYA, "Maya", "Lindqvist", password=PASSWORD, at=diary.at - LONG_AGO)
    record = _records_of_maya(diary, maya)
    if not record.appointments.exists():
        _what_happened(diary, maya, record, templates)
    if not _is_coming(record, diary.at):
        _next_follow_up(diary, maya, record)
    _earlier_check_ins(diary, maya, record, templates["phq-9"])
    ingrid = diary.practitioners["ingrid-solberg"]
    diaries.keep(record, account=maya, practitioner=ingrid, by=diary.by, at=diary.at)
    documents.load(diary, maya)
    sent.load(diary, maya, record)
    _partner_of_maya(diary, maya, record)
    _visit_of_elis(diary, maya)
    _visit_of_leo(diary)


def _born(today: date, years: int, month: int, day: int) -> date:
    """A date of birth in this month that makes somebody so old today."""
    has_been = (today.month, today.day) >= (month, day)
    return date(today.year - years - (0 if has_been else 1), month, day)


def _workday(day: date) -> date:
    """That day, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def _is_coming(record, at) -> bool:
    return Appointment.objects.filter(patient=record).coming(at=at).exists()


def _records_of_maya(diary, maya):
    given = {"by": diary.by, "at": diary.at - LONG_AGO, "level": Level.FULL, "basis": Basis.CLINIC}
    record = diary.register.find("Maya Lindqvist")
    if record is None:
        who = cohort.Person("Maya", "Lindqvist", date(1988, 5, 4), "(902) 555-0119")
        home = "15 Almon Street\nHalifax NS B3K 1T7"
        record = diary.register.enter(who, email=MAYA, pronouns="she/her", address=home)
        give_access(account=maya, patient=record, relation=Relation.SELF, **given)
        child = cohort.Person(
            "Noa", "Lindqvist", _born(diary.today, *NOA_BORN), "(902) 555-0119", parent="Maya"
        )
        noa = diary.register.enter(child, email=MAYA, address=home)
        give_access(account=maya, patient=noa, relation=Relation.PARENT, **given)
    if not record.contacts.exists():
        _contacts_of_maya(diary, record)
    return record


def _contacts_of_maya(diary, record) -> None:
    """Her partner, who could be invited, and her mother, who is only told."""
    by = {"by": diary.by, "at": diary.at - LONG_AGO, "may_be_told": True}
    keep_contact(
        record,
        name="Jonas Lindqvist",
        relation=Relation.PARTNER,
        phone="(902) 555-0120",
        email="jonas@example.org",
        may_have_access=True,
        **by,
    )
    keep_contact(record, name="Karin Lindqvist", relation=Relation.PARENT, phone="(902) 555-0186", **by)


def _partner_of_maya(diary, maya, record) -> None:
    """Jonas sees her visits and nothing else, for half a year: she gave him that herself."""
    at = diary.at - 23 * DAY
    jonas = people.account("jonas@example.org", "Jonas", "Lindqvist", password=PASSWORD, at=at)
    if not Grant.objects.filter(account=jonas, patient=record).exists():
        given = {"relation": Relation.PARTNER, "level": Level.FULL, "by": maya, "basis": Basis.PATIENT}
        ends = {"scopes": [Scope.APPOINTMENTS], "expires_at": diary.at + 215 * DAY}
        give_access(account=jonas, patient=record, at=at, **given, **ends)


def _staff_visit(diary, patient, day, time, practitioner, service):
    plan = Planned(
        patient,
        diary.practitioners[practitioner],
        diary.services[service],
        hours.instant(diary.clinic, day, time),
    )
    return diary.enter([plan])


def _what_happened(diary, maya, record, templates) -> None:
    """Maya's and Noa's visits so far, with the forms they sent, and one that is overdue."""
    today, noa = diary.today, diary.register.find("Noa Lindqvist")
    past = []
    for patient, days, time, practitioner, service in (
        (record, 78, "9:00", "ingrid-solberg", "first-naturopathic-visit"),
        (noa, 20, "9:00", "amara-okafor", "childrens-visit"),
        (record, 14, "10:00", "ingrid-solberg", "follow-up-visit"),
        (record, 12, "14:20", "tomas-reyes", "physiotherapy-treatment"),
    ):
        past += _staff_visit(diary, patient, _workday(today - days * DAY), time, practitioner, service)
    forms.bring(past, by=diary.by, account=maya)
    names = {template.pk: name for name, template in templates.items()}
    for number, form in enumerate(Assignment.objects.filter(account=maya).order_by("due_at")):
        given = answers.BY_FORM[names[form.version.template_id]](form.patient, number)
        forms.fill(form, given, by=maya, at=form.due_at)
    ingrid, tomas = diary.practitioners["ingrid-solberg"], diary.practitioners["tomas-reyes"]
    to_maya = {"patient": record, "account": maya}
    worries = assign(
        **to_maya, template=templates["gad-7"], by=ingrid.user, at=diary.at - 14 * DAY, practitioner=ingrid
    )
    forms.fill(worries, answers.worry_check_in(record, 1), by=maya, at=diary.at - 13 * DAY)
    assign(
        **to_maya,
        template=templates["physiotherapy-intake"],
        by=tomas.user,
        at=diary.at - 12 * DAY,
        due_at=diary.at - 7 * DAY,
        practitioner=tomas,
    )


def _earlier_check_ins(diary, maya, record, template) -> None:
    """Weeks before the one of her last visit Ingrid asked twice how she is: first badly, then better."""
    ingrid = diary.practitioners["ingrid-solberg"]
    asked = Assignment.objects.filter(patient=record, version__template=template, sent_by=ingrid.user)
    if asked.exists():
        return
    for days, answered in zip((70, 42), answers.LOW_MOODS, strict=True):
        at = diary.at - days * DAY
        form = assign(
            template=template, patient=record, account=maya, by=ingrid.user, at=at, practitioner=ingrid
        )
        forms.fill(form, answers.check_in(answered), by=maya, at=at + DAY)


def _next_follow_up(diary, maya, record) -> None:
    """In two days, made by the front desk; its form is half answered."""
    day = _workday(diary.today + 2 * DAY)
    for time in TIMES:
        if made := _staff_visit(diary, record, day, time, "ingrid-solberg", "follow-up-visit"):
            forms.bring(made, by=diary.by, account=maya)
            for form in made[0].assignments.select_related("version__template"):
                half = dict(list(answers.health_check_in(record, 0).items())[:6])
                forms.fill(form, half, by=maya, at=diary.at, sends=False)
            return


def _book_online(diary, account, service, practitioner, day, time, given) -> None:
    """Book as a patient does, an hour ago: the free time next to the one wished for is held, then confirmed."""
    at = diary.at - timedelta(hours=1)
    service, person = diary.services[service], diary.practitioners[practitioner]
    wished = wallclock.to_minutes(hours.instant(diary.clinic, day, time))
    near = Search(diary.clinic, service, [person], diary.place, at=at).nearest(wished)
    if not near:
        return
    start = min(near, key=lambda slot: abs(slot.start - wished)).start
    visitor = Visitor(mark=f"demo {account.given_name}", address="demo")
    held = hold(
        clinic=diary.clinic, service=service, practitioners=[person], location=diary.place, start=start,
        visitor=visitor, at=at,
    )  # fmt: skip
    keep_answers(held, given, by=account)
    confirm(held, seen=answers_seen(held), by=account, at=at)


def _record_made_online(account, given_name: str, at):
    grants = Grant.objects.live(at=at).filter(account=account, patient__given_name=given_name)
    grant = grants.select_related("patient").first()
    return grant and grant.patient


def _visit_of_elis(diary, maya) -> None:
    """Maya booked it online, so of Elis she sees this visit only. A Thursday at least nine days ahead, 3:40 pm."""
    elis = _record_made_online(maya, "Elis", diary.at)
    if elis and _is_coming(elis, diary.at):
        return
    day = diary.today + 9 * DAY
    day += (3 - day.weekday()) % 7 * DAY
    who = {"given_name": "Elis", "family_name": "Lindqvist", "relation": Relation.PARENT}
    who["date_of_birth"] = _born(diary.today, 12, 1, 14).isoformat()
    given = {"patient": str(elis.pk)} if elis else {"person": who}
    given["note"] = "Left knee, since a fall at floorball two weeks ago. Hurts on stairs."
    _book_online(diary, maya, "physiotherapy-assessment", "tomas-reyes", day, "15:40", given)


def _visit_of_leo(diary) -> None:
    """Leo booked online once and nobody at the clinic has met him: limited access to himself."""
    leo = people.account("leo@example.org", "Leo", "Fontaine", password=PASSWORD, at=diary.at - 2 * DAY)
    himself = _record_made_online(leo, "Leo", diary.at)
    if himself and _is_coming(himself, diary.at):
        return
    who = {
        "given_name": "Leo",
        "family_name": "Fontaine",
        "phone": "(902) 555-0187",
        "relation": Relation.SELF,
    }
    who["date_of_birth"] = date(1994, 8, 23).isoformat()
    day = _workday(diary.today + 5 * DAY)
    given = {"patient": str(himself.pk)} if himself else {"person": who}
    _book_online(diary, leo, "first-naturopathic-visit", "ingrid-solberg", day, "10:00", given)
