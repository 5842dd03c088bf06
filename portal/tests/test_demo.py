"""The demo: what a newcomer finds, whenever they look, and however often it is loaded."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, Q

from accounts.models import User
from booking.models import Appointment, Occupancy, WaitingEntry
from clinic.models import Clinic, Membership
from outbox import delivery
from outbox.models import Message
from portal import demo
from portal.demo.diaries import DAYS
from portal.demo.forms import TITLES
from portal.demo.mails import RECENT
from records.models import Chart, ChartTemplate, Grant, Patient
from smartforms.earlier import earlier_of
from smartforms.models import Assignment, Response, Series, Status
from tray.models import Item

# A Tuesday and the Saturday after, eight minutes to eleven in Halifax: in the middle of the morning.
TUESDAY = datetime(2026, 11, 17, 14, 52, tzinfo=UTC)
SATURDAY = TUESDAY + timedelta(days=4)
HALIFAX = "Harbour Street Clinic"


def counts() -> dict:
    return {
        model.__name__: model.objects.count()
        for model in (
            User,
            Clinic,
            Membership,
            Patient,
            Grant,
            Appointment,
            Occupancy,
            Assignment,
            WaitingEntry,
            Chart,
            ChartTemplate,
        )
    }


def visits_on(day: date, *, clinic=HALIFAX):
    rows = Appointment.objects.filter(clinic__name=clinic).with_names()
    return [visit for visit in rows if visit.starts_at.astimezone(visit.clinic.zone).date() == day]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo of Tuesday morning, loaded once for all these stories and gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load(at=TUESDAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def on_tuesday(loaded):
    """What a story changes is undone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_the_people_one_can_sign_in_as(on_tuesday):
    names = "maya leo nora ingrid tomas jonah omar".split()
    accounts = {name: User.objects.owner_of(f"{name}@example.org") for name in names}
    assert all(account.check_password(demo.PASSWORD) for account in accounts.values())
    roles = {
        name: list(account.memberships.values_list("roles", "clinic__slug"))
        for name, account in accounts.items()
    }
    assert roles == {
        "maya": [],
        "leo": [],
        "nora": [(["owner"], "harbour-street")],
        "ingrid": [(["practitioner"], "harbour-street")],
        "tomas": [(["practitioner"], "harbour-street")],
        "jonah": [(["front_desk"], "harbour-street")],
        "omar": [(["owner"], "lakeside-physio")],
    }
    family = Grant.objects.filter(account=accounts["maya"]).order_by("patient__date_of_birth")
    assert [(one.patient.given_name, one.level, one.colour) for one in family] == [
        ("Maya", "full", "plum"),
        ("Elis", "limited", "moss"),
        ("Noa", "full", "amber"),
    ]
    assert [grant.level for grant in Grant.objects.filter(account=accounts["leo"])] == ["limited"]


def test_the_day_as_it_stands_at_this_hour(on_tuesday):
    day = {visit.patient.name: visit for visit in visits_on(TUESDAY.date())}
    states = {name: day[name].status for name in ("Ruth Abara", "June Park", "Colm Feeney", "Lars Dahl")}
    assert states == {
        "Ruth Abara": "completed",
        "June Park": "no_show",
        "Colm Feeney": "arrived",
        "Lars Dahl": "booked",
    }
    waiting = {
        name for name, visit in day.items() if any(not form.sent_in for form in visit.assignments.all())
    }
    assert waiting == {"Greta Moreau", "Beatriz Lima", "Mei Tanaka"}


def test_what_maya_finds(on_tuesday):
    maya = User.objects.owner_of("maya@example.org")
    visits = Appointment.objects.visible_to(maya, at=TUESDAY).coming(at=TUESDAY).with_names()
    coming = [(one.patient.given_name, one.starts_at.astimezone(one.clinic.zone)) for one in visits]
    assert [(name, f"{start:%a %d %b %H:%M}") for name, start in coming] == [
        ("Maya", "Thu 19 Nov 09:15"),
        ("Elis", "Thu 26 Nov 15:40"),
    ]
    forms = Assignment.objects.visible_to(maya, at=TUESDAY).select_related("response", "patient")
    assert Counter(form.status(at=TUESDAY) for form in forms) == {
        Status.COMPLETED: 6 + DAYS,  # and as many entries of her diary
        Status.OVERDUE: 1,
        Status.IN_PROGRESS: 1,
        Status.NOT_STARTED: 2,
    }


