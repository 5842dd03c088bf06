"""Who hears of what came into a record while it was joined into another, once the two are parted again."""

from datetime import timedelta

import pytest

from accounts.tests.factories import AccountFactory
from accounts.tests.mailed import arrived
from audit.tests.factories import EventFactory
from common.tests.moment import AT, LONG_AGO
from records.actions import charts, documents
from records.actions.joining import merging
from records.models import Chart, Merge, Patient
from records.models.access import Relation
from records.tests.factories import DocumentFactory, GrantFactory, PatientFactory
from tests.merging.test_every_row import joined, settle

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
KEPT, GONE = "kept@example.org", "gone@example.org"


@pytest.fixture
def two(cast):
    """Two records, each with a reader of its own."""
    kept, gone = (PatientFactory(clinic=cast.harbour, created_at=LONG_AGO) for _ in range(2))
    GrantFactory(account=AccountFactory(email=KEPT), patient=kept, full=True)
    GrantFactory(account=AccountFactory(email=GONE), patient=gone, full=True, relation=Relation.CARER)
    return kept, gone


@pytest.fixture
def note(cast, two):
    """A note of the record that will be closed, without a plan yet."""
    return charts.begin(
        patient=two[1], practitioner=cast.petra, day=AT.date(), by=cast.petra_account, at=AT - HOUR
    )


@pytest.fixture
def merge(cast, two, note):
    return joined(*two, by=cast.nora)


def plan(note, cast, at):
    now = Chart.objects.get(pk=note.pk)
    charts.save(now, {"plan": {"summary": "Rest"}}, version=now.version, by=cast.petra_account, at=at)


def share(patient, cast, at):
    letter = DocumentFactory(patient=Patient.objects.get(pk=patient.pk))
    assert documents.share(letter, by=cast.nora, at=at)
    return letter


def part(merge, cast, at):
    assert merging.undo(Merge.objects.get(pk=merge.pk), by=cast.nora, at=at)
    settle()


def look(email, verb, patient, at):
    reader = Patient.objects.get(pk=patient.pk).grants.get(account__email=email, revoked_at=None).account_id
    EventFactory(actor=reader, at=at, verb=verb, target=str(patient.pk), patient=patient.pk)


def left(at) -> list[tuple]:
    """To whom mails about news went now, and of which record."""
    mails = [mail for mail in arrived(at=at) if "new is in a record" in mail.subject]
    return sorted((*mail.to, mail.body.split("/portal/p/")[1].split("/")[0]) for mail in mails)


def test_what_went_back_untold_is_told_to_whoever_reads_it_now(cast, two, merge, note):
    kept, gone = two
    plan(note, cast, AT + MINUTE)
    part(merge, cast, AT + 2 * MINUTE)
    assert left(AT + 30 * MINUTE) == []
    assert left(AT + 2 * HOUR) == [(GONE, str(gone.pk))]


def test_what_both_were_told_of_is_not_told_again(cast, two, merge, note):
    kept, gone = two
    plan(note, cast, AT + MINUTE)
    assert left(AT + 2 * HOUR) == [(GONE, str(kept.pk)), (KEPT, str(kept.pk))]
    part(merge, cast, AT + 3 * HOUR)
    assert left(AT + 5 * HOUR) == []


def test_what_was_seen_in_the_list_of_the_joined_record_is_no_news(cast, two, merge, note):
    plan(note, cast, AT + MINUTE)
    look(GONE, "plans.opened", two[0], AT + 2 * MINUTE)
    part(merge, cast, AT + 3 * MINUTE)
    assert left(AT + 2 * HOUR) == []


def test_what_stays_is_told_to_whoever_goes_on_reading_it(cast, two, note):
    """Whose one mail was about the other record: it went back with that."""
    kept, gone = two
    both = AccountFactory(email="both@example.org")
    for patient in two:
        GrantFactory(account=both, patient=patient, full=True, relation=Relation.CARER)
    plan(note, cast, AT - MINUTE)
    merge = joined(*two, by=cast.nora)
    share(kept, cast, AT + MINUTE)
    part(merge, cast, AT + MINUTE)
    mails = left(AT + 2 * HOUR)
    assert mails == sorted(
        [
            ("both@example.org", str(kept.pk)),
            ("both@example.org", str(gone.pk)),
            (GONE, str(gone.pk)),
            (KEPT, str(kept.pk)),
        ]
    )
    share(kept, cast, AT + 3 * HOUR)
    assert left(AT + 3 * HOUR) == [], "nobody has looked since"


def test_what_is_new_after_the_parting_mail_takes_it_along(cast, two, merge, note):
    gone = two[1]
    plan(note, cast, AT + MINUTE)
    part(merge, cast, AT + 2 * MINUTE)
    share(gone, cast, AT + 3 * MINUTE)
    assert left(AT + 3 * MINUTE) == [(GONE, str(gone.pk))]
    assert left(AT + 2 * HOUR) == []
