"""Mailboxes that take no mail: their post office refused the last mail to them until it was given up."""

from django.db.models import Exists, OuterRef

from outbox.models import Message

# What the receiving side says of an address. That our own post office could not be reached says nothing of it.
REFUSED = ("SMTPRecipientsRefused", "SMTPDataError")


def bouncing_marks(clinic_id) -> set[str]:
    """What this clinic's mails keep of the addresses (`sparing.mark_of`) to which the last one did not get through."""
    later = Message.objects.filter(recipient=OuterRef("recipient"), sent_at__gt=OuterRef("dead_at"))
    given_up = Message.objects.filter(clinic_id=clinic_id, dead_at__isnull=False, last_error__in=REFUSED)
    given_up = given_up.exclude(recipient="")
    return set(given_up.filter(~Exists(later)).values_list("recipient", flat=True))
