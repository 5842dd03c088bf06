"""Letting due mail leave: claim a row, compose it, hand it over, note how it went.

A row is claimed by its lock (`FOR UPDATE SKIP LOCKED`), so two workers never take the same one, and a worker
that is killed lets go by itself. The Message-ID is made from the row, so a mail that had to be sent twice is
recognised as the same mail.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.utils import translation

from outbox import registry
from outbox.models import unsent
from outbox.sparing import mark_of

log = logging.getLogger(__name__)
TRIES = 8


def waiting(*, at):
    """Messages that should have left by now."""
    return unsent().filter(due_at__lte=at)


def unsent_about(patient_id):
    """Messages about one record that have not left, however late they are due."""
    return unsent().filter(patient_id=patient_id)


def pause_after(attempt: int) -> timedelta:
    """How long to wait after the n-th failure: 15 s, 1 min, 4 min … at most 6 h."""
    return timedelta(seconds=min(15 * 4 ** (attempt - 1), 6 * 3600)) / settings.OUTBOX_HURRY


def drain(*, at) -> int:
    """Send everything that is due; one wake drains all rows. Returns how many were handled."""
    handled = 0
    # Opened by the first mail that leaves: a post office that is closed must not keep mails from being counted.
    post_office = get_connection()
    try:
        while _send_next(post_office, at=at):
            handled += 1
    finally:
        post_office.close()
    return handled


@transaction.atomic
def _send_next(post_office, *, at) -> bool:
    message = waiting(at=at).order_by("due_at", "pk").select_for_update(skip_locked=True).first()
    if message is None:
        return False
    mail = None
    try:
        with transaction.atomic(), translation.override(message.locale):
            mail = registry.compose(message, at=at)
            mail.connection = post_office
            mail.extra_headers.setdefault("Message-ID", f"<{message.pk}@{settings.MAIL_DOMAIN}>")
            mail.extra_headers.setdefault("Auto-Submitted", "auto-generated")
            mail.send()
        message.sent_at, message.recipient = at, mark_of(mail.to[0])
        message.forget_address()
    except registry.ReasonGone as gone:
        message.drop(str(gone), at=at)
    except Exception as error:  # whatever goes wrong with one mail must not stop the others
        _note_failure(message, error, at=at)
        if message.dead_at and mail:
            message.recipient = mark_of(mail.to[0])
    message.save()
    return True


def _note_failure(message, error, *, at) -> None:
    # The kind of error only: its text may quote an address or a name.
    message.attempts += 1
    message.last_error = type(error).__name__
    if message.attempts >= TRIES:
        message.dead_at = at
        registry.give_up(message, at=at)
    else:
        message.due_at = at + pause_after(message.attempts)
    log.warning(
        "mail %s (%s) failed, try %s: %s", message.pk, message.kind, message.attempts, message.last_error
    )
