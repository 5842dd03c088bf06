"""Who can see this record: the patient sees everybody and everything, everybody else themself."""

import ast
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.tests.factories import PASSWORD
from audit.models import Event
from audit.tests.factories import EventFactory
from booking.actions import attendance
from booking.models import Appointment
from clinic.models.clinic import Role
from common.tests.moment import AT
from portal.presenters.deeds import DEEDS, UNTOLD
from portal.tests.family import ana_in_full, chosen_ages, kit_born
from records.actions import deny, end_access
from records.models.access import Basis, Relation, Scope
from records.tests.factories import GrantFactory
from tests.architecture import house

QUERIES = 13  # one of them asks which records were joined into this one
# Looks at several records at once, and what is noted of an account or a clinic: no row of one record.
NOT_ABOUT_A_RECORD = {
    "patients.listed", "emergencies.listed", "calendar.opened", "form.published", "form.blank_printed",
    "access.refused",
    "access.tried_too_often", "invitation.renewed", "form.archived", "form.brought_back", "form.described",
    "form.draft_changed", "form.draft_discarded", "form.exported",
    "home_activity.made", "home_activity.changed", "home_activity.retired", "home_activity.taken_up",
    "export.asked", "export.released", "export.ready", "export.downloaded", "export.ended", "exports.opened",
    "import.opened", "import.rows_taken", "imports.opened", "team.opened", "settings.deleted",
    "notices.completed_off", "notices.completed_on", "feed.made", "feed.ended",
}  # fmt: skip


def access_of(patient, query=""):
    return reverse("portal:access", args=[patient.pk]) + query


def looked(cast, actor, verb, target, hours=1, **fields):
    """An event of some hours ago about Ana’s record."""
    return EventFactory(
        actor=getattr(actor, "pk", actor),
        verb=verb,
        target=str(target.pk),
        target_kind=target._meta.label_lower,
        patient=fields.pop("patient", cast.ana_record).pk,
        clinic=cast.harbour.pk,
        at=AT - timedelta(hours=hours),
        **fields,
    )


def names(page):
    return [row["name"] for row in page.context["rows"]]


def opened(page):
    return [(row["who"], str(row["what"]), row["which"]) for row in page.context["opened"]]


def test_the_patient_in_full_sees_everybody(client, sign_in, cast):
    ana_in_full(cast)
    looked(cast, cast.ben, "patient.opened", cast.ana_record)
    page = sign_in(client, cast.ana).get(access_of(cast.ana_record))
    said = [
        (row["name"], row["relation"], row["tag_label"], row["sees"], row["how"], row["dates"], row["seen"])
        for row in page.context["rows"]
    ]
    since = "Since 18 September"
    assert said == [
        ("You", "", "Full access", "Everything in the record", "By an access code of the clinic", since,
         "Not here yet"),
        ("Ben Cast", "Carer", "Full access", "Visits, forms, treatment plans and documents, messages and bills",
         "Given by the clinic", since, "Last here: Today, 8:00 am"),
        ("Cleo Cast", "Carer", "Limited access", "What they booked and sent in themselves, online",
         "By booking online", since, "Not here yet"),
    ]  # fmt: skip
    assert page.context["title"] == "Who can see your record"
    # Whoever of the clinic gave it is the clinic.
    assert "Nora" not in str(page.context["rows"])


@pytest.mark.parametrize("who", ["ben", "cleo"])
def test_somebody_else_sees_only_themself_and_that_the_patient_is_told(client, sign_in, cast, who):
    looked(cast, cast.petra_account, "patient.opened", cast.ana_record)
    looked(cast, cast.ana, "patient.opened", cast.ana_record)
    page = sign_in(client, getattr(cast, who)).get(access_of(cast.ana_record))
    words = page.content.decode()
    assert names(page) == ["You"] and page.context["opened"] == []
    assert page.context["title"] == "Who can see Ana’s record"
    assert "Ana is told who has access and what was opened" in words
    others = {"Ben", "Cleo", "Petra", "Nora"} - {who.title()}
    assert [name for name in others if name in words] == []


def test_limited_to_oneself_sees_only_that(client, sign_in, cast):
    looked(cast, cast.ben, "patient.opened", cast.ana_record)
    page = sign_in(client, cast.ana).get(access_of(cast.ana_record))
    assert names(page) == ["You"] and page.context["opened"] == [] and page.context["tabs"] == []
    assert page.context["rows"][0]["sees"] == "What you booked and sent in yourself, online"
    assert page.context["rows"][0]["end_url"] == ""


def test_alone_with_one_s_record(client, sign_in, cast, at):
    ana_in_full(cast)
    for grant in (cast.ben_grant, cast.cleo_grant):
        end_access(grant, by=cast.nora, at=at)
    page = sign_in(client, cast.ana).get(access_of(cast.ana_record))
    assert names(page) == ["You"]
    assert "Nobody else sees your record online." in page.content.decode()


