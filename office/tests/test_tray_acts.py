"""Giving, putting off and ticking off in the tray: one or several, by whom, and what the second of two hears."""

from datetime import UTC, datetime, timedelta

import pytest

from audit.models import Event
from clinic.models import Membership
from common.tests.moment import AT
from office.tests.people import billing, says
from outbox.tests.factories import MessageFactory
from records.models import CareRelation
from tray.actions import put
from tray.models import Item
from tray.tests.factories import ItemFactory

TRAY = "/office/tray/"
GIVE, LATER, DONE, BACK, NEWS = (f"{TRAY}{name}/" for name in "assignment snooze done undone news".split())
HOUR = timedelta(hours=1)


@pytest.fixture
def two(cast):
    """Two things about Ana that are only told."""
    about = {"clinic": cast.harbour, "patient": cast.ana_record.pk}
    return [
        ItemFactory(**about, kind="code_burned", target="x:1"),
        ItemFactory(**about, kind="access_taken_back"),
    ]


def member(account, cast):
    return Membership.objects.get(user=account, clinic=cast.harbour)


def ids(items) -> list:
    return [str(one.pk) for one in items]


def holders() -> list:
    return list(Item.objects.order_by("pk").values_list("assigned_to__given_name", flat=True))


def shown(page) -> list:
    return [(str(row["what"]), row["with"], row["later"]) for row in page.context["rows"]]


def tabs(page) -> list:
    return [option["label"] for option in page.context["whose"]]


def badge(page) -> int:
    return next(item["count"] for item in page.context["nav_items"] if item["url"] == TRAY)


def test_several_are_given_to_a_colleague_and_count_for_them_alone(finn, cast, two, client, sign_in):
    to = member(cast.petra_account, cast).pk
    page = finn.post(f"{GIVE}?whose=all&order=oldest", {"items": ids(two), "to": to}, follow=True)
    assert says(page) == ["2 things are with Petra Cast now."]
    assert page.redirect_chain == [(f"{TRAY}?whose=all&order=oldest", 302)]
    assert shown(page) == [
        ("Five wrong dates of birth", "Petra Cast", ""),
        ("Access was taken back", "Petra Cast", ""),
    ]
    assert tabs(page) == [
        "For me (0)",
        "Mine (0)",
        "Nobody’s (0)",
        "Everybody’s (2)",
        "Put off (0)",
        "Ticked off",
    ]
    assert badge(page) == 0
    theirs = sign_in(client, cast.petra_account).get(TRAY)
    assert (tabs(theirs)[:2], badge(theirs)) == (["For me (2)", "Mine (2)"], 2)
    assert (
        Event.objects.filter(verb="tray.assigned", actor=cast.finn.pk, patient=cast.ana_record.pk).count()
        == 2
    )


def test_one_press_takes_it_and_nobody_takes_it_again_unseen(finn, cast, two):
    first = two[0]
    page = finn.post(GIVE, {"mine": first.pk, f"holder-{first.pk}": ""}, follow=True)
    assert (says(page), holders()) == (["1 thing is yours now."], ["Finn", None])
    again = finn.post(GIVE, {"mine": first.pk, f"holder-{first.pk}": ""}, follow=True)
    assert (says(again), Event.objects.filter(verb="tray.assigned").count()) == (["1 thing is yours now."], 1)


def test_what_is_no_id_of_anybody_had_it_never(finn, two):
    first = two[0]
    for strange in ("nobody", "\0", "7", "9" * 40):
        sent = {"mine": first.pk, f"holder-{first.pk}": strange}
        assert finn.post(GIVE, sent).status_code == 404
    assert holders() == [None, None]


