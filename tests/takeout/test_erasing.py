"""Being forgotten: what goes at once, what waits for its time, what a hold keeps; nothing is deleted."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from booking.models import Appointment, WaitingEntry
from common.tests.moment import AT
from outbox.models import Message
from records import contract, keeping, retention
from records.actions import erasing, proposals, sent, uploads
from records.actions.contacts import keep_contact
from records.actions.shut import deny, lock_down
from records.models import (
    AccessRules,
    Chart,
    Contact,
    Denial,
    DetailChange,
    Erasure,
    Grant,
    LegalHold,
    Lockdown,
    Patient,
    PatientDetails,
    ProfileProposal,
    RetentionRules,
    SentFile,
    Upload,
)
from records.models.access import Level, Relation
from records.tests.factories import (
    ActivityAssignmentFactory,
    BrokenGlassFactory,
    ChartFactory,
    DocumentFactory,
    PatientFactory,
    SentFileFactory,
    UploadFactory,
    regranted,
)
from records.tests.packed import ready
from smartforms.addenda import add
from smartforms.models import Addendum, Response
from tests.merging.test_every_row import joined
from tray.models import Item

IN_ELEVEN_YEARS = AT + timedelta(days=366 * 11)


@pytest.fixture
def own(cast):
    """Ana in full, and words of hers everywhere."""
    ana = cast.ana_record
    ChartFactory(
        patient=ana, practitioner=cast.petra, plan={"summary": "Qanaplan"}, private_notes="Qanaprivate"
    )
    ChartFactory(
        patient=ana,
        practitioner=cast.petra,
        subjective="Qanasigned",
        locked_at=AT,
        locked_by=cast.petra_account,
    )
    DocumentFactory(patient=ana, title="Qanapaper", shared=True)
    UploadFactory(patient=ana, name="Qanaloose.png", for_what="upload", account=cast.ana)
    UploadFactory(patient=ana, name="Qanaform.png", for_what=cast.ana_sent.for_uploads, account=cast.ana)
    Appointment.objects.filter(pk=cast.ana_visit.pk).update(note="Qananote")
    Patient.objects.filter(pk=ana.pk).update(address="Qanaaddress", phone="902 555 0100")
    keep_contact(ana, by=cast.nora, at=AT, name="Qanamother", relation=Relation.PARENT, email="q@example.org")
    PatientDetails.objects.create(patient=ana, insurer="Qanainsurer")
    DetailChange.objects.create(patient=ana, field="occupation", before="Qanabefore", changed_at=AT)
    ActivityAssignmentFactory(patient=ana, practitioner=cast.petra, title="Qanaactivity")
    BrokenGlassFactory(patient=ana, reason="Qanareason for it")
    SentFileFactory(patient=ana, by=cast.ana, name="Qanasent.png", note="Qanaword")
    return regranted(cast.ana_grant, level=Level.FULL, granted_by=cast.nora)


def words_left(patient) -> set[str]:
    """Ana's words anywhere in the tables of any room."""
    found = set()
    for sheet in contract.sheets():
        rows = sheet.model._base_manager.all().values_list(
            *(one.attname for one in sheet.model._meta.concrete_fields)
        )
        text = repr(list(rows))
        found |= {
            word
            for word in (
                "plan",
                "private",
                "signed",
                "paper",
                "loose",
                "form.png",
                "note",
                "address",
                "mother",
                "answer",
                "insurer",
                "before",
                "activity",
                "reason",
                "word",
            )
            if f"Qana{word}" in text
        }
    return found


def asked(cast) -> Erasure:
    return erasing.ask(cast.ana_record, by=cast.ana, at=AT, by_patient=True, email=cast.ana.email)


def counts() -> dict:
    return {sheet.label: sheet.model._base_manager.count() for sheet in contract.sheets()}


def test_it_waits_in_the_tray_and_is_asked_once(cast, own):
    first = asked(cast)
    assert asked(cast) == first
    waits = Item.objects.filter(patient=cast.ana_record.pk, done_at=None)
    assert sorted(item.kind for item in waits) == ["erasure_asked", "file.sent"]


