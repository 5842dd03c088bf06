"""Access that would be over before it is taken: the secret ends with it, and a late yes opens nothing."""

from datetime import timedelta

import pytest

from common.tests.moment import AT
from outbox import delivery
from records.actions import codes, invitations
from records.actions.codes import Refused
from records.actions.opening import decide_request
from records.models import AccessRequest, Grant, Invitation
from records.models.access import Basis, Level, Relation, Scope
from records.redeeming import try_words
from tests.story import BORN

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LESS = {"relation": Relation.CARER, "scopes": [Scope.APPOINTMENTS]}


def held_by_dov(cast) -> list:
    return list(Grant.objects.filter(account=cast.dov, patient=cast.ana_record))


def test_a_code_ends_with_the_access_it_gives(cast):
    code, words = codes.issue_code(
        cast.ana_record, by=cast.finn, at=AT, holder="Dov", access_until=AT + 30 * HOUR, **LESS
    )
    assert code.expires_at == AT + 30 * HOUR
    whose = {"account": cast.dov, "clinic": cast.harbour, "born": BORN, "network": "198.51.100.7"}
    with pytest.raises(Refused):
        try_words(words, at=AT + 2 * DAY, **whose)
    assert held_by_dov(cast) == []


def invited(cast, until):
    made = invitations.invite(
        cast.ana_record,
        email=cast.dov.email,
        level=Level.FULL,
        by=cast.finn,
        at=AT,
        access_until=until,
        **LESS,
    )
    invitations.send(made, at=AT)
    delivery.drain(at=AT)
    return Invitation.objects.select_related("patient__clinic").get(pk=made.pk)


def test_an_invitation_ends_with_the_access_it_gives_and_is_not_renewed(cast, mailoutbox):
    made = invited(cast, AT + 5 * HOUR)
    assert made.expires_at == AT + 5 * HOUR
    with pytest.raises(Refused):
        invitations.accept(made, account=cast.dov, born=BORN, at=AT + 6 * HOUR)
    assert invitations.renew(cast.dov.email, clinic_id=cast.harbour.pk, at=AT + 6 * HOUR) == []
    assert held_by_dov(cast) == []


def test_one_whose_mail_leaves_too_late_is_not_sent(cast, mailoutbox):
    made = invitations.invite(
        cast.ana_record, email=cast.dov.email, level=Level.FULL, by=cast.finn, at=AT, access_until=AT + HOUR,
        **LESS,
    )  # fmt: skip
    invitations.send(made, at=AT, due_at=AT + 2 * HOUR)
    delivery.drain(at=AT + 2 * HOUR)
    assert mailoutbox == []
    with pytest.raises(Refused):
        invitations.accept(made, account=cast.dov, born=BORN, at=AT + 2 * HOUR)


def test_a_yes_after_its_time_opens_nothing(cast):
    asked = AccessRequest.objects.create(
        patient=cast.ana_record, account=cast.dov, level=Level.FULL, basis=Basis.CODE, why="other_address",
        asked_at=AT, access_until=AT + HOUR, **LESS,
    )  # fmt: skip
    assert decide_request(asked, accept=True, by=cast.finn, at=AT + 2 * HOUR) is None
    assert held_by_dov(cast) == []
