"""The mail that something new is in a record, for treatment plans and home activities: as for documents."""

from datetime import timedelta

import pytest

import audit
from accounts.tests.mailed import arrived
from audit.tests.factories import EventFactory
from common.tests.moment import AT
from outbox.models import Message
from records import news
from records.actions import charts, end_access, lock_down
from records.actions.activities import assign, end_activity
from records.actions.shut import lift_lock_down
from records.models import AccessRules, Chart, Grant
from records.models.access import Relation, Scope
from records.tests.factories import ChartFactory, DocumentFactory, GrantFactory

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
BOTH = ["ana@example.org", "ben@example.org"]


@pytest.fixture(autouse=True)
def ana_in_full(cast):
    """Ana sees her own record in full, as Ben does; Cleo in part, Dov all but the record."""
    Grant.objects.filter(pk=cast.ana_grant.pk).update(revoked_at=AT, revoked_by=cast.nora)
    scopes = [scope for scope in Scope.values if scope != Scope.RECORDS]
    GrantFactory(account=cast.dov, patient=cast.ana_record, relation=Relation.CARER, full=True, scopes=scopes)
    return GrantFactory(account=cast.ana, patient=cast.ana_record, full=True, granted_by=cast.nora)


@pytest.fixture
def note(cast):
    """A note of Ana's that has no plan yet."""
    return ChartFactory(patient=cast.ana_record, practitioner=cast.petra, plan={})


def write(note, cast, plan, at=AT):
    """Save the plan; the note as it is then."""
    return charts.save(note, {"plan": plan}, version=note.version, by=cast.petra_account, at=at)


def sign(note, cast, at=AT):
    now = Chart.objects.get(pk=note.pk)
    assert charts.sign(now, version=now.version, by=cast.petra_account, at=at)


def give(cast, at=AT, **more):
    return assign(
        cast.ana_record, practitioner=cast.petra, by=cast.petra_account, at=at, starts_on=at.date(),
        title="Qwalk", times=1, per="day", **more,
    )  # fmt: skip


def left(at) -> list[str]:
    """To whom mails about news went now."""
    return sorted(to for mail in arrived(at=at) for to in mail.to if "new is in a record" in mail.subject)


def look(cast, verb, target, at):
    EventFactory(actor=cast.ana.pk, at=at, verb=verb, target=str(target.pk), patient=cast.ana_record.pk)


# Plans ----------------------------------------------------------------------------------------------


def test_a_plan_is_told_an_hour_after_its_first_words_and_not_what(note, cast):
    note = write(note, cast, {"summary": "Qrest"})
    write(note, cast, {"summary": "Qrest more"}, AT + MINUTE)
    assert left(AT + HOUR - MINUTE) == []
    mails = arrived(at=AT + HOUR)
    assert sorted(to for mail in mails for to in mail.to) == BOTH
    for mail in mails:
        words = mail.subject + mail.body + mail.alternatives[0][0]
        for telling in ("Qrest", "plan", "Plan", "Petra", cast.ana_record.family_name):
            assert telling not in words


def test_signing_tells_it_at_once_and_once(note, cast):
    write(note, cast, {"summary": "Rest"})
    sign(note, cast, AT + MINUTE)
    assert left(AT + MINUTE) == BOTH
    assert left(AT + 2 * HOUR) == []


def test_a_note_without_a_plan_tells_nothing(note, cast):
    charts.save(note, {"subjective": "Tired."}, version=note.version, by=cast.petra_account, at=AT)
    sign(note, cast)
    assert not Message.objects.filter(kind=news.KIND).exists()


def amend(note, cast, at, **said):
    now = Chart.objects.get(pk=note.pk)
    return charts.amend(now, said, reason="Qwhy", version=now.version, by=cast.petra_account, at=at)


def test_a_plan_that_a_signed_note_gets_by_an_amendment_is_told_at_once_and_once(note, cast):
    charts.save(note, {"subjective": "Tired."}, version=note.version, by=cast.petra_account, at=AT)
    sign(note, cast)
    amend(note, cast, AT + MINUTE, subjective="Very tired.")
    assert left(AT + HOUR) == []
    amend(note, cast, AT + HOUR, plan={"summary": "Rest"})
    assert left(AT + HOUR) == BOTH
    look(cast, "plans.opened", cast.ana_record, AT + 2 * HOUR)
    amend(note, cast, AT + 3 * HOUR, plan={"summary": "Rest more"})
    amend(note, cast, AT + 3 * HOUR + MINUTE, subjective="Less tired.")
    assert left(AT + 3 * HOUR + MINUTE) == []
    assert not news.waits_for(cast.ana, cast.ana_record.pk, at=AT + 4 * HOUR)


def test_a_plan_that_was_taken_out_and_put_back_by_amendments_is_told(note, cast):
    write(note, cast, {"summary": "Rest"})
    sign(note, cast)
    amend(note, cast, AT, plan={})
    assert left(AT) == []
    amend(note, cast, AT + HOUR, plan={"summary": "Rest"})
    assert left(AT + HOUR) == BOTH


