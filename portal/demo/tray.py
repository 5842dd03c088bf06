"""The tray on an ordinary day: most forms were read long ago, some things are given to somebody, one is put off."""

from datetime import timedelta

from django.db.models import F

from accounts.models import User
from clinic.models import Clinic
from outbox.models import Message
from records.actions.joining.merging import DUPLICATE
from records.actions.sent import KIND as SENT
from smartforms.arriving import ADMINISTRATIVE, OF_HEALTH
from tray import actions
from tray.failed import put_failed
from tray.models import Item

SLUG = "harbour-street"
AN_HOUR = timedelta(hours=1)
READ_AFTER, READ_BY_NOBODY = timedelta(days=2), timedelta(hours=12)


def load(*, at) -> None:
    """Once, at Harbour Street."""
    waits = Item.objects.filter(clinic__slug=SLUG, done_at=None)
    if waits.filter(assigned_by__isnull=False).exists():
        return
    forms = waits.filter(kind__in=(OF_HEALTH, ADMINISTRATIVE))
    forms.filter(assigned_to__isnull=False, put_at__lt=at - READ_AFTER).update(done_at=F("put_at") + AN_HOUR)
    forms.filter(assigned_to=None, put_at__lt=at - READ_BY_NOBODY).update(done_at=F("put_at") + AN_HOUR)
    waits.update(told_at=at)
    nora, jonah = (User.objects.owner_of(f"{name}@example.org") for name in ("nora", "jonah"))
    if card := waits.filter(kind=SENT).first():
        actions.assign(card, jonah, seen=None, by=nora, at=at)
    if pair := waits.filter(kind=DUPLICATE).first():
        actions.snooze(pair, at + timedelta(days=5), by=jonah, at=at)
    _mail_that_failed(Clinic.objects.get(slug=SLUG), at=at - timedelta(hours=20))


def _mail_that_failed(clinic, *, at) -> None:
    """A reminder that a mailbox would not take."""
    last = Message.objects.filter(clinic_id=clinic.pk, patient_id__isnull=False).order_by("pk").first()
    if last is not None:
        failed, _is_new = Message.objects.get_or_create(
            dedupe_key="demo: a mail that failed",
            defaults={
                "kind": "booking.reminder", "clinic_id": clinic.pk, "patient_id": last.patient_id, "posted_at": at,
                "due_at": at, "dead_at": at, "attempts": 8, "last_error": "SMTPRecipientsRefused",
            },
        )  # fmt: skip
        put_failed(failed, at=at)
