"""Who can see a record, as one of its accounts reads it: the same, without titles for who may not know them."""

import audit
from audit.models import Event
from common.tests.moment import AT
from portal.tests.family import ana_in_full


def seen_as(client, sign_in, who, account, record, query=""):
    sign_in(client, who)
    return client.get(f"/office/see-as/{account.pk}/portal/p/{record.pk}/access/{query}")


def lines(page) -> list[tuple]:
    return [(row["who"], str(row["what"]), row["which"]) for row in page.context["opened"]]


def test_the_team_reads_who_has_access_as_the_account_does(cast, client, sign_in):
    ana_in_full(cast)
    own = sign_in(client, cast.ana).get(f"/portal/p/{cast.ana_record.pk}/access/")
    for who in (cast.finn, cast.petra_account, cast.nora):
        page = seen_as(client, sign_in, who, cast.ana, cast.ana_record)
        assert page.status_code == 200
        assert [row["email"] for row in page.context["rows"]] == [row["email"] for row in own.context["rows"]]
        assert page.context["rows"][0]["name"] == "You"
    noted = Event.objects.filter(verb="access.listed", actor=cast.finn.pk).get()
    assert (noted.on_behalf_of, noted.patient) == (cast.ana.pk, cast.ana_record.pk)


def test_the_title_of_a_form_is_for_those_who_care(cast, client, sign_in):
    ana_in_full(cast)
    audit.opened(
        "answers.opened", by=cast.quinn_account, target=cast.ana_sent, patient=cast.ana_record, at=AT
    )
    which = {
        who: [
            which
            for _who, _what, which in lines(seen_as(client, sign_in, account, cast.ana, cast.ana_record))
        ]
        for who, account in (("petra", cast.petra_account), ("finn", cast.finn), ("nora", cast.nora))
    }
    assert [who for who, titles in which.items() if any(titles)] == ["petra"]


def test_a_limited_account_and_a_proxy_show_their_own_line_and_no_more(cast, client, sign_in):
    page = seen_as(client, sign_in, cast.finn, cast.ana, cast.ana_record)
    assert [row["email"] for row in page.context["rows"]] == ["ana@example.org"]
    page = seen_as(client, sign_in, cast.finn, cast.ben, cast.ana_record)
    assert [row["email"] for row in page.context["rows"]] == ["ben@example.org"]


def test_nothing_is_ended_or_shared_from_there(cast, client, sign_in):
    ana_in_full(cast)
    seen_as(client, sign_in, cast.finn, cast.ana, cast.ana_record)
    inside = f"/office/see-as/{cast.ana.pk}/portal/p/{cast.ana_record.pk}/access/"
    assert client.post(inside).status_code == 405
    for page in ("sharing/", f"{cast.ana_grant.pk}/ending/"):
        assert client.get(inside + page).status_code == 403
        assert client.post(inside + page).status_code == 405
