"""It was decided that a record goes, and it is joined into another: nobody forgets what was promised."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.tests.factories import PASSWORD
from common.tests.moment import AT, LONG_AGO
from outbox.models import Message
from records import retention
from records.actions import erasing
from records.actions.joining import merging
from records.models import Erasure, Merge, Patient
from records.tests.factories import ChartFactory, PatientFactory
from tests.merging.test_every_row import joined, settle
from tests.takeout.test_erasing import IN_ELEVEN_YEARS
from tray.models import Item

LATER = AT + timedelta(days=1)


@pytest.fixture
def kept(cast):
    return PatientFactory(
        clinic=cast.harbour, given_name="Qkept", email="kept@example.org", created_at=LONG_AGO
    )


@pytest.fixture
def gone(cast):
    """A record of which it was decided that it goes."""
    gone = PatientFactory(
        clinic=cast.harbour, given_name="Qgone", email="gone@example.org", created_at=LONG_AGO
    )
    ChartFactory(patient=gone, practitioner=cast.petra, subjective="Qsaid")
    asking = erasing.ask(gone, by=cast.ben, at=AT, by_patient=True)
    erasing.accept(asking, by=cast.nora, at=AT)
    return Patient.objects.get(pk=gone.pk)


@pytest.fixture
def nora(cast, client, sign_in):
    sign_in(client, cast.nora)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def of(patient):
    return Erasure.objects.get(patient=patient)


def waiting():
    return [item.target for item in Item.objects.filter(kind="erasure_asked", done_at=None)]


def test_it_is_asked_anew_about_the_record_that_stays(cast, kept, gone):
    assert waiting() == []
    joined(kept, gone, by=cast.nora, at=LATER)
    asked = of(kept)
    assert (asked.asked_by, asked.by_patient, asked.asked_at, asked.email, asked.decided_at) == (
        cast.ben, True, LATER, "gone@example.org", None,
    )  # fmt: skip
    assert waiting() == [f"records.erasure:{asked.pk}"]
    # Nothing of the kept record went by itself.
    assert Patient.objects.get(pk=kept.pk).email == "kept@example.org"


@pytest.mark.parametrize("answer", ["open", "accepted"])
def test_a_record_that_is_asked_about_itself_is_asked_once(cast, kept, gone, answer):
    own = erasing.ask(kept, by=cast.nora, at=AT, by_patient=False)
    if answer == "accepted":
        erasing.accept(own, by=cast.nora, at=AT)
    joined(Patient.objects.get(pk=kept.pk), gone, by=cast.nora, at=LATER)
    assert of(kept) == own
    assert len(waiting()) == (answer == "open")


@pytest.mark.parametrize("answer", ["declined", "completed"])
def test_what_is_over_is_not_asked_again(cast, kept, gone, answer):
    Erasure.objects.update(
        **{"declined": {"accepted": False}, "completed": {"completed_at": AT, "completed_by": cast.nora}}[
            answer
        ]
    )
    joined(kept, gone, by=cast.nora, at=LATER)
    assert not Erasure.objects.filter(patient=kept).exists()


def test_parted_again_the_question_is_over_and_nobody_is_told(cast, kept, gone):
    merge = joined(kept, gone, by=cast.nora, at=LATER)
    mails = Message.objects.count()
    merging.undo(merge, by=cast.nora, at=LATER)
    settle()
    asked = of(kept)
    assert (asked.accepted, asked.decided_by, asked.decided_at) == (False, cast.nora, LATER)
    assert asked.reason == "The two records were parted again. The request stands for the other one."
    assert (waiting(), Message.objects.count()) == ([], mails)
    assert list(Erasure.objects.promised()) == [of(gone)]


def test_what_was_decided_about_both_stands_when_they_are_parted(cast, kept, gone):
    merge = joined(kept, gone, by=cast.nora, at=LATER)
    erasing.accept(of(kept), by=cast.nora, at=LATER)
    merging.undo(merge, by=cast.nora, at=LATER)
    assert set(Erasure.objects.promised()) == {of(kept), of(gone)}


def test_the_promise_is_kept_with_the_joined_record(cast, kept, gone):
    joined(kept, gone, by=cast.nora, at=LATER)
    erasing.accept(of(kept), by=cast.nora, at=LATER)
    assert erasing.complete(of(kept), by=cast.nora, at=IN_ELEVEN_YEARS)
    assert {(one.patient, one.completed_at, one.email) for one in Erasure.objects.all()} == {
        (kept, IN_ELEVEN_YEARS, ""),
        (gone, IN_ELEVEN_YEARS, ""),
    }
    assert set(Patient.objects.filter(pk__in=[kept.pk, gone.pk]).values_list("given_name", flat=True)) == {
        "Erased"
    }


def test_while_it_is_joined_it_goes_no_earlier_than_what_it_held(cast, kept, gone):
    """The closed record is empty; its notes are the kept one's, which a hold keeps."""
    joined(kept, gone, by=cast.nora, at=LATER)
    erasing.decline(of(kept), by=cast.nora, at=LATER, reason="no")
    assert retention.why_not_complete(of(gone), at=LATER) == "may_part"
    assert retention.why_not_complete(of(gone), at=LATER + timedelta(days=30)) == "too_early"
    kept = Patient.objects.get(pk=kept.pk)
    erasing.hold(kept, by=cast.nora, at=LATER, reason="court")
    with pytest.raises(erasing.Held):
        erasing.complete(of(gone), by=cast.nora, at=IN_ELEVEN_YEARS)
    erasing.lift_hold(kept, by=cast.nora, at=LATER)
    assert erasing.complete(of(gone), by=cast.nora, at=IN_ELEVEN_YEARS)
    names = Patient.objects.filter(pk__in=[kept.pk, gone.pk]).values_list("pk", "given_name")
    assert dict(names) == {kept.pk: "Qkept", gone.pk: "Erased"}


