"""Being forgotten: what goes at once, what waits for its time, what a hold keeps; nothing is deleted."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from booking.models import Appointment, WaitingEntry
from common.tests.moment import AT
from outbox.models import Message
from records import contract, retention
from records.actions import erasing, proposals
from records.actions.contacts import keep_contact
from records.actions.shut import lock_down
from records.models import (
    AccessRules,
    Chart,
    Contact,
    DetailChange,
    Erasure,
    Grant,
    Patient,
    PatientDetails,
    RetentionRules,
    Upload,
)
from records.models.access import Level, Relation
from records.tests.factories import (
    ActivityAssignmentFactory,
    BrokenGlassFactory,
    ChartFactory,
    DocumentFactory,
    SentFileFactory,
    UploadFactory,
    regranted,
)
from records.tests.packed import ready
from smartforms.addenda import add
from smartforms.models import Addendum, Response
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
    waiting = Item.objects.filter(patient=cast.ana_record.pk, done_at=None)
    assert sorted(waiting.values_list("kind", flat=True)) == ["emergency", "erasure_asked", "file.sent"]


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


def test_what_has_gone_is_counted_no_more(cast, own):
    """What goes at once: how many there are before it is accepted, and afterwards."""
    ana = cast.ana_record
    proposals.propose(ana, {"phone": "902 555 0199"}, by=cast.ana, at=AT)

    def there():
        rooms = [room.erase(Patient.objects.get(pk=ana.pk)) for room in contract.answerers()]
        fates = [fate for fates in rooms for fate in fates if fate.goes == contract.Goes.NOW]
        return {str(fate.what): fate.rows for fate in fates if fate.rows}

    assert {"Email address, telephone, pronouns", "Changes suggested to the clinic"} <= set(there())
    assert there()["Insurance, pharmacy, emergency contact and other details"] == 1
    erasing.accept(asked(cast), by=cast.nora, at=AT)
    assert there() == {}


def test_a_locked_record_can_be_erased_too(cast, own):
    lock_down(cast.ana_record, by=cast.nora, at=AT)
    assert erasing.accept(asked(cast), by=cast.nora, at=AT)
