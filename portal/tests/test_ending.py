"""Ending access: the patient ends anybody else's, somebody else their own; never one's own by accident."""

from django.urls import reverse

from accounts.tests.mailed import arrived
from audit.models import Event
from common.tests.moment import AT
from portal.tests.family import ana_in_full, chosen_ages, kit_born
from records.actions import give_access
from records.models import Grant
from records.models.access import Basis, Level, Relation


def ending_of(grant):
    return reverse("portal:ending", args=[grant.patient_id, grant.pk])


def is_live(grant) -> bool:
    return Grant.objects.live(at=AT).filter(pk=grant.pk).exists()


def test_looking_ends_nothing_and_says_whom_it_is_about(client, sign_in, cast):
    ana_in_full(cast)
    page = sign_in(client, cast.ana).get(ending_of(cast.ben_grant))
    assert (page.context["name"], page.context["email"]) == ("Ben Cast", "ben@example.org")
    assert is_live(cast.ben_grant)


def test_the_patient_ends_somebody_else_s_from_the_next_request_on(client, sign_in, cast, at):
    ana_in_full(cast)
    ben = sign_in(type(client)(), cast.ben)
    assert ben.get(reverse("portal:patient", args=[cast.ana_record.pk])).status_code == 200
    arrived(at=at)
    answer = sign_in(client, cast.ana).post(ending_of(cast.ben_grant))
    assert answer.url == reverse("portal:access", args=[cast.ana_record.pk])
    assert ben.get(reverse("portal:patient", args=[cast.ana_record.pk])).status_code == 404
    assert ben.get(reverse("portal:patient", args=[cast.kit_record.pk])).status_code == 200
    cast.ben_grant.refresh_from_db()
    assert (cast.ben_grant.revoked_by, cast.ben_grant.revoked_at) == (cast.ana, at)
    (sent,) = arrived(at=at)
    assert (sent.to, sent.subject) == (["ben@example.org"], "Access to a record has ended")
    assert "Ana" not in sent.body and "Kit" not in sent.body


def test_pressing_twice_ends_it_once(client, sign_in, cast, at):
    ana_in_full(cast)
    arrived(at=at)
    ana = sign_in(client, cast.ana)
    assert [ana.post(ending_of(cast.ben_grant)).status_code for _ in range(2)] == [302, 302]
    assert Event.objects.filter(verb="access.ended", target=str(cast.ben_grant.pk)).count() == 1
    assert len(arrived(at=at)) == 1


def test_somebody_else_stops_seeing_the_record(client, sign_in, cast):
    cleo = sign_in(client, cast.cleo)
    assert "Stop seeing Ana’s record?" in cleo.get(ending_of(cast.cleo_grant)).content.decode()
    assert [cleo.post(ending_of(cast.cleo_grant)).url for _ in range(2)] == ["/portal/", "/portal/"]
    assert cleo.get(reverse("portal:access", args=[cast.ana_record.pk])).status_code == 404
    assert is_live(cast.ben_grant) and not is_live(cast.cleo_grant)


def test_nobody_ends_their_own_record_by_accident(client, sign_in, cast):
    mine = ana_in_full(cast)
    ana = sign_in(client, cast.ana)
    for answer in (ana.get(ending_of(mine)), ana.post(ending_of(mine))):
        assert answer.status_code == 403
        assert cast.harbour.phone in answer.content.decode()
    assert is_live(mine)


def test_nobody_ends_what_they_do_not_know_of(client, sign_in, cast):
    ana_in_full(cast)
    for account, grant in (
        (cast.cleo, cast.ben_grant),
        (cast.ben, cast.cleo_grant),
        (cast.dov, cast.ben_grant),
    ):
        browser = sign_in(client, account)
        assert (browser.get(ending_of(grant)).status_code, browser.post(ending_of(grant)).status_code) == (
            404,
            404,
        )
    # Limited to herself she does not know of the others either; and a grant belongs to its own record's address.
    crossed = reverse("portal:ending", args=[cast.ana_record.pk, cast.kit_grant.pk])
    assert sign_in(client, cast.ana).post(crossed).status_code == 404
    assert is_live(cast.ben_grant) and is_live(cast.cleo_grant) and is_live(cast.kit_grant)


def test_a_limited_patient_ends_nobody(client, sign_in, cast):
    assert sign_in(client, cast.ana).post(ending_of(cast.ben_grant)).status_code == 404
    assert is_live(cast.ben_grant)


def test_a_minor_in_full_sees_the_parents_and_leaves_ending_to_the_clinic(client, sign_in, cast, at):
    chosen_ages(cast)
    kit_born(cast, AT.date().replace(year=2010))
    give_access(
        account=cast.dov, patient=cast.kit_record, relation=Relation.SELF, level=Level.FULL, by=cast.nora, at=at,
        basis=Basis.CODE,
    )  # fmt: skip
    kit = sign_in(client, cast.dov)
    rows = kit.get(reverse("portal:access", args=[cast.kit_record.pk])).context["rows"]
    assert [(row["name"], row["end_url"]) for row in rows] == [("You", ""), ("Ben Cast", "")]
    answer = kit.post(ending_of(cast.kit_grant))
    assert answer.status_code == 403 and "Until you are of age" in answer.content.decode()
    assert is_live(cast.kit_grant)


def test_nothing_is_ended_by_a_link(client, sign_in, cast):
    ana_in_full(cast)
    sign_in(client, cast.ana).get(ending_of(cast.ben_grant) + "?confirm=1")
    assert is_live(cast.ben_grant)
