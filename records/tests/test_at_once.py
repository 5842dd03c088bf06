"""What changes access at the same moment: one waits for the other, and nobody meets an error."""

import threading
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import IntegrityError, OperationalError, connection

from common.tests.moment import AT
from records.actions import activities, codes, grants, invitations, lock_down
from records.actions.alone import alone_with
from records.actions.codes import Refused
from records.models import AccessCode, ActivityDone, Grant, Invitation, Lockdown
from records.models.access import Basis, Level, Relation, Scope
from records.tests.factories import ActivityAssignmentFactory
from tests.story import BORN

ROUNDS = 8
LESS = {"relation": Relation.CARER, "scopes": [Scope.APPOINTMENTS], "at": AT}
SELF = {"relation": Relation.SELF, "scopes": [], "at": AT}

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def together(*acts, met=(Refused, OperationalError)) -> list:
    """Both at once; how each of them ended, of the errors that may be met."""
    barrier = threading.Barrier(len(acts))

    def do(act):
        barrier.wait(timeout=60)
        try:
            act()
        except met as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as hands:
        return list(hands.map(do, acts))


def invite(cast):
    wanted = {"email": cast.dov.email, "level": Level.FULL, "by": cast.finn} | LESS
    made = invitations.invite(cast.ana_record, **wanted)
    return Invitation.objects.select_related("patient__clinic").get(pk=made.pk)


def issue(cast, holder, wanted):
    made, _words = codes.issue_code(cast.ana_record, by=cast.finn, holder=holder, with_words=False, **wanted)
    return AccessCode.objects.select_related("patient__clinic").get(pk=made.pk)


def redeem(code, account):
    codes.redeem(code, account=account, born=BORN, basis=Basis.LINK, at=AT)


def accept(invitation, account):
    invitations.accept(invitation, account=account, born=BORN, at=AT)


def accepted_and_renewed(cast):
    invitation = invite(cast)
    return together(lambda: accept(invitation, cast.dov), lambda: invite(cast))


def redeemed_and_issued(cast):
    code = issue(cast, "Dov", LESS)
    return together(lambda: redeem(code, cast.dov), lambda: issue(cast, "Dov", LESS))


def redeemed_and_locked_down(cast):
    code = issue(cast, "Dov", LESS)
    ended = together(lambda: redeem(code, cast.dov), lambda: lock_down(cast.ana_record, by=cast.finn, at=AT))
    Lockdown.objects.all().delete()
    return ended


def redeemed_and_revoked(cast):
    redeem(issue(cast, "", SELF), cast.ana)
    code = issue(cast, "", SELF)
    own = Grant.objects.filter(account=cast.ana, patient=cast.ana_record, revoked_at=None)
    grant = own.select_related("account", "patient").get()
    return together(lambda: redeem(code, cast.ana), lambda: grants.revoke(grant, by=cast.finn, at=AT))


@pytest.mark.parametrize(
    "both", [accepted_and_renewed, redeemed_and_issued, redeemed_and_locked_down, redeemed_and_revoked]
)
def test_nobody_meets_an_error(cast, both):
    ended = [one for _round in range(ROUNDS) for one in both(cast)]
    assert OperationalError not in ended


def test_without_being_alone_with_the_record_one_of_them_does(cast, monkeypatch):
    """The red control: whoever accepts takes the invitation first, whoever invites the record."""
    accepting = threading.local()

    def unless_accepting(patient):
        if not getattr(accepting, "is_so", False):
            alone_with(patient)

    def slowly(*given, **how):
        sleep(0.5)
        return opened(*given, **how)

    opened = invitations.open_or_ask
    monkeypatch.setattr(invitations, "alone_with", unless_accepting)
    monkeypatch.setattr(invitations, "open_or_ask", slowly)
    invitation = invite(cast)

    def accept_first():
        accepting.is_so = True
        accept(invitation, cast.dov)

    def invite_then():
        sleep(0.2)
        invite(cast)

    assert OperationalError in together(accept_first, invite_then)


def carelessly(assignment, *, by):
    """The red control: look whether it is ticked, then tick; nobody waits."""
    if not ActivityDone.objects.filter(assignment=assignment, undone_at=None).exists():
        sleep(0.05)
        ActivityDone.objects.create(assignment=assignment, on_day=AT.date(), done_at=AT, done_by=by)


@pytest.mark.parametrize("is_careful", [True, False])
def test_ticked_by_two_at_the_same_moment_it_counts_once(cast, is_careful):
    """Mother and father press at once. Without waiting, one of them would meet an error of the database."""
    walk = ActivityAssignmentFactory(patient=cast.kit_record)

    def press(by):
        if not is_careful:
            return lambda: carelessly(walk, by=by)
        return lambda: activities.tick(walk, day=AT.date(), number=1, by=by, at=AT)

    ended = together(press(cast.ben), press(cast.ana), met=IntegrityError)
    assert ActivityDone.objects.filter(assignment=walk).count() == 1
    assert set(ended) == ({None} if is_careful else {None, IntegrityError})