def test_what_ingrid_finds_of_forms(on_tuesday):
    """Answers over time, a diary with today's entry to come, and one alert that nobody has taken care of."""
    check_ins = Response.objects.filter(
        patient__given_name="Maya",
        submitted_at__isnull=False,
        assignment__version__template__title=TITLES["phq-9"],
    )
    last = check_ins.select_related("assignment__version").latest("submitted_at")
    outline = last.outline
    (total,) = [item["key"] for item in outline.items.values() if item.get("bands")]
    assert [one.answers[total] for one in check_ins.order_by("submitted_at")] == [
        ["19"],
        ["14"],
        ["12"],
    ]
    assert len(earlier_of(last)) == 2
    diary = Series.objects.get(patient__given_name="Maya")
    entries = list(diary.entries.order_by("occurrence"))
    assert [bool(one.sent_in) for one in entries] == [True] * DAYS + [False]
    assert entries[-1].due_at.astimezone(diary.clinic.zone).date() == date(2026, 11, 17)
    (alert,) = Item.objects.filter(kind="form.alert", done_at=None)
    assert Patient.objects.get(pk=alert.patient).name == "Wei-Ling Sun"


def test_every_standing_visit_keeps_its_practitioner_busy(on_tuesday):
    busy = Count("occupancies", filter=Q(occupancies__released_at=None, occupancies__held_until=None))
    standing = Appointment.objects.standing().annotate(
        busy=busy, rooms=Count("service__resources", distinct=True)
    )
    assert [visit for visit in standing if visit.busy < 1 + visit.rooms] == []
    assert standing.filter(occupancies__thing_id=None).count() == 0


def test_loading_again_changes_nothing_and_a_later_day_tops_up(on_tuesday, django_assert_max_num_queries):
    first = counts()
    with django_assert_max_num_queries(160):
        demo.load(at=TUESDAY)
    assert counts() == first

    tomorrow = TUESDAY + timedelta(days=1)
    before = {visit.pk for visit in visits_on(tomorrow.date())}
    demo.load(at=tomorrow)
    after = visits_on(tomorrow.date())
    diary = Series.objects.get(patient__given_name="Maya")
    assert [bool(one.sent_in) for one in diary.entries.order_by("occurrence")] == [True] * (DAYS + 1) + [
        False
    ]
    assert Item.objects.filter(kind="form.alert").count() == 1
    assert before <= {visit.pk for visit in after}
    assert {visit.status for visit in after} >= {"completed", "arrived", "booked"}
    twice = (
        Patient.objects.values("clinic", "given_name", "family_name").annotate(n=Count("pk")).filter(n__gt=1)
    )
    assert list(twice) == []
    over = Appointment.objects.standing().filter(ends_at__lt=tomorrow)
    assert not over.filter(completed_at=None, no_show_at=None).exists()


def test_a_weekend_is_open_for_those_who_look_then(on_tuesday):
    demo.load(at=SATURDAY)
    assert len(visits_on(SATURDAY.date())) == 20
    assert visits_on(SATURDAY.date() + timedelta(days=1)) == []
    assert len(visits_on(SATURDAY.date(), clinic="Lakeside Physio")) == 7


def test_nothing_of_one_clinic_belongs_to_the_other(on_tuesday):
    crossed = Appointment.objects.exclude(patient__clinic=1).filter(clinic=1)
    assert Clinic.objects.count() == 2
    assert not crossed.exists()


def test_known_passwords_stay_out_of_a_real_installation(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=true"):
        call_command("demo")


def test_the_mailbox_holds_what_was_completed_lately_and_no_flood(on_tuesday):
    """What was sent in by Sunday was mailed then, as far as anybody can tell."""
    told = Message.objects.filter(kind="smartforms.completed")
    old = told.filter(due_at__lt=TUESDAY - RECENT)
    assert old.count() > 10, "the past is there"
    assert set(old.values_list("dropped_because", flat=True)) == {"past of the demo"}
    leaves = [mail for mail in delivery.waiting(at=TUESDAY) if mail.kind == "smartforms.completed"]
    assert 0 < len(leaves) == told.exclude(pk__in=old).count()


def test_somebody_waits(on_tuesday):
    waiting = WaitingEntry.objects.standing().select_related("patient")
    said = {(one.patient.given_name, one.part, one.visit_id is None) for one in waiting}
    assert said == {("Noa", "evening", True), ("Leo", "any", False)}


def test_ingrid_and_tomas_wrote_notes_and_one_changed_since(loaded):
    maya = Chart.objects.filter(patient__given_name="Maya", patient__family_name="Lindqvist").order_by("day")
    assert [(one.practitioner.name, one.is_locked, one.revisions.count()) for one in maya] == [
        ("Dr. Ingrid Solberg", True, 1),
        ("Dr. Ingrid Solberg", True, 2),
        ("Tomas Reyes", True, 1),
    ]
    assert [row["dose"] for row in maya[1].plan["supplements"]] == ["25 mg, 1 capsule", "250 mg", "200 mg"]
    draft = Chart.objects.get(locked_at=None)
    assert (draft.practitioner.name, draft.appointment.practitioner) == (
        "Dr. Ingrid Solberg",
        draft.practitioner,
    )
    assert set(ChartTemplate.objects.values_list("name", flat=True)) == {"Low iron", "Knee pain, first weeks"}