def test_of_two_the_second_hears_who_has_it(finn, cast, two):
    first, other = two
    Item.objects.filter(pk=first.pk).update(assigned_to=cast.petra_account)
    sent = {"items": ids(two), "to": "me", f"holder-{first.pk}": "", f"holder-{other.pk}": ""}
    page = finn.post(GIVE, sent, follow=True)
    assert says(page) == [
        "1 thing is yours now.", "A colleague was faster: Petra Cast has it now. 1 thing stays as it is.",
    ]  # fmt: skip
    assert holders() == ["Petra", "Finn"]
    # Whoever saw that she has it may take it over, or give it back to nobody.
    finn.post(GIVE, {"mine": first.pk, f"holder-{first.pk}": cast.petra_account.pk})
    finn.post(GIVE, {"items": [first.pk], "to": "nobody", f"holder-{first.pk}": cast.finn.pk})
    assert holders() == [None, "Finn"]


@pytest.mark.parametrize(
    "kind", ["profile.proposed", "emergency", "erasure_asked", "mail.failed", "guessing"]
)
def test_nobody_is_given_what_they_do_not_decide(cast, client, sign_in, kind):
    target = MessageFactory() if kind == "mail.failed" else cast.ana_record
    put(
        kind,
        clinic=cast.harbour,
        target=target,
        patient=None if kind == "guessing" else cast.ana_record,
        at=AT,
    )
    nora = sign_in(client, cast.nora)
    to = member(cast.petra_account, cast).pk
    page = nora.post(GIVE, {"items": [Item.objects.get().pk], "to": to}, follow=True)
    assert says(page) == ["Petra Cast does not decide 1 of these things. It stays where it was."]
    assert holders() == [None]


def test_a_form_about_health_is_for_who_cares_and_for_the_desk_where_nobody_does(cast, client, sign_in):
    for patient in (cast.ana_record, cast.kit_record):
        put("form.sent_in", clinic=cast.harbour, target=patient, patient=patient, at=AT)
    CareRelation.objects.filter(patient=cast.kit_record).update(until=AT)
    people = {"finn": 1, "nora": 1, "petra_account": 1, "quinn_account": 0}
    found = {who: len(sign_in(client, getattr(cast, who)).get(TRAY).context["rows"]) for who in people}
    assert found == people
    ana = Item.objects.get(patient=cast.ana_record.pk)
    assert sign_in(client, cast.finn).post(DONE, {"only": ana.pk}).status_code == 404
    nora = sign_in(client, cast.nora)
    kit = Item.objects.get(patient=cast.kit_record.pk)
    page = nora.post(GIVE, {"items": [kit.pk], "to": member(cast.quinn_account, cast).pk}, follow=True)
    assert says(page) == ["Quinn Cast does not decide 1 of these things. It stays where it was."]


def test_only_colleagues_who_work_with_the_tray_are_offered(finn, cast, two):
    billing(cast)
    choices = finn.get(TRAY).context["giving"].fields["to"].choices
    assert [label for _key, label in choices] == [
        "Choose", "Me", "Nora Cast, Owner", "Petra Cast, Practitioner", "Quinn Cast, Practitioner", "Nobody",
    ]  # fmt: skip
    for to in (member(cast.dov, cast).pk, Membership.objects.get(clinic=cast.lakeside).pk, ""):
        page = finn.post(GIVE, {"items": ids(two), "to": to})
        assert (page.status_code, list(page.context["giving"].errors)) == (422, ["to"])
        assert page.context["ticked"] == {one.pk for one in two}
    assert holders() == [None, None]


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ({"until": "afternoon"}, datetime(2026, 11, 17, 18, tzinfo=UTC)),
        ({"until": "tomorrow"}, datetime(2026, 11, 18, 13, tzinfo=UTC)),
        ({"until": "week"}, datetime(2026, 11, 23, 13, tzinfo=UTC)),
        (
            {"until": "own", "day_0": "15", "day_1": "3", "day_2": "2027", "clock": "08:30"},
            datetime(2027, 3, 15, 11, 30, tzinfo=UTC),  # the clocks have changed by then
        ),
    ],
)
def test_put_off_until_then(finn, cast, two, said, until):
    said = {name.replace("day_0", "day_day").replace("day_1", "day_month").replace("day_2", "day_year"): value
            for name, value in said.items()}  # fmt: skip
    finn.post(LATER, {"items": ids(two), **said})
    assert set(Item.objects.values_list("snoozed_until", flat=True)) == {until}
    page = finn.get(TRAY)
    assert (len(page.context["rows"]), badge(page), tabs(page)[4]) == (0, 0, "Put off (2)")
    assert Item.objects.awake(at=until).count() == 2


