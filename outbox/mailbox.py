"""The demo's post office: mail lands in a page of the site instead of leaving it."""

from django.core.mail.backends.base import BaseEmailBackend

from common import clock
from outbox.models import DemoMail


class DemoMailbox(BaseEmailBackend):
    """Keeps each mail as a row that `/demo/mail/` shows."""

    def send_messages(self, email_messages):
        for mail in email_messages:
            DemoMail.objects.create(
                recipients=", ".join(mail.recipients())[:400],
                subject=mail.subject[:400],
                raw=mail.message().as_bytes(),
                at=clock.now(),
            )
        return len(email_messages)
