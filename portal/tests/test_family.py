"""Several people in one account: for whom one acts stands on every page, and two tabs never cross."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from booking.availability.wallclock import to_minutes
from booking.models import Appointment
from booking.tests.test_holding import TEN
from booking.tests.waiting import wait
from common.tests.moment import AT
from portal.tests.family import ana_in_full, chosen_ages
from records.actions.invitations import accept
from records.models import Grant, Invitation, Patient
from records.models.access import Relation
from records.tests.factories import (
    ActivityAssignmentFactory,
    ChartFactory,
    DocumentFactory,
    GrantFactory,
    PatientFactory,
    SentFileFactory,
)
from smartforms.models import Pace, Response, Series
from smartforms.tests.factories import AssignmentFactory, key_of
from tests.matrix.asking import every_url, parameters_of

MOOD, WORDS = key_of("mood"), key_of("words")
OURS = {"HTTP_ORIGIN": "http://testserver"}
NAMES = "Kit Bo Maximiliane-Alexandra-Theodora Wilhelmine Åse Øyvind Zoë Li".split()


@pytest.fixture
def ben(client, sign_in, cast):
    return sign_in(client, cast.ben)


# Acting for ------------------------------------------------------------------------------------------


OF_SENT_FORMS = {"smartforms:sent", "smartforms:correction"}


def diary_of_kit(cast):
    return Series.objects.create(
        clinic=cast.harbour, patient=cast.kit_record, template=cast.kit_open.version.template, account=cast.ben,
        sent_at=AT, sent_by=cast.nora, pace=Pace.FREELY, starts_on=AT.date(),
    )  # fmt: skip


def kit_page(cast, name) -> str:
    """The address of a page about Kit."""
    things = {
        "patient": cast.kit_record.pk,
        "appointment": cast.kit_visit.pk,
        "assignment": cast.kit_sent.pk if name in OF_SENT_FORMS else cast.kit_open.pk,
        "grant": cast.kit_grant.pk,
        "number": 1,
        "series": diary_of_kit(cast).pk if "series" in parameters_of(name) else None,
        "entry": wait(cast, cast.ben, cast.kit_record).pk if "entry" in parameters_of(name) else None,
    }
    things |= {word: MADE[word](cast.kit_record).pk for word in parameters_of(name) if word in MADE}
    return reverse(name, kwargs={one: things.get(one, "phone") for one in parameters_of(name)})


# What of the record an address names, and how one of Kit's is made.
MADE = {
    "chart": lambda kit: ChartFactory(patient=kit, plan={"summary": "Rest."}),
    "activity": lambda kit: ActivityAssignmentFactory(patient=kit),
    "document": lambda kit: DocumentFactory(patient=kit, shared=True),
    "sent_file": lambda kit: SentFileFactory(patient=kit, by=Grant.objects.get(patient=kit).account),
}

# Files, what a script asks for, and what is only posted.
WITHOUT_A_FRAME = {
    "portal:calendar_file", "portal:withdrawal", "portal:dismissal", "smartforms:answers", "smartforms:file",
    "smartforms:scan", "smartforms:another_day", "smartforms:add_entry", "portal:waiting_answer",
    "portal:waiting_leaving", "portal:takeout_asking", "portal:takeout_file",  # the password first; a file
    "portal:erasure", "portal:plan_paper", "portal:current_plan_paper", "portal:activity_picture",
    "portal:activity_tick", "portal:activity_undoing", "portal:document_view", "portal:document_file",
    "portal:plan_changes", "portal:sending", "portal:sent_file", "portal:detail_taking_back", "portal:detail_mail",
}  # fmt: skip


def test_every_page_about_somebody_says_for_whom(ben, cast):
    ben.get(reverse("smartforms:open", args=[cast.kit_record.pk, cast.kit_open.pk]))
    names = [
        name
        for name in every_url()
        if name.startswith(("portal:", "smartforms:")) and "patient" in parameters_of(name)
    ]
    silent = []
    for name in sorted(set(names) - WITHOUT_A_FRAME):
        page = ben.get(kit_page(cast, name), follow=True).content.decode()
        if not re.search(r'<section class="strip p-amber".*?<strong>Kit</strong>, your child', page, re.S):
            silent.append(name)
    assert len(names) > 10 and silent == []


def hold(client, who="quinn", start=TEN) -> str:
    asked = {"service": "treatment", "who": who, "start": to_minutes(start)}
    return client.post("/book/holds/", asked, **OURS)["Location"]


def test_booking_for_somebody_says_so_up_to_the_end(ben, cast):
    url = hold(ben)
    ben.post(f"{url}patient/", {"who": str(cast.kit_record.pk), "note": ""})
    said = "You’re booking for <strong>Kit</strong>, your child."
    assert said in ben.get(f"{url}check/").content.decode()
    ben.post(f"{url}check/", {"agreed": "on"})
    assert said in ben.get(f"{url}done/").content.decode()


def test_booking_for_somebody_new_says_so_as_well(ben, cast):
    url = hold(ben)
    new = {
        "who": "other", "other-given_name": "Lou", "other-family_name": "Cast", "other-date_of_birth_day": "1",
        "other-date_of_birth_month": "2", "other-date_of_birth_year": "2020", "other-relation": "parent",
    }  # fmt: skip
    ben.post(f"{url}patient/", new)
    assert "You’re booking for <strong>Lou</strong>, your child." in ben.get(f"{url}check/").content.decode()


def test_booking_for_oneself_says_nothing(client, sign_in, cast):
    ana = sign_in(client, cast.ana)
    url = hold(ana)
    ana.post(f"{url}patient/", {"who": str(cast.ana_record.pk), "note": ""})
    assert "You’re booking for" not in ana.get(f"{url}check/").content.decode()


# Many ------------------------------------------------------------------------------------------------


def test_eight_people_each_have_a_tab_and_a_colour(ben, cast, django_assert_max_num_queries):
    for number, name in enumerate(NAMES[1:]):
        patient = PatientFactory(
            clinic=cast.harbour, given_name=name, date_of_birth=AT.date().replace(year=2000 - number)
        )
        GrantFactory(account=cast.ben, patient=patient, relation=Relation.CARER, colour="moss")
    page = ben.get(reverse("portal:patient", args=[cast.kit_record.pk]))
    tabs = page.context["people"]()
    assert [tab["name"] for tab in tabs] == [*NAMES, "Ana"]
    assert [tab["name"] for tab in tabs if tab["current"]] == ["Kit"]
    with django_assert_max_num_queries(12):
        ben.get(reverse("portal:patient", args=[cast.kit_record.pk]))


def test_several_codes_in_one_account(client, sign_in, cast, at):
    """Each opens one more record; what was there stays."""
    from records.actions.codes import issue_code, redeem

    chosen_ages(cast)
    for patient in (cast.kit_record, cast.ana_record):
        code, _words = issue_code(patient, relation=Relation.CARER, scopes=["forms"], by=cast.nora, at=at)
        redeem(code, account=cast.dov, born=patient.date_of_birth, basis="code", at=at)
    page = sign_in(client, cast.dov).get("/portal/", follow=True)
    assert [tab["name"] for tab in page.context["people"]()] == ["Kit", "Ana"]


def test_one_more_record_has_two_ways(client, sign_in, cast):
    page = sign_in(client, cast.ana).get(reverse("portal:another")).content.decode()
    assert "Enter access code" in page and "Book for someone new" in page
    home = client.get(reverse("portal:patient", args=[cast.ana_record.pk])).context
    assert home["add_record_url"] == reverse("portal:another")


# Two tabs --------------------------------------------------------------------------------------------


def test_two_tabs_fill_in_two_people_s_forms(ben, cast):
    forms = {
        "Kit": cast.kit_open,
        "Ana": AssignmentFactory(patient=cast.ana_record, template=cast.form, account=cast.ben),
    }
    pages = {}
    for name, form in forms.items():
        first = reverse("smartforms:page", args=[form.patient_id, form.pk, 1])
        ben.get(reverse("smartforms:open", args=[form.patient_id, form.pk]))
        pages[name] = (first, ben.get(first).content.decode())
        assert f"filling this in for <strong>{name}</strong>" in pages[name][1]
    # The tab that was opened first is sent last.
    for name in ("Ana", "Kit"):
        answers = {"asked": [MOOD, WORDS], "revision": 0, "then": "continue", MOOD: "o1", WORDS: f"of {name}"}
        assert ben.post(pages[name][0], answers).status_code == 302
    for name, form in forms.items():
        kept = Response.objects.get(assignment=form)
        assert (kept.answers[WORDS], kept.patient_id) == ([f"of {name}"], form.patient_id)
    # One person's form under the other's address is not there, whatever is posted along.
    crossed = reverse("smartforms:page", args=[cast.ana_record.pk, cast.kit_open.pk, 1])
    assert ben.post(crossed, {"patient": str(cast.kit_record.pk)}).status_code == 404


def test_two_tabs_book_for_two_people(ben, cast):
    urls = {cast.kit_record: hold(ben), cast.ana_record: hold(ben, start=TEN + timedelta(days=1))}
    for record, url in urls.items():
        ben.post(f"{url}patient/", {"who": str(record.pk), "note": ""})
    pages = {record: ben.get(f"{url}check/").content.decode() for record, url in urls.items()}
    for record in reversed(urls):
        assert f"Confirm visit for {record.given_name}" in pages[record]
        assert ben.post(f"{urls[record]}check/", {"agreed": "on"}).status_code == 302
    made = Appointment.objects.filter(made_online_by=cast.ben, practitioner=cast.quinn)
    assert {(one.patient, one.starts_at) for one in made} == {
        (cast.kit_record, TEN),
        (cast.ana_record, TEN + timedelta(days=1)),
    }


def test_two_tabs_end_two_people_s_access(client, sign_in, cast):
    mine = ana_in_full(cast)
    ana = sign_in(client, cast.ana)
    paths = [
        reverse("portal:ending", args=[mine.patient_id, one.pk]) for one in (cast.ben_grant, cast.cleo_grant)
    ]
    assert [ana.get(path).context["name"] for path in paths] == ["Ben Cast", "Cleo Cast"]
    # What a form may say besides is not listened to: the address decides.
    ana.post(paths[1], {"grant": str(cast.ben_grant.pk), "patient": str(cast.kit_record.pk)})
    live = Grant.objects.live(at=AT)
    assert live.filter(pk=cast.ben_grant.pk).exists() and not live.filter(pk=cast.cleo_grant.pk).exists()


def test_two_tabs_leave_two_records(ben, cast):
    paths = [
        reverse("portal:ending", args=[one.patient_id, one.pk]) for one in (cast.kit_grant, cast.ben_grant)
    ]
    assert [ben.get(path).context["name"] for path in paths] == ["Kit", "Ana"]
    ben.post(paths[1])
    assert list(Patient.objects.visible_to(cast.ben, at=AT)) == [cast.kit_record]


def test_an_invitation_names_one_record(cast, at):
    """Accepting for Kit gives nothing of Ana, though both were invited in one mail."""
    from records.actions.invitations import invite

    asked = {"relation": Relation.CARER, "level": "limited", "scopes": ["forms"], "by": cast.nora, "at": at}
    kit = invite(cast.kit_record, email="dov@example.org", **asked)
    invite(cast.ana_record, email="dov@example.org", mailing=kit.mailing, **asked)
    accept(kit, account=cast.dov, born=cast.kit_record.date_of_birth, at=at)
    assert list(Patient.objects.visible_to(cast.dov, at=at)) == [cast.kit_record]
    assert Invitation.objects.standing().count() == 1
