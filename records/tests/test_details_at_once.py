"""A patient takes a change back in the moment in which staff accept it: one of the two happens."""

from time import sleep

import pytest
from django.db import IntegrityError

from audit.models import Event
from common.tests.moment import AT
from records.actions import proposals
from records.actions.proposals import decide, propose, take_back
from records.models import DetailChange, Patient, ProfileProposal
from records.tests.test_at_once import together

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def accepted_while_taken_back(cast, monkeypatch):
    (one,) = propose(cast.ana_record, {"phone": "111"}, by=cast.ana, at=AT)
    done = proposals._decide

    def slowly(*given, **how):
        sleep(0.4)  # staff have looked, and not written yet
        return done(*given, **how)

    monkeypatch.setattr(proposals, "_decide", slowly)

    def takes_back():
        sleep(0.1)
        take_back(cast.ana_record, ["phone"], by=cast.ana, at=AT)

    return together(lambda: decide(one, accept=True, by=cast.finn, at=AT), takes_back)


def test_one_of_them_happens(cast, monkeypatch):
    assert accepted_while_taken_back(cast, monkeypatch) == [None, None]
    one = ProfileProposal.objects.get()
    assert one.accepted is not one.taken_back
    phone = Patient.objects.get(pk=cast.ana_record.pk).phone
    assert phone == ("111" if one.accepted else "(902) 555-0119")
    assert DetailChange.objects.count() == int(one.accepted)
    assert Event.objects.filter(verb__in=["profile.accepted", "profile.taken_back"]).count() == 1


def test_without_being_alone_both_would(cast, monkeypatch):
    """The control: neither waits, and the database refuses the second."""
    monkeypatch.setattr(proposals, "alone_with", lambda patient: None)
    with pytest.raises(IntegrityError):
        accepted_while_taken_back(cast, monkeypatch)
