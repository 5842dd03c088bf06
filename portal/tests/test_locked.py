"""What somebody may not see: said in words, with how to ask for it; no titles of what is there, and no counts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.tests.factories import AccountFactory
from common.tests.moment import AT
from portal.tests.family import ana_in_full, chosen_ages, kit_born
from records.actions import deny, give_access, lock_down
from records.models.access import Basis, Level, Relation, Scope
from records.tests.factories import GrantFactory, LockdownFactory, PatientFactory, regranted

PARTS = ["Treatment plans", "Documents from the clinic", "Visits booked by the clinic"]


def home(client, sign_in, account, patient):
    """The person's page, in a browser just opened: the stories jump over months."""
    return sign_in(type(client)(), account).get(reverse("portal:patient", args=[patient.pk]))


def locked(page):
    return [area["title"] for area in page.context["areas"] if area.get("locked")]


def carer(cast, *scopes, **fields):
    """Dov looks after Ana, in these parts of her record."""
    given = {"relation": Relation.CARER, "full": True, "scopes": list(scopes)} | fields
    return GrantFactory(account=cast.dov, patient=cast.ana_record, **given)


# Limited ------------------------------------------------------------------------------------------


def test_a_limited_record_of_a_child_says_how_it_opens(client, sign_in, cast):
    GrantFactory(account=cast.dov, patient=cast.kit_record, relation=Relation.PARENT)
    page = home(client, sign_in, cast.dov, cast.kit_record)
    words = page.content.decode()
    assert page.context["unlock"]["title"] == "Unlock Kit’s record"
    assert reverse("records_code") in words and cast.harbour.phone in words
    assert locked(page) == PARTS and words.count("Locked") == 3
    # Ben booked a visit and has a form for Kit: to Dov there is nothing.
    assert "Petra" not in words and "Harbour intake" not in words and "Nothing upcoming" in words


def test_a_limited_record_of_one_s_own(client, sign_in, cast):
    page = home(client, sign_in, cast.ana, cast.ana_record)
    assert page.context["unlock"]["title"] == "Unlock your record"
    assert locked(page) == PARTS


def test_in_full_nothing_is_locked(client, sign_in, cast):
    ana_in_full(cast)
    page = home(client, sign_in, cast.ana, cast.ana_record)
    assert (page.context["areas"], page.context["unlock"]) == ([], None)
    assert "Locked" not in page.content.decode()


def test_on_one_s_own_page_stands_whose_record_is_locked(client, sign_in, cast):
    GrantFactory(account=cast.ana, patient=cast.kit_record, relation=Relation.PARENT)
    ana_in_full(cast)
    assert (
        "Kit’s record is partly locked" in home(client, sign_in, cast.ana, cast.ana_record).content.decode()
    )
    for name, year in (("Lou", 2010), ("Noa", 2009)):
        patient = PatientFactory(clinic=cast.harbour, given_name=name, date_of_birth=date(year, 1, 1))
        GrantFactory(account=cast.ana, patient=patient, relation=Relation.PARENT)
    words = home(client, sign_in, cast.ana, cast.ana_record).content.decode()
    assert words.count("partly locked") == 1 and "Kit, Lou, Noa." in " ".join(words.split())


# Some parts of a record ---------------------------------------------------------------------------


def test_bills_only(client, sign_in, cast):
    carer(cast, Scope.BILLING)
    page = home(client, sign_in, cast.dov, cast.ana_record)
    # Not even that there is nothing.
    words = page.content.decode()
    assert page.context["lede"] == ""
    assert [word for word in ("coming up", "fill in.", "Nothing booked", "All done") if word in words] == []
    assert locked(page) == [
        "Treatment plans",
        "Documents from the clinic",
        "Forms",
        "Visits booked by the clinic",
    ]
    assert [area["title"] for area in page.context["areas"] if "url" in area] == []
    assert page.context["unlock"] == {
        "title": "You see part of Ana’s record",
        "text": "",
        "ask": "To see more, ask at reception or call us:",
        "has_code": False,
    }


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("portal:visits", "Visits are not part of your access"),
        ("portal:forms", "Forms are not part of your access"),
    ],
)
def test_a_part_one_may_not_see_is_a_page_that_says_so(client, sign_in, cast, name, title):
    carer(cast, Scope.BILLING)
    page = sign_in(client, cast.dov).get(reverse(name, args=[cast.ana_record.pk]))
    words = page.content.decode()
    assert (page.status_code, page.context["title"]) == (403, title)
    assert cast.harbour.phone in words and "You’re looking after" in words
    assert [leak for leak in ("Petra", "Harbour intake", "November") if leak in words] == []


