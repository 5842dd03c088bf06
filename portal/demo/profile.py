"""Details under review: Maya moved and has a new telephone; her emergency contact was accepted a fortnight ago; what
Leo wrote was kept out, with a word why; Greta is called and gets letters."""

from datetime import timedelta

from accounts.models import User
from outbox.models import Message
from records.actions import correct_details
from records.actions.proposals import decide, propose
from records.models import Grant

DAY = timedelta(days=1)
MAYA_NOW = {"phone": "(902) 555-0177", "address": "88 Quarry Road, apt 3\nHalifax NS B3K 2T4"}
JONAS = "Jonas Lindqvist\npartner\n(902) 555-0163"


def load(diary) -> bool:
    """What is missing of it; whether that is the first time."""
    maya, leo = (User.objects.get(email=f"{name}@example.org") for name in ("maya", "leo"))
    record = diary.register.find("Maya Lindqvist")
    is_first = not record.proposals.exists()
    if is_first:
        _of_maya(diary, maya, record)
    himself = Grant.objects.live(at=diary.at).filter(account=leo).select_related("patient").first()
    if himself and not himself.patient.proposals.exists():
        _of_leo(diary, leo, himself.patient)
    return is_first


def choose(diary) -> None:
    """Greta Moreau reads French, is called about her visits and gets letters by post."""
    greta = diary.register.find("Greta Moreau")
    if greta:
        choices = {"language": "fr", "reach_visits": "phone", "reach_papers": "post"}
        correct_details(
            greta, by=diary.by, at=diary.at - 20 * DAY, address="5 Duke Street\nHalifax NS B3J 1N9", **choices
        )


def _of_maya(diary, maya, record) -> None:
    on_file = {
        "insurer": "Atlantic Blue Shield", "insurance_number": "AB 4471 208", "insurance_group": "12",
        "pharmacy_name": "Quinpool Pharmacy", "pharmacy_phone": "(902) 555-0190", "language": "en",
    }  # fmt: skip
    correct_details(record, by=diary.by, at=diary.at - 40 * DAY, **on_file)
    _decided(diary, record, {"emergency": JONAS}, by=maya, accept=True)
    propose(record, MAYA_NOW, by=maya, at=diary.at - timedelta(minutes=32))


def _of_leo(diary, leo, record) -> None:
    _decided(diary, record, {"emergency": "Mum\n\n902"}, by=leo, accept=False, told="mistake")
    propose(record, {"occupation": "Carpenter"}, by=leo, at=diary.at - timedelta(hours=2))


def _decided(diary, record, said, *, by, accept, told="") -> None:
    (made,) = propose(record, said, by=by, at=diary.at - 15 * DAY)
    decide(made, accept=accept, by=diary.by, at=diary.at - 13 * DAY, told=told)
    # Nobody is told today of what was decided then.
    Message.objects.filter(kind="records.profile_reviewed", sent_at=None, patient_id=record.pk).update(
        dropped_at=diary.at, dropped_because="long ago"
    )
