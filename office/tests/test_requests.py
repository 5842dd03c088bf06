"""Somebody asks to be let in: who, why they wait, and what a yes does."""

from common.tests.moment import AT
from office.tests.people import place, says
from office.tests.test_access import access_of
from records.actions import deny
from records.models import AccessRequest, Grant
from records.models.access import Basis, Level, Relation, Scope
from records.tests.factories import regranted


def ask(cast, account, **fields):
    wanted = {
        "relation": Relation.CARER,
        "level": Level.FULL,
        "scopes": [Scope.FORMS],
        "why": "other_address",
    }
    return AccessRequest.objects.create(
        patient=cast.ana_record, account=account, basis=Basis.CODE, asked_at=AT, **(wanted | fields)
    )


def test_who_asks_and_why_they_wait(cast, finn):
    ask(cast, cast.dov)
    (row,) = access_of(finn, cast.ana_record).context["requests"]
    assert (row["email"], row["scopes"], row["why"], row["may_accept"]) == (
        "dov@example.org", "Forms", "The link or code was sent to another address than the one of this account.", True,
    )  # fmt: skip
    assert [tab["count"] for tab in finn.get(place("patient", cast.ana_record)).context["tabs"]][-1] == 1


def test_nothing_is_decided_by_looking(cast, finn):
    asking = ask(cast, cast.dov)
    url = place("decision", cast.ana_record, asking.pk)
    assert finn.get(f"{url}?answer=accept").status_code == 405
    assert finn.post(url).status_code == 302
    asking.refresh_from_db()
    assert asking.decided_at is None


def test_accepting_lets_in_and_twice_changes_nothing(cast, finn):
    url = place("decision", cast.ana_record, ask(cast, cast.dov).pk)
    assert says(finn.post(url, {"answer": "accept"}, follow=True)) == ["dov@example.org was let in."]
    grant = Grant.objects.get(account=cast.dov)
    assert (grant.level, grant.scopes, grant.granted_by) == (Level.FULL, [Scope.FORMS], cast.finn)
    assert says(finn.post(url, {"answer": "decline"}, follow=True)) == []
    assert Grant.objects.live(at=AT).filter(account=cast.dov).count() == 1


def test_a_seat_that_is_taken_is_named(cast, finn):
    regranted(cast.ana_grant, level=Level.FULL, granted_by=cast.nora)
    ask(cast, cast.dov, relation=Relation.SELF, why="taken")
    (row,) = access_of(finn, cast.ana_record).context["requests"]
    assert row["why"] == "ana@example.org is already there as the patient. Accepting ends that access."


def test_the_denied_cannot_be_accepted(cast, finn):
    deny(cast.ana_record, cast.dov, by=cast.nora, at=AT)
    asking = ask(cast, cast.dov, why="denied")
    (row,) = access_of(finn, cast.ana_record).context["requests"]
    assert row["may_accept"] is False
    finn.post(place("decision", cast.ana_record, asking.pk), {"answer": "accept"})
    asking.refresh_from_db()
    assert asking.decided_at is None and not Grant.objects.filter(account=cast.dov).exists()


def test_once_the_denial_is_lifted_they_can_be_let_in(cast, finn):
    ask(cast, cast.dov, why="denied")
    (row,) = access_of(finn, cast.ana_record).context["requests"]
    assert (row["why"], row["may_accept"]) == ("This account was denied when it asked.", True)


def test_what_would_be_over_by_now_cannot_be_accepted(cast, finn):
    asking = ask(cast, cast.dov, access_until=AT)
    (row,) = access_of(finn, cast.ana_record).context["requests"]
    assert row["why"] == "The access would be over by now. Decline, and give it anew."
    answer = finn.post(place("decision", cast.ana_record, asking.pk), {"answer": "accept"}, follow=True)
    assert says(answer) == ["This account cannot be let in now. Nothing was changed."]


def test_a_request_for_another_record_is_not_there(cast, finn):
    asking = ask(cast, cast.dov)
    url = place("decision", cast.kit_record, asking.pk)
    assert finn.post(url, {"answer": "accept"}).status_code == 404
    assert not Grant.objects.filter(account=cast.dov).exists()