def test_what_is_put_off_is_found_and_brought_back(finn, two):
    finn.post(LATER, {"items": ids(two), "until": "tomorrow"})
    page = finn.get(f"{TRAY}?whose=later")
    assert shown(page)[0] == ("Five wrong dates of birth", "Nobody", "Wed 18 Nov, 9:00 am")
    page = finn.post(f"{LATER}?whose=later", {"only": two[0].pk}, follow=True)
    assert (says(page), len(page.context["rows"]), badge(page)) == (["1 thing is back."], 1, 1)


@pytest.mark.parametrize(
    ("said", "errors"),
    [
        ({}, {"until": ["Choose until when"]}),
        ({"until": "own"}, {"day": ["Enter the day"]}),
        (
            {"until": "own", "day": (16, 11, 2026)},
            {"day": ["Choose a moment that is still to come, within a year"]},
        ),
        (
            {"until": "own", "day": (1, 1, 2030)},
            {"day": ["Choose a moment that is still to come, within a year"]},
        ),
        (
            {"until": "own", "day": (1, 12, 2026), "clock": "half past"},
            {"clock": ["Enter the time, for example 9:00"]},
        ),
    ],
)
def test_what_is_missing_is_said_beside_it_and_what_was_chosen_stays(finn, two, said, errors):
    day = dict(zip(("day_day", "day_month", "day_year"), said.pop("day", ()), strict=False))
    page = finn.post(f"{LATER}?whose=all", {"items": ids(two)[:1], **said, **day})
    assert (page.status_code, page.context["putting"].errors) == (422, errors)
    assert (page.context["ticked"], page.text.count(" checked")) == ({two[0].pk}, 1)
    assert not Item.objects.filter(snoozed_until__isnull=False).exists()


def test_answers_that_must_not_wait_are_not_put_off(finn, cast):
    put("form.alert", clinic=cast.harbour, target=cast.ana_sent, patient=cast.ana_record, at=AT)
    page = finn.post(LATER, {"items": [Item.objects.get().pk], "until": "tomorrow"}, follow=True)
    assert (says(page), badge(page)) == (["Answers that must not wait are not put off."], 1)


def test_several_are_ticked_off_and_put_back(finn, cast, two):
    waits = ItemFactory(clinic=cast.harbour, patient=cast.ana_record.pk)
    page = finn.post(DONE, {"items": ids([*two, waits])}, follow=True)
    assert says(page) == [
        "2 things are taken off the tray.",
        "What has to be decided is decided on its own page.",
    ]
    assert f'<a href="{TRAY}?whose=done">Undo</a>' in page.text
    page = finn.get(f"{TRAY}?whose=done")
    assert [(row["done_by"], row["done"]) for row in page.context["rows"]] == [
        ("Finn Cast", "Tue 17 Nov, 9:00 am")
    ] * 2
    page = finn.post(f"{BACK}?whose=done", {"items": ids(two)}, follow=True)
    assert (says(page), badge(page)) == (["2 things wait again."], 3)
    assert (
        list(Event.objects.filter(verb="tray.put_back").values_list("patient", flat=True))
        == [cast.ana_record.pk] * 2
    )


@pytest.mark.parametrize("address", [GIVE, LATER, DONE, BACK])
def test_nothing_ticked_is_said_and_what_is_foreign_is_not_there(finn, cast, two, address):
    more = {"to": "me", "until": "tomorrow"}
    page = finn.post(address, more)
    assert (page.status_code, page.context["untold"]) == (422, "Tick at least one line.")
    foreign = ItemFactory(clinic=cast.lakeside, kind="code_burned")
    for one in (foreign.pk, 99_999_999, "x"):
        assert finn.post(address, {"items": [one], **more}).status_code == (404 if one != "x" else 422)
    assert (finn.get(address).status_code, holders()) == (405, [None, None, None])
