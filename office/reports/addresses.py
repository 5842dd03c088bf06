"""What is special about an address: it stands in several records, or it takes no mail."""

from django.db.models import Count
from django.db.models.functions import Lower

from outbox.bouncing import bouncing_marks
from outbox.sparing import mark_of
from records.models import Patient


def _mailboxes(clinic):
    return Patient.objects.of(clinic).exclude(email="").values(box=Lower("email"))


def shared(clinic):
    """Addresses, in small letters, of more than one record: a question to put into another one."""
    return _mailboxes(clinic).annotate(records=Count("pk")).filter(records__gt=1).values("box")


def bouncing(clinic) -> list[str]:
    """Addresses, in small letters, on file here that took no mail the last time. The outbox keeps marks of addresses,
    which cannot be read back, so each address on file is marked and compared: a moment, and only where one bounced."""
    marks = bouncing_marks(clinic.pk)
    if not marks:
        return []
    boxes = _mailboxes(clinic).values_list("box", flat=True).distinct()
    return [box for box in boxes.iterator() if mark_of(box) in marks]