def test_fewer_parts_until_a_day_and_given_by_the_patient(client, sign_in, cast, at):
    mine = ana_in_full(cast)
    given = GrantFactory(
        account=cast.dov, patient=cast.ana_record, relation=Relation.PARTNER, level="full", granted_by=cast.ana,
        basis=Basis.PATIENT, scopes=[Scope.APPOINTMENTS, Scope.BILLING], expires_at=at + timedelta(days=200),
    )  # fmt: skip
    (row,) = [row for row in _rows(client, sign_in, cast.ana, cast.ana_record) if row["name"] == "Dov Cast"]
    assert (row["tag_label"], row["sees"], row["how"]) == ("Some parts", "Visits and bills", "Given by you")
    assert row["dates"] == "Since 18 September, until 5 June 2027"
    assert row["end_url"] == reverse("portal:ending", args=[mine.patient_id, given.pk])
    (row,) = _rows(client, sign_in, cast.dov, cast.ana_record)
    assert (row["how"], row["end_label"]) == ("Given by Ana", "Stop seeing this record")


def _rows(client, sign_in, account, patient):
    return sign_in(client, account).get(access_of(patient)).context["rows"]


def test_a_parent_under_review_is_told_why_they_see_less(client, sign_in, cast):
    chosen_ages(cast)
    kit_born(cast, AT.date().replace(year=2014))
    (row,) = _rows(client, sign_in, cast.ben, cast.kit_record)
    assert row["sees"] == "Visits and bills"
    assert row["review"] == "The rest is private to Kit, who can allow more at the clinic."


def test_a_denial_is_never_shown_nor_hinted(client, sign_in, cast, at):
    ana_in_full(cast)
    deny(cast.ana_record, cast.ben, by=cast.nora, at=at, reason="court order")
    page = sign_in(client, cast.ana).get(access_of(cast.ana_record, "?show=all"))
    assert names(page) == ["You", "Cleo Cast"]
    assert "Ben" not in page.content.decode() and "denied" not in page.content.decode()
    assert (
        client.get(reverse("portal:ending", args=[cast.ana_record.pk, cast.ben_grant.pk])).status_code == 404
    )
    assert sign_in(client, cast.ben).get(access_of(cast.ana_record)).status_code == 404


# What was opened ----------------------------------------------------------------------------------


def test_the_ledger_says_who_of_the_clinic_looked_and_at_what(client, sign_in, cast):
    ana_in_full(cast, at=AT - timedelta(days=50))
    looked(cast, cast.petra_account, "appointment.opened", cast.ana_visit, hours=1)
    looked(cast, cast.finn, "patient.opened", cast.ana_record, hours=2)
    looked(cast, cast.ben, "form.opened", cast.ana_sent, hours=30)
    looked(cast, cast.omar, "patient.opened", cast.ana_record, hours=40)
    looked(cast, None, "access.ended", cast.ana_grant, hours=50)
    looked(cast, cast.ana, "forms.listed", cast.ana_record, hours=60)
    looked(cast, cast.ben, "patient.opened", cast.kit_record, patient=cast.kit_record)
    EventFactory(verb="access.denied", patient=cast.ana_record.pk, actor=cast.nora.pk, at=AT)
    page = sign_in(client, cast.ana).get(access_of(cast.ana_record))
    today = [row for row in page.context["opened"] if "Nora" not in row["who"]]
    assert [(row["when"], row["who"], str(row["what"]), row["which"]) for row in today] == [
        ("Today, 8:00 am", "Petra Cast, practitioner", "Visit opened", "Treatment, Thu 19 Nov"),
        ("Today, 7:00 am", "Finn Cast, front desk", "Record opened", ""),
        ("Yesterday, 3:00 am", "Ben Cast", "Form opened", "Harbour intake"),
        # At home at the other clinic, and a stranger here.
        ("15 November, 5:00 pm", "Somebody", "Record opened", ""),
        ("15 November, 7:00 am", "The clinic’s system", "Access ended", ""),
    ]
    everybody = opened(client.get(access_of(cast.ana_record, "?show=all")))
    assert ("You", "List of forms opened", "") in everybody
    assert [row for row in everybody if "enied" in row[1]] == []


