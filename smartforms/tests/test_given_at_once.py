"""A file is put into a form while the patient sends it in, or adds a file there: neither is lost, nor overwritten."""

import uuid
from threading import Event
from time import sleep

import pytest

from common.tests.moment import AT
from common.tests.pictures import picture
from records.actions import sent
from records.models import SentFile
from records.models.kinds import Kind
from records.tests.test_at_once import together
from smartforms import actions, given_files
from smartforms.engine.handing_in import Handed
from smartforms.engine.reading import Posted
from smartforms.models import Assignment, Response
from smartforms.tests.forms import question

SCAN = question("scan", "attachment", text="Your referral", repeats=True)

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def form(sent_to_ana, cast):
    one = sent_to_ana(SCAN)
    actions.open_form(assignment=one, by=cast.ana, at=AT)
    return one


@pytest.fixture
def card(cast):
    given = {"kind": Kind.REFERRAL, "batch": uuid.uuid4(), "by": cast.ana, "at": AT}
    return sent.send(picture(), patient=cast.ana_record, **given)


def put(card, form, by):
    """What became of it: put there, decided by somebody else before, or no place any more."""
    acting = {"by": by, "at": AT}
    where = {"form": form.pk, "key": "q1"}
    try:
        return sent.put_into_form(
            card, into=lambda upload: given_files.put(upload, **where, **acting), **acting
        )
    except given_files.NoPlace:
        return None


def held(form) -> int:
    return len(Response.objects.get(assignment=form).answers.get("q1", []))


def test_of_two_of_the_team_one_puts_it_there(cast, form, card):
    said = []
    acts = [lambda who=who: said.append(put(card, form, who)) for who in (cast.finn, cast.nora)]
    assert together(*acts) == [None, None]
    assert (sorted(said), held(form)) == ([False, True], 1)


def test_sent_in_meanwhile_it_waits_or_went_along(cast, form, card, monkeypatch):
    said, copied = [], given_files.copied
    monkeypatch.setattr(given_files, "copied", lambda *a, **k: (sleep(0.2), copied(*a, **k))[1])

    def send_in():
        sleep(0.1)
        actions.submit(assignment=Assignment.objects.get(pk=form.pk), by=cast.ana, at=AT)

    assert together(lambda: said.append(put(card, form, cast.finn)), send_in) == [None, None]
    assert (said, held(form)) in (([True], 1), ([None], 0))
    assert SentFile.objects.get().waits is (said == [None])
    assert Response.objects.get(assignment=form).submitted_at == AT


def crossing(card, form, cast, monkeypatch) -> list:
    """Ana adds a file of her own: she read the form before it is put there, and writes after."""
    has_read, is_writing, copied = Event(), Event(), given_files.copied

    def slowly(*args, **kwargs):
        is_writing.set()
        return copied(*args, **kwargs)

    def add_own():
        response = Response.objects.select_related("assignment__version", "assignment__clinic")
        response = response.get(assignment=form)
        has_read.set()
        assert is_writing.wait(30)
        posted = Posted(asked={"q1"}, handed={"q1": Handed(added=[{"file": str(uuid.uuid4())}])})
        actions.save_answers(response=response, posted=posted, revision=0, by=cast.ana, at=AT)

    monkeypatch.setattr(given_files, "copied", slowly)
    return [lambda: has_read.wait(30) and put(card, form, cast.finn), add_own]


def test_both_files_stay(cast, form, card, monkeypatch):
    assert together(*crossing(card, form, cast, monkeypatch)) == [None, None]
    assert held(form) == 2


def test_without_counting_the_saves_one_would_be_lost(cast, form, card, monkeypatch):
    """The control: whoever writes last writes over what the other wrote."""

    def keep(response, answers, unfinished, touched, *, by, at):
        return bool(Response.objects.filter(pk=response.pk).update(answers=answers, saved_at=at, saved_by=by))

    monkeypatch.setattr(actions, "keep", keep)
    together(*crossing(card, form, cast, monkeypatch))
    assert held(form) == 1
