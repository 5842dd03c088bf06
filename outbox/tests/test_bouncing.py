"""Which addresses take no mail: by what a refused mail keeps of them, until another one gets through."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail import EmailMultiAlternatives

from common.tests.moment import AT
from outbox import delivery, registry
from outbox.bouncing import bouncing_marks
from outbox.models import Message
from outbox.sparing import mark_of
from outbox.tests.factories import MessageFactory

HERE, ELSEWHERE = 1, 2
MARK = mark_of("full@example.org")


@pytest.fixture
def refused(monkeypatch):
    """A kind of mail whose mailbox refuses it."""

    class Refusing(EmailMultiAlternatives):
        def send(self, fail_silently=False):
            raise SMTPRecipientsRefused({})

    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    monkeypatch.setattr(registry, "_gates", [])
    registry.register(
        "outbox.refused", lambda message, at: Refusing("Subject", "Body", to=["Full@example.org"])
    )
    return "outbox.refused"


def given_up(**fields):
    facts = {"clinic_id": HERE, "dead_at": AT, "last_error": "SMTPRecipientsRefused", "recipient": MARK}
    return MessageFactory(**facts | fields)


def test_only_a_mail_that_was_given_up_keeps_where_it_was_to_go(db, refused):
    MessageFactory(kind=refused, clinic_id=HERE)
    at = AT
    for tries in range(1, delivery.TRIES + 1):
        delivery.drain(at=at)
        kept = Message.objects.get()
        assert (kept.attempts, kept.recipient) == (tries, MARK if tries == delivery.TRIES else "")
        at += timedelta(hours=7)
    assert bouncing_marks(HERE) == {MARK}


def test_another_clinics_mails_say_nothing_here(db):
    given_up(clinic_id=ELSEWHERE)
    assert (bouncing_marks(HERE), bouncing_marks(ELSEWHERE)) == (set(), {MARK})


def test_one_that_got_through_later_ends_it(db):
    given_up()
    MessageFactory(recipient=MARK, sent_at=AT - timedelta(days=1))
    assert bouncing_marks(HERE) == {MARK}
    MessageFactory(recipient=MARK, sent_at=AT + timedelta(days=1))
    assert bouncing_marks(HERE) == set()


def test_a_post_office_that_cannot_be_reached_says_nothing_of_an_address(db):
    given_up(last_error="ConnectionRefusedError")
    assert bouncing_marks(HERE) == set()