def test_what_need_not_be_kept_goes_and_the_record_stays(cast, own, django_capture_on_commit_callbacks):
    taken, before = ready(own), counts()
    erasure = asked(cast)
    loose = Upload.objects.get(name="Qanaloose.png")
    with django_capture_on_commit_callbacks(execute=True):
        assert erasing.accept(erasure, by=cast.nora, at=AT)
    patient = Patient.objects.get(pk=cast.ana_record.pk)
    assert (patient.name, patient.email, patient.phone, patient.pronouns) == ("Ana Cast", "", "", "")
    assert list(Grant.objects.live(at=AT).filter(patient=patient)) == []
    assert words_left(patient) == {
        "plan",
        "private",
        "signed",
        "paper",
        "form.png",
        "note",
        "address",
        "answer",
        "activity",
        "reason",
    }
    assert Contact.objects.get(patient=patient).name == "–"
    assert not default_storage.exists(loose.stored_as)
    assert not default_storage.exists(taken.stored_as)
    assert WaitingEntry.objects.standing().filter(patient=patient).count() == 0
    after = counts()
    assert {label: number for label, number in after.items() if number < before.get(label, 0)} == {}
    (mail,) = Message.objects.filter(kind="records.erasure_decided")
    assert (mail.patient_id, mail.account_id) == (None, None)
    assert erasing.accept(erasure, by=cast.nora, at=AT) is False


def test_when_its_time_is_over_the_rest_is_emptied(cast, own, django_capture_on_commit_callbacks):
    add(cast.ana_sent, words="Qanacorrection", by=cast.petra_account, at=AT, from_clinic=True)
    erasure = asked(cast)
    erasing.accept(erasure, by=cast.nora, at=AT)
    erasure.refresh_from_db()
    with pytest.raises(erasing.TooEarly):
        erasing.complete(erasure, by=cast.nora, at=AT)
    before = counts()
    with django_capture_on_commit_callbacks(execute=True):
        assert erasing.complete(erasure, by=cast.nora, at=IN_ELEVEN_YEARS)
    patient = Patient.objects.get(pk=cast.ana_record.pk)
    assert (patient.given_name, patient.date_of_birth, patient.address, patient.search) == (
        "Erased", date(1988, 1, 1), "", "",
    )  # fmt: skip
    assert words_left(patient) == set()
    assert Addendum.objects.get().words == "–"
    assert [chart.plan for chart in Chart.objects.filter(patient=patient)] == [{}, {}]
    assert counts() == before
    assert erasing.complete(erasure, by=cast.nora, at=IN_ELEVEN_YEARS) is False
    # Kit's are his, and Zoe's are hers.
    assert Response.objects.get(assignment=cast.kit_sent).answers != {}
    assert Response.objects.get(assignment=cast.zoe_sent).answers != {}