def test_others_read_their_own_looks_and_none_at_what_is_confidential_by_now(client, sign_in, cast):
    looked(cast, cast.ben, "appointment.opened", cast.ana_staff_visit, hours=1)
    looked(cast, cast.ben, "appointment.opened", cast.ana_visit, hours=2)
    looked(cast, cast.ben, "form.opened", cast.ana_sent, hours=3)
    looked(cast, cast.cleo, "patient.opened", cast.ana_record, hours=4)
    ben = sign_in(client, cast.ben)
    mine = [("You", "Visit opened", "Treatment, Thu 19 Nov"), ("You", "Form opened", "Harbour intake")]
    assert opened(ben.get(access_of(cast.ana_record))) == [mine[0], *mine]
    Appointment.objects.filter(pk=cast.ana_visit.pk).update(confidential=True)
    type(cast.ana_sent).objects.filter(pk=cast.ana_sent.pk).update(confidential=True)
    page = ben.get(access_of(cast.ana_record))
    assert [row for row in opened(page) if row[1] != "Looked up who can see this record"] == [mine[0]]
    ana_in_full(cast)
    assert ("Ben Cast", "Form opened", "Harbour intake") in opened(
        sign_in(client, cast.ana).get(access_of(cast.ana_record))
    )


def test_a_long_ledger_goes_on(client, sign_in, cast):
    for hours in range(45):
        looked(cast, cast.cleo, "patient.opened", cast.ana_record, hours=hours)
    cleo = sign_in(client, cast.cleo)
    pages = [cleo.get(access_of(cast.ana_record, f"?page={number}")) for number in (1, 2, 3, 4)]
    # Looking at the ledger is noted as well, once.
    assert [len(page.context["opened"]) for page in pages] == [20, 20, 6, 0]
    assert [bool(page.context["after"]) for page in pages] == [True, True, False, False]
    assert pages[1].context["before"] == "?page=1#opened"
    assert cleo.get(access_of(cast.ana_record, "?page=-1%00")).status_code == 200


def test_looking_is_noted(client, sign_in, cast):
    sign_in(client, cast.ben).get(access_of(cast.ana_record))
    (event,) = Event.objects.filter(verb="access.listed")
    assert (event.actor, event.patient) == (cast.ben.pk, cast.ana_record.pk)


@pytest.mark.parametrize("events", [3, 60])
def test_the_queries_do_not_follow_the_rows(client, sign_in, cast, events):
    ana_in_full(cast)
    actors = [cast.ben, cast.finn, cast.petra_account, cast.cleo]
    targets = [("appointment.opened", cast.ana_visit), ("form.opened", cast.ana_sent)]
    for n in range(events):
        looked(cast, actors[n % 4], *targets[n % 2], hours=n)
    ana = sign_in(client, cast.ana)
    ana.get("/portal/")
    with CaptureQueriesContext(connection) as queries:
        assert ana.get(access_of(cast.ana_record)).status_code == 200
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= QUERIES, "\n".join(asked)


@pytest.mark.parametrize(
    ("name", "most"), [("portal:another", 9), ("portal:ending", 12), ("portal:sharing", 12)]
)
def test_the_other_pages_stay_cheap(client, sign_in, cast, django_assert_max_num_queries, name, most):
    ana_in_full(cast)
    ana = sign_in(client, cast.ana)
    ana.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    paths = {
        "portal:another": reverse("portal:another"),
        "portal:ending": reverse("portal:ending", args=[cast.ana_record.pk, cast.ben_grant.pk]),
        "portal:sharing": reverse("portal:sharing", args=[cast.ana_record.pk]),
    }
    with django_assert_max_num_queries(most):
        assert ana.get(paths[name]).status_code == 200


def test_a_member_without_a_name_is_the_clinic(client, sign_in, cast):
    ana_in_full(cast)
    type(cast.finn).objects.filter(pk=cast.finn.pk).update(given_name="", family_name="")
    type(cast.finn.memberships.get()).objects.update(roles=[Role.FRONT_DESK])
    looked(cast, cast.finn, "patient.opened", cast.ana_record)
    page = sign_in(client, cast.ana).get(access_of(cast.ana_record))
    assert ("The clinic, front desk", "Record opened", "") in opened(page)
    assert "finn@" not in page.content.decode()


def test_every_verb_about_a_patient_is_told_or_kept_on_purpose():
    """A new verb is a decision: to be put into a patient's words, or to stay with the clinic."""
    verbs = set()
    for path in house.modules():
        rooms = {"records", "booking", "smartforms", "payments", "portal", "office"}
        if house.is_test(path) or not rooms & set(path.parts):
            continue
        for call in ast.walk(house.tree(path)):
            is_audit = isinstance(call, ast.Call) and getattr(call.func, "attr", "") in {"record", "opened"}
            if is_audit and getattr(call.func.value, "id", "") == "audit" and call.args:
                verbs |= {call.args[0].value} if isinstance(call.args[0], ast.Constant) else set()
    assert len(verbs) > 30, "the reader finds the verbs"
    assert {f"appointment.{what}" for what in attendance.NOTES} - DEEDS.keys() == set()
    assert DEEDS.keys() & UNTOLD == set()
    assert verbs - DEEDS.keys() - UNTOLD - NOT_ABOUT_A_RECORD == set()