def test_where_plans_wait_for_the_signature_so_does_the_mail(note, cast):
    AccessRules.objects.create(clinic=cast.harbour, plans_when_signed=True)
    write(note, cast, {"summary": "Rest"})
    assert not Message.objects.filter(kind=news.KIND).exists()
    sign(note, cast, AT + HOUR)
    assert left(AT + HOUR) == BOTH


def test_a_plan_that_was_read_as_a_draft_is_not_new_when_it_is_signed(note, cast):
    write(note, cast, {"summary": "Rest"})
    look(cast, "plan.opened", note, AT + MINUTE)
    sign(note, cast, AT + 2 * MINUTE)
    assert left(AT + HOUR) == ["ben@example.org"]


def test_a_confidential_note_is_told_to_the_patient_alone(note, cast):
    Chart.objects.filter(pk=note.pk).update(confidential=True)
    write(note, cast, {"summary": "Rest"})
    give(cast, chart=Chart.objects.get(pk=note.pk))
    assert left(AT + HOUR) == ["ana@example.org"]


GONE = {
    "emptied": lambda note, cast, grant: write(Chart.objects.get(pk=note.pk), cast, {}),
    "hidden": lambda note, cast, grant: AccessRules.objects.create(
        clinic=cast.harbour, plans_when_signed=True
    ),
    "access ended": lambda note, cast, grant: end_access(grant, by=cast.nora, at=AT),
    "locked down": lambda note, cast, grant: lock_down(cast.ana_record, by=cast.nora, at=AT),
    "read": lambda note, cast, grant: look(cast, "plan.opened", note, AT),
    "read on paper": lambda note, cast, grant: look(cast, "plan.printed", note, AT),
    "seen in the list": lambda note, cast, grant: look(cast, "plans.opened", cast.ana_record, AT + MINUTE),
    "seen among what counts": lambda note, cast, grant: look(
        cast, "current_plan.opened", cast.ana_record, AT + MINUTE
    ),
}


@pytest.mark.parametrize("why", GONE)
def test_it_is_dropped_when_its_reason_is_gone(note, cast, ana_in_full, why):
    write(note, cast, {"summary": "Rest"})
    GONE[why](note, cast, ana_in_full)
    assert "ana@example.org" not in left(AT + HOUR)


def test_what_was_written_before_a_lock_down_takes_nothing_along_that_comes_after(note, cast):
    write(note, cast, {"summary": "Rest"})
    lock_down(cast.ana_record, by=cast.nora, at=AT + MINUTE)
    lift_lock_down(cast.ana_record, by=cast.nora, at=AT + 2 * MINUTE)
    give(cast, after := AT + 3 * MINUTE)
    assert left(after) == BOTH
    ends = Message.objects.filter(kind=news.KIND).values_list("posted_at", "sent_at", "dropped_because")
    assert list(ends.order_by("posted_at")) == [(AT, None, "locked down")] * 2 + [(after, after, "")] * 2
    assert left(AT + 2 * HOUR) == []


def test_what_was_there_unread_for_long_keeps_no_mail_alive(cast):
    ChartFactory(patient=cast.ana_record, practitioner=cast.petra, written_at=AT - HOUR)
    given = give(cast)
    end_activity(given, by=cast.petra_account, at=AT)
    assert left(AT) == []


# Activities -----------------------------------------------------------------------------------------


def test_an_activity_is_told_and_not_what(cast):
    give(cast)
    mails = arrived(at=AT)
    assert sorted(to for mail in mails for to in mail.to) == BOTH
    assert not any("Qwalk" in mail.subject + mail.body + mail.alternatives[0][0] for mail in mails)


@pytest.mark.parametrize(
    "verb", ["activities.opened", "activity.opened", "activity.done", "current_plan.opened"]
)
def test_an_activity_that_was_seen_or_done_is_no_news(cast, verb):
    given = give(cast)
    look(cast, verb, given, AT + MINUTE)
    assert left(AT + MINUTE) == ["ben@example.org"]


# All together ---------------------------------------------------------------------------------------


def test_one_mail_for_a_record_whatever_is_new(note, cast):
    write(note, cast, {"summary": "Rest"})
    give(cast, AT + MINUTE)
    assert left(AT + MINUTE) == BOTH, "what leaves sooner takes the other along"
    sign(note, cast, AT + HOUR)
    give(cast, AT + HOUR)
    assert left(AT + 2 * HOUR) == []
    look(cast, "plans.opened", cast.ana_record, AT + 2 * HOUR)
    give(cast, AT + 3 * HOUR)
    assert left(AT + 3 * HOUR) == ["ana@example.org"], "Ben has not looked since his last mail"


def test_a_look_at_documents_is_none_at_plans(note, cast):
    DocumentFactory(patient=cast.ana_record, shared=True)
    write(note, cast, {"summary": "Rest"})
    look(cast, "documents.listed", cast.ana_record, AT + MINUTE)
    assert news.waits_for(cast.ana, cast.ana_record.pk, at=AT + MINUTE)


def test_a_look_through_somebody_else_s_eyes_is_no_look_of_theirs(note, cast):
    write(note, cast, {"summary": "Rest"})
    with audit.looking_as(cast.ana, by=cast.petra_account):
        audit.opened("plan.opened", by=cast.ana, target=note, patient=cast.ana_record, at=AT)
    assert news.waits_for(cast.ana, cast.ana_record.pk, at=AT)
