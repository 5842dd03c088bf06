"""One form on two devices, pressed at the same moment: one response, one mail, and the second is told."""

from itertools import count
from time import sleep

import pytest
from django.db import IntegrityError
from django.test import Client

from audit.models import Event
from common.tests.moment import AT
from outbox.models import Message
from records.tests.test_at_once import together
from smartforms import actions
from smartforms.engine import checking
from smartforms.models import Response
from smartforms.tests import alerting

TOLD = "This form was sent already, on another page or device. Here is what was sent."

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def form(cast):
    template = alerting.template_of(cast.harbour, by=cast.nora)
    return alerting.sent_to(cast, template, practitioner=cast.petra)


@pytest.fixture
def devices(cast, sign_in, monkeypatch):
    """Two browsers of Ana; no two presses are of the same millionth of a second."""
    steps = count()
    monkeypatch.setattr("common.clock.now", lambda: AT.replace(microsecond=next(steps)))
    return [sign_in(Client(), cast.ana) for _device in range(2)]


def place(form, more="") -> str:
    return f"/portal/p/{form.patient_id}/forms/{form.pk}/{more}"


def sent_together(form, devices) -> list:
    """Both press; what each reads next."""
    answers = {}

    def press(device):
        answers[device] = devices[device].post(place(form, "check/"))

    assert together(*[lambda n=n: press(n) for n in range(2)]) == [None, None]
    assert [(one.status_code, one.url) for one in answers.values()] == [(302, place(form, "sent/"))] * 2
    return sorted(TOLD in device.get(place(form, "sent/")).text for device in devices)


def slowly(monkeypatch):
    """Both have looked before either writes."""
    obstacles = checking.obstacles
    monkeypatch.setattr(checking, "obstacles", lambda *given: (sleep(0.3), obstacles(*given))[1])


def submitted(form) -> tuple[int, int]:
    """How often it was noted, and how many mails the practitioner gets."""
    return Event.objects.filter(verb="form.submitted", target=str(form.pk)).count(), Message.objects.count()


def test_sent_once_and_the_second_is_told(cast, form, devices, monkeypatch):
    alerting.answer(form, by=cast.ana, tired=1, dark=0)
    slowly(monkeypatch)
    assert sent_together(form, devices) == [False, True]
    assert submitted(form) == (1, 1)
    assert Response.objects.filter(assignment=form).count() == 1


def test_without_waiting_the_second_would_meet_an_error(cast, form, devices, monkeypatch):
    """The control: nobody takes the row before reading it, and the database refuses the second."""
    alerting.answer(form, by=cast.ana, tired=1, dark=0)
    slowly(monkeypatch)
    rows = type(Response.objects.all())
    monkeypatch.setattr(rows, "select_for_update", lambda self, **how: self)
    with pytest.raises(IntegrityError):
        sent_together(form, devices)


def test_opened_on_both_at_once_there_is_one_page_of_answers(cast, form):
    acts = [lambda: actions.open_form(assignment=type(form).objects.get(pk=form.pk), by=cast.ana, at=AT)] * 2
    assert together(*acts) == [None, None]
    assert Response.objects.filter(assignment=form).count() == 1
    assert Event.objects.filter(verb="form.begun", target=str(form.pk)).count() == 1