def test_outside_an_erasure_the_database_keeps_what_was_sent(cast, own):
    """The control: the same writes without it are refused."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.filter(patient=cast.ana_record).update(answers={})
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.filter(patient=cast.ana_record).update(name="–")
    with pytest.raises(IntegrityError), transaction.atomic():
        Chart.objects.filter(patient=cast.ana_record, locked_at__isnull=False).update(subjective="")


def test_a_hold_keeps_everything(cast, own):
    erasure = asked(cast)
    erasing.hold(cast.ana_record, by=cast.nora, at=AT, reason="A court")
    with pytest.raises(erasing.Held):
        erasing.accept(erasure, by=cast.nora, at=AT)
    erasing.lift_hold(cast.ana_record, by=cast.nora, at=AT)
    assert erasing.accept(erasure, by=cast.nora, at=AT)
    erasure.refresh_from_db()
    erasing.hold(cast.ana_record, by=cast.nora, at=AT, reason="A complaint")
    with pytest.raises(erasing.Held):
        erasing.complete(erasure, by=cast.nora, at=IN_ELEVEN_YEARS)


def test_declined_with_a_reason_nothing_goes(cast, own):
    erasure = asked(cast)
    assert erasing.decline(erasure, by=cast.nora, at=AT, reason="A bill is open")
    assert Grant.objects.live(at=AT).filter(pk=own.pk).exists()
    assert erasing.accept(erasure, by=cast.nora, at=AT) is False


def test_the_years_count_from_the_last_entry_and_from_majority(cast, own):
    ana, kit = cast.ana_record, cast.kit_record
    assert retention.keep_until(ana) == retention.last_entry(ana).replace(
        year=retention.last_entry(ana).year + 10
    )
    RetentionRules.objects.create(clinic=cast.harbour, years=16)
    assert retention.keep_until(ana).year == retention.last_entry(ana).year + 16
    assert retention.keep_until(kit) == date(2017 + 21 + 16, 3, 2)  # no age chosen: certainly of age
    AccessRules.objects.update_or_create(clinic=cast.harbour, defaults={"review_age": 12, "majority_age": 18})
    assert retention.keep_until(kit) == date(2017 + 18 + 16, 3, 2)


def test_every_room_says_what_becomes_of_its_things(cast, own):
    rooms = {room.room: room.erase(cast.ana_record) for room in contract.answerers()}
    assert {room for room, fates in rooms.items() if fates} == {
        "records",
        "smartforms",
        "payments",
        "booking",
    }
    assert all(fate.why for fates in rooms.values() for fate in fates if fate.goes != contract.Goes.NOW)


def test_a_locked_record_can_be_erased_too(cast, own):
    lock_down(cast.ana_record, by=cast.nora, at=AT)
    assert erasing.accept(asked(cast), by=cast.nora, at=AT)


def test_nothing_waits_in_the_tray_once_it_is_accepted(cast, own):
    proposals.propose(
        cast.ana_record, {"phone": "902 555 0199", "email": "n@example.org"}, by=cast.ana, at=AT
    )
    assert set(Item.objects.filter(done_at=None).values_list("kind", flat=True)) == {
        "profile.proposed", "file.sent",
    }  # fmt: skip
    erasing.accept(asked(cast), by=cast.nora, at=AT)
    assert list(Item.objects.filter(done_at=None)) == []
    assert set(ProfileProposal.objects.values_list("accepted", "decided_by", "value")) == {
        (False, cast.nora.pk, "–")
    }
    assert list(SentFile.objects.waiting()) == []


def test_what_was_written_after_it_was_accepted_goes_with_the_rest(cast, own):
    ana = cast.ana_record
    erasure = asked(cast)
    erasing.accept(erasure, by=cast.nora, at=AT)
    erasure.refresh_from_db()
    declined = SentFileFactory(patient=ana, by=cast.ana, name="Qdeclined.png")
    sent.decline(declined, reason="Qdecline", by=cast.nora, at=AT)
    taken = UploadFactory(patient=ana, name="Qtaken.png", for_what="x", account=cast.ana)
    uploads.take_back(taken.pk, patient=ana, for_what="x", by=cast.ana, at=AT)
    deny(ana, cast.ben, by=cast.nora, at=AT, reason="Qdeny")
    lock_down(ana, by=cast.nora, at=AT, reason="Qlock")
    erasing.hold(ana, by=cast.nora, at=AT, reason="Qhold")
    erasing.lift_hold(ana, by=cast.nora, at=AT)
    keep_contact(ana, by=cast.nora, at=AT, name="Qmother", relation=Relation.PARENT, email="q@example.org")
    Patient.objects.filter(pk=ana.pk).update(email="q@example.org", phone="902 555 0100")
    assert erasing.complete(erasure, by=cast.nora, at=IN_ELEVEN_YEARS)
    left = [
        *SentFile.objects.filter(pk=declined.pk).values_list("reason", "upload__name"),
        *Upload.objects.filter(pk=taken.pk).values_list("name"),
        *(model.objects.get(patient=ana).reason for model in (Denial, Lockdown, LegalHold)),
    ]
    assert left == [("–", "–"), ("–",), "–", "–", "–"]
    assert set(Contact.objects.filter(patient=ana).values_list("name", "email")) == {("–", "")}
    assert Patient.objects.values_list("email", "phone").get(pk=ana.pk) == ("", "")


def test_a_record_that_was_joined_into_it_is_forgotten_with_it(cast, own):
    other = PatientFactory(
        clinic=cast.harbour, given_name="Qshell", email="qshell@example.org", address="Qroad"
    )
    joined(*(Patient.objects.get(pk=one.pk) for one in (cast.ana_record, other)), by=cast.nora)
    erasure = asked(cast)
    erasing.accept(erasure, by=cast.nora, at=AT)
    other.refresh_from_db()
    assert (other.given_name, other.email) == ("Qshell", "")
    erasure.refresh_from_db()
    erasing.complete(erasure, by=cast.nora, at=IN_ELEVEN_YEARS)
    other.refresh_from_db()
    assert (other.given_name, other.address, other.search) == ("Erased", "", "")


def test_under_a_hold_files_stay_and_go_once_it_is_lifted(cast, django_capture_on_commit_callbacks):
    refused, back = (SentFileFactory(patient=cast.ana_record, by=cast.ben) for _n in range(2))
    there = timezone.now() + timedelta(hours=2)
    keeping.sweep(at=there)  # what other tests left
    erasing.hold(cast.ana_record, by=cast.nora, at=AT, reason="A court")
    sent.decline(refused, reason="Blurred", by=cast.finn, at=AT)
    assert sent.forget_refused(at=AT + timedelta(days=31)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert sent.take_back(back, by=cast.ben, at=AT)
    assert keeping.sweep(at=there) == 0
    assert [default_storage.exists(one.upload.stored_as) for one in (refused, back)] == [True, True]
    assert list(SentFile.objects.visible_to(cast.ben, at=AT)) == [refused]
    erasing.lift_hold(cast.ana_record, by=cast.nora, at=AT)
    assert sent.forget_refused(at=AT + timedelta(days=31)) == 1
    assert keeping.sweep(at=there) == 1
    assert [default_storage.exists(one.upload.stored_as) for one in (refused, back)] == [False, False]