def test_the_kept_record_shows_both_requests_and_completes_either(cast, kept, gone, nora, enter, monkeypatch):
    warned = nora.get(reverse("office:joining", args=[kept.pk, gone.pk])).context["warnings"]
    assert warned == [
        "It was decided to erase the other record. Once joined, the tray asks whether all of this one goes."
    ]
    assert nora.get(reverse("office:joining", args=[gone.pk, kept.pk])).context["warnings"] == [
        "It was decided to erase this record: what moves here goes with it when its time is over."
    ]
    joined(kept, gone, by=cast.nora)
    url = reverse("office:retention", args=[kept.pk])
    page = nora.get(url)
    rows = [(row.get("of", ""), row["state"], row["from"]) for row in page.context["erasures"]]
    assert sorted(rows) == [
        ("", "Waiting", "Asked in the portal"),
        (f"About the record of {gone.name}, which was joined into this one.", "What need not be kept is gone",
         "Asked in the portal"),
    ]  # fmt: skip
    assert page.text.count("Erase the rest") == 0
    ending = reverse("office:erasure_completion", args=[kept.pk, of(gone).pk])
    assert nora.get(ending).status_code == 404  # too early
    erasing.decline(of(kept), by=cast.nora, at=AT, reason="no")
    monkeypatch.setattr("records.retention.keep_until", lambda patient: LONG_AGO.date())
    # What the closed record held can still come back to it, and would be there although all was said to be gone.
    assert "once the two records cannot be parted any more: from" in nora.get(url).text
    assert nora.get(ending).status_code == 404
    Merge.objects.update(at=AT - timedelta(days=30))
    assert ending in nora.get(url).text
    assert "closed record" in nora.get(ending).text
    assert nora.post(ending).url == url
    assert Patient.objects.get(pk=gone.pk).given_name == "Erased"
    assert Patient.objects.get(pk=kept.pk).given_name == "Qkept"
    # Of another record it is nobody's.
    assert (
        nora.get(reverse("office:erasure_acceptance", args=[cast.kit_record.pk, of(gone).pk])).status_code
        == 404
    )
