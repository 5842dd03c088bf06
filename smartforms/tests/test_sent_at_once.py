"""Two of the desk press at the same moment: one form, one mail, and nobody meets an error."""

from time import sleep

import pytest

from common.tests.moment import AT
from outbox.models import Message
from records.tests.test_at_once import together
from smartforms import sending
from smartforms.models import Assignment
from smartforms.tests.factories import TemplateFactory, VersionFactory

ROUNDS = 5

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def send(cast, template):
    asking = sending.Asking([template])
    return sending.send_to_account(cast.kit_record, asking, account=cast.ben, by=cast.finn, at=AT)


def sent_together(cast) -> int:
    """How many of a new form there are after both pressed."""
    template = TemplateFactory(clinic=cast.harbour)
    VersionFactory(template=template)
    assert together(*[lambda: send(cast, template)] * 2) == [None, None]
    return Assignment.objects.filter(version__template=template).count()


def test_sending_at_once_sends_once(cast):
    assert [sent_together(cast) for _round in range(ROUNDS)] == [1] * ROUNDS
    assert Message.objects.filter(kind="smartforms.assigned").count() == ROUNDS


def test_without_being_alone_it_would_be_sent_twice(cast, monkeypatch):
    """The control: the same two, when neither waits for the other."""
    assign = sending.assign
    monkeypatch.setattr(sending, "alone_with", lambda patient: None)
    monkeypatch.setattr(sending, "assign", lambda **named: (sleep(0.3), assign(**named))[1])
    assert sent_together(cast) == 2


def test_reminding_at_once_reminds_once(cast):
    form = cast.kit_open
    pressed = []
    acts = [lambda: pressed.append(sending.remind(form, by=cast.finn, at=AT))] * 3
    assert together(*acts) == [None] * 3
    assert sorted(pressed) == [False, False, True]
    assert Message.objects.filter(kind="smartforms.reminder").count() == 1
