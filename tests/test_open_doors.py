"""Every room names the doors into a record that stand open; after a lock-down none is named and none opens (C70).

A room that names a new kind of door fails here until somebody knocks at it.
"""

from datetime import timedelta

import pytest

import outbox
from booking.feeds import feed_of, make_feed
from common.tests.moment import AT
from outbox import delivery, registry
from records import actions, contract
from records.actions import codes, invitations
from records.actions.codes import Refused
from records.models import Grant, Invitation
from records.models.access import Basis, Level, Relation
from records.tests.factories import PatientFactory
from smartforms import mailing
from smartforms.models import Assignment
from tests.story import BORN, open_form

BEFORE, LATER = AT - timedelta(minutes=1), AT + timedelta(minutes=1)


class Doors:
    """A record with one door of every kind, and how to knock at each."""

    def __init__(self, cast):
        self.cast = cast
        self.patient = PatientFactory(clinic=cast.harbour, date_of_birth=BORN, email="robin@example.org")
        how = {"relation": Relation.CARER, "scopes": ["forms"], "by": cast.finn, "at": BEFORE}
        self.grant = actions.give_access(
            account=cast.ben, patient=self.patient, level=Level.FULL, basis=Basis.CLINIC, **how
        )
        self.form = open_form(cast.at_harbour, self.patient, account=cast.ben)
        self.paper, self.words = codes.issue_code(self.patient, holder="Gran", **how)
        self.mailed, _words = codes.issue_code(self.patient, holder="Mo", **how)
        codes.mail_link(self.mailed, email=cast.dov.email, by=cast.finn, at=BEFORE)
        self.invitation = invitations.invite(self.patient, email=cast.cleo.email, level=Level.FULL, **how)
        invitations.send(self.invitation, at=BEFORE)
        open_form(cast.at_harbour, self.patient, account=None)
        self.link = mailing.mail_forms(
            self.patient, email=cast.zoe.email, relation=Relation.CARER, by=cast.finn, at=BEFORE
        )
        _feed, self.feed = make_feed(account=cast.ben, clinic=cast.harbour, at=BEFORE)
        delivery.drain(at=BEFORE)
        registry.register("test.door", lambda message, at: pytest.fail("it was composed"))
        outbox.post("test.door", dedupe_key="door", patient=self.patient, at=BEFORE, due_at=LATER)

    def named(self, *, at) -> list[str]:
        return [door for room in contract.answerers() for door in room.open_doors(self.patient, at=at)]

    def knocks(self, *, at) -> dict[str, bool]:
        """By the beginning of its name: whether it opens."""
        cast = self.cast

        def opens(act, thing, account, **how) -> bool:
            try:
                return bool(act(thing, account=account, at=at, **how))
            except Refused:
                return False

        by_words = codes.find_by_words(cast.harbour, self.words, at=at)
        self.mailed.refresh_from_db()
        invitation = Invitation.objects.select_related("patient__clinic").get(pk=self.invitation.pk)
        return {
            "Account ": Grant.objects.live(at=at).filter(pk=self.grant.pk).exists(),
            "Access code": opens(codes.redeem, by_words, cast.ana, born=BORN, basis=Basis.CODE),
            "Access link": opens(codes.redeem, self.mailed, cast.dov, born=BORN, basis=Basis.LINK),
            "Invitation": opens(invitations.accept, invitation, cast.cleo, born=BORN),
            "Calendar address": feed_of(self.feed, cast.harbour, at=at) is not None,
            "Link to forms": opens(mailing.redeem, self.link, cast.zoe),
            "Harbour intake": Assignment.objects.visible_to(cast.ben, at=at).filter(pk=self.form.pk).exists(),
        }


@pytest.fixture
def doors(cast):
    return Doors(cast)


def test_every_door_is_named_and_opens(doors):
    named, knocks = doors.named(at=AT), doors.knocks(at=AT)
    unknown = [door for door in named if not door.startswith(tuple(knocks)) and "mail" not in door]
    assert unknown == []
    assert {kind: any(door.startswith(kind) for door in named) for kind in knocks} == dict.fromkeys(
        knocks, True
    )
    assert knocks == dict.fromkeys(knocks, True)
    assert "1 mail that has not left" in named


def test_after_a_lock_down_none_is_named_and_none_opens(doors):
    actions.lock_down(doors.patient, by=doors.cast.nora, at=AT)
    delivery.drain(at=LATER)  # the mail that waited fails the test, were it composed
    assert doors.named(at=LATER) == []
    knocks = doors.knocks(at=LATER)
    assert knocks == dict.fromkeys(knocks, False)
    # Lifting it opens to those who were let in, and brings no secret back (Settled 5).
    actions.lift_lock_down(doors.patient, by=doors.cast.nora, at=LATER)
    again = doors.knocks(at=LATER + timedelta(minutes=1))
    assert again == dict.fromkeys(again, False) | {"Account ": True, "Harbour intake": True}