def test_given_by_the_patient_one_asks_the_patient(client, sign_in, cast):
    carer(cast, Scope.APPOINTMENTS, basis=Basis.PATIENT, granted_by=cast.ana)
    page = sign_in(client, cast.dov).get(reverse("portal:forms", args=[cast.ana_record.pk]))
    assert page.context["ask"] == "Ana can allow you more. Questions? Call us:"
    assert client.get(reverse("portal:visits", args=[cast.ana_record.pk])).status_code == 200
    at_home = client.get(reverse("portal:patient", args=[cast.ana_record.pk]))
    assert at_home.context["lede"] == "Two visits coming up."
    assert "To do for Ana" not in at_home.content.decode()


def test_what_one_booked_oneself_stays_in_reach(client, sign_in, cast):
    carer(cast, Scope.FORMS)
    type(cast.ana_visit).objects.filter(pk=cast.ana_visit.pk).update(made_online_by=cast.dov)
    page = sign_in(client, cast.dov).get(reverse("portal:visits", args=[cast.ana_record.pk]))
    assert (page.status_code, len(page.context["cards"])) == (200, 1)


# Growing up ---------------------------------------------------------------------------------------


def at_noon(monkeypatch, day: date, hour=16):
    monkeypatch.setattr("common.clock.now", lambda: datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def kit_page(client, sign_in, cast):
    return home(client, sign_in, cast.ben, cast.kit_record).context["growing_up"]


def test_a_month_ahead_the_parent_is_told(client, sign_in, cast, monkeypatch):
    chosen_ages(cast, review=13)
    kit_born(cast, date(2014, 1, 14))
    at_noon(monkeypatch, date(2026, 12, 13))
    assert kit_page(client, sign_in, cast) is None
    # Half past eleven in the evening in Halifax, the next day already in UTC: it is told by the clinic's calendar.
    at_noon(monkeypatch, date(2026, 12, 14), hour=3)
    assert kit_page(client, sign_in, cast) is None
    at_noon(monkeypatch, date(2026, 12, 14))
    assert kit_page(client, sign_in, cast) == {
        "icon": "cake",
        "title": "Kit turns 13 on 14 January",
        "text": "From then on some of the record is private to Kit. You’ll still book visits and fill in forms.",
    }
    at_noon(monkeypatch, date(2027, 1, 13))
    assert kit_page(client, sign_in, cast)["title"] == "Kit turns 13 on 14 January"


def test_after_it_the_state_is_explained(client, sign_in, cast, monkeypatch):
    chosen_ages(cast, review=13)
    kit_born(cast, date(2014, 1, 14))
    at_noon(monkeypatch, date(2027, 1, 14))
    page = home(client, sign_in, cast.ben, cast.kit_record)
    assert page.context["growing_up"]["title"] == "Some of this record is private to Kit now"
    assert "Kit can allow more at the clinic." in page.context["growing_up"]["text"]
    assert locked(page) == ["Treatment plans", "Documents from the clinic"]
    assert page.context["unlock"]["ask"] == "Kit can allow you more at the clinic. Questions? Call us:"


def test_coming_of_age_is_told_as_well(client, sign_in, cast, monkeypatch):
    chosen_ages(cast, review=13)
    kit_born(cast, date(2009, 1, 14))
    at_noon(monkeypatch, date(2026, 12, 20))
    assert kit_page(client, sign_in, cast) == {
        "icon": "cake",
        "title": "Kit turns 18 on 14 January",
        "text": "From then on the record is Kit’s own and leaves your account. Kit can let you see it again.",
    }
    at_noon(monkeypatch, date(2027, 1, 14))
    assert home(client, sign_in, cast.ben, cast.kit_record).status_code == 404


def test_with_the_young_person_s_consent_there_is_nothing_to_tell(client, sign_in, cast, monkeypatch):
    chosen_ages(cast, review=13)
    kit_born(cast, date(2014, 1, 14))
    regranted(type(cast.kit_grant).objects.get(pk=cast.kit_grant.pk), consent_at=AT)
    for day in (date(2026, 12, 20), date(2027, 1, 20)):
        at_noon(monkeypatch, day)
        assert kit_page(client, sign_in, cast) is None


def test_who_looks_after_an_adult_hears_nothing_of_birthdays(client, sign_in, cast):
    chosen_ages(cast, review=13)
    assert home(client, sign_in, cast.ben, cast.ana_record).context["growing_up"] is None


def test_one_born_on_29_february(client, sign_in, cast, monkeypatch):
    chosen_ages(cast, review=13)
    kit_born(cast, date(2012, 2, 29))
    at_noon(monkeypatch, date(2025, 2, 10))
    give_access(
        account=cast.ben, patient=cast.kit_record, relation=Relation.PARENT, level=Level.FULL, by=cast.nora,
        at=datetime(2025, 1, 1, tzinfo=UTC), basis=Basis.CODE,
    )  # fmt: skip
    assert kit_page(client, sign_in, cast)["title"] == "Kit turns 13 on 1 March"


# No record, or none online ------------------------------------------------------------------------

RESTING = "Some records are not available online at the moment."


def test_without_any_record_there_are_two_ways(client, sign_in, cast):
    page = sign_in(client, cast.dov).get("/portal/").content.decode()
    assert reverse("records_code") in page and reverse("booking:services") in page
    assert "we check who you are and give you four words" in page and cast.harbour.phone in page
    assert RESTING not in page


def test_whose_record_is_locked_down_is_not_said(client, sign_in, cast):
    lock_down(cast.ana_record, by=cast.nora, at=AT)
    for path in ("/portal/", reverse("portal:another")):
        page = sign_in(client, cast.cleo).get(path)
        assert page.status_code == 200 and "Ana" not in page.content.decode()
    assert RESTING in sign_in(client, cast.cleo).get("/portal/").content.decode()
    # Ben still has Kit: the same words stand beside, without a name.
    page = home(client, sign_in, cast.ben, cast.kit_record)
    assert RESTING in page.content.decode() and "Ana" not in page.content.decode()


def test_a_denial_looks_like_no_record_at_all(client, sign_in, cast):
    never = AccountFactory(given_name="Cleo", family_name="Cast", email="never@example.org")
    deny(cast.ana_record, cast.cleo, by=cast.nora, at=AT)
    pages = [sign_in(client, account).get("/portal/").content.decode() for account in (cast.cleo, never)]
    assert RESTING not in pages[0]
    assert pages[0].replace("cleo@", "never@").split("<main")[1] == pages[1].split("<main")[1]
    # Not even when the record is locked down as well.
    LockdownFactory(patient=cast.ana_record)
    assert RESTING not in sign_in(client, cast.cleo).get("/portal/").content.decode()


def test_what_ended_or_belongs_elsewhere_does_not_rest(client, sign_in, cast):
    LockdownFactory(patient=cast.ana_record)
    type(cast.cleo_grant).objects.filter(pk=cast.cleo_grant.pk).update(expires_at=AT - timedelta(days=1))
    assert RESTING not in sign_in(client, cast.cleo).get("/portal/").content.decode()
    LockdownFactory(patient=cast.zoe_record)
    assert RESTING not in sign_in(client, cast.zoe).get("/portal/").content.decode()
