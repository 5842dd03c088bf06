"""The booking rules: what a patient meets and is offered is drawn as typed; contradictions are asked about."""

import pytest

from accounts.tests.factories import AccountFactory
from audit.models import Event
from booking.models import Preferences
from clinic.models import Service

PAGE = "/office/settings/booking/"
WHY = (
    "Changes online end 24 hours before the visit and the late fee begins 24 hours before it, so nobody can "
    "ever be charged without a phone call."
)
REMINDED = (
    "The reminder leaves on %s, 3:40 pm and asks whether they come; who books later than that gets none."
)


@pytest.fixture
def rules(cast):
    found, _made = Preferences.objects.update_or_create(
        clinic=cast.harbour,
        defaults={
            "fee": 4500,
            "cancel_online": True,
            "move_online": True,
            "cancel_notice_hours": 4,
            "fee_window_hours": 24,
        },
    )
    return found


@pytest.fixture
def change(cast, client, sign_in, rules):
    """`change(**typed)`: Nora saves the rules with this typed; None leaves something out."""
    sign_in(client, cast.nora)

    def save(**typed):
        shown = client.get(PAGE)
        return client.post(PAGE, sent(shown, **typed)) if typed else shown

    return save


def sent(shown, **typed) -> dict:
    """What a browser would send back of the page."""
    data = {}
    for bound in [*shown.context["form"], *shown.context["example"]]:
        value = bound.value()
        if value is not None and value is not False:
            data[bound.html_name] = "on" if value is True else bound.field.prepare_value(value)
    return {name: value for name, value in (data | typed).items() if value is not None}


def labels(answer):
    bar = answer.context["rules_page"]["bar"]
    return {name: (part["label"], part["until"]) for name, part in bar.items()}


def offered(answer) -> dict:
    return {day["label"]: (day["times"], day["more"]) for day in answer.context["offer"].get("days", [])}


def test_the_bar_has_the_dates_of_an_example_and_words_below(change):
    # Tuesday 17 November 2026 in Halifax: the example is a visit a week later.
    answer = change()
    assert answer.context["rules_page"]["example"] == "Example: visit on Tue 24 Nov, 3:40 pm"
    assert labels(answer) == {
        "free": ("Free", "until Mon 23 Nov, 3:40 pm"),
        "fee": ("$45 fee", "until Tue 24 Nov, 11:40 am"),
        "call": ("Call us", "after that"),
    }
    assert answer.context["rules_page"]["facts"] == [
        "Patients cancel or move this visit online until Tue 24 Nov, 11:40 am.",
        "After that they call (902) 555-0100.",
        "It is free until Mon 23 Nov, 3:40 pm; from then on the late fee is $45.",
        "In the first 3 minutes whoever booked online can take it back, without a fee and without this rule.",
    ]
    assert answer.context["rules_page"]["people"][2:] == [
        "Everybody may say “No preference” and gets whoever is free first.",
        "A patient may have any number of visits to come.",
        REMINDED % "Mon 23 Nov",
    ]
    assert "Online changes end 20 hours after the fee starts" in answer.text
    assert 'class="policy-fee"' in answer.text and "style=" not in answer.text


@pytest.mark.parametrize(
    ("settings", "stretches"),
    [
        ({"cancel_online": False, "move_online": False}, ["free", "fee"]),
        ({"cancel_online": False, "move_online": False, "fee": 0}, ["free"]),
        ({"fee": 0}, ["free", "call"]),
        ({"cancel_notice_hours": 30}, ["free", "call"]),
    ],
)
def test_only_the_stretches_there_are_are_drawn(change, rules, settings, stretches):
    Preferences.objects.filter(pk=rules.pk).update(**settings)
    assert list(labels(change())) == stretches


def test_limits_that_fit_together_are_saved_and_ask_nothing(change, rules):
    assert 'type="checkbox" name="means_it"' not in change().text
    assert change(cancel_notice_hours=23).status_code == 302
    rules.refresh_from_db()
    assert rules.cancel_notice_hours == 23


@pytest.mark.parametrize("cutoff", [24, 25])
def test_limits_under_which_nobody_can_be_charged_need_a_tick(change, rules, cutoff):
    answer = change(cancel_notice_hours=cutoff)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "means_it": [WHY.replace("end 24", f"end {cutoff}") + " Change one of the two, or tick “I mean it”."]
    }
    assert 'type="checkbox" name="means_it"' in answer.text
    assert list(labels(answer)) == ["free", "call"]  # drawn as typed
    rules.refresh_from_db()
    assert rules.cancel_notice_hours == 4
    assert change(cancel_notice_hours=cutoff, means_it="on").status_code == 302
    rules.refresh_from_db()
    assert rules.cancel_notice_hours == cutoff


def test_what_was_meant_stays_meant_and_stays_said(change, rules):
    Preferences.objects.filter(pk=rules.pk).update(cancel_notice_hours=24)
    answer = change()
    assert WHY in answer.text
    assert answer.context["form"]["means_it"].value() is True
    assert change(undo_minutes=5).status_code == 302


def test_without_a_fee_there_is_nothing_to_ask(change):
    assert change(fee="0", cancel_notice_hours=48).status_code == 302


def test_every_rule_is_kept_with_who_kept_it(cast, change, rules):
    typed = {"fee": "60.00", "days_ahead": 30, "keeps_together": "on", "most_ahead": 3, "reminder_hours": 48}
    answer = change(**typed, start_grid=30)
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    rules.refresh_from_db()
    kept = rules.fee, rules.days_ahead, rules.keeps_together, rules.most_ahead, rules.reminder_hours
    assert (*kept, rules.start_grid, rules.clinic) == (6000, 30, True, 3, 48, 30, cast.harbour)
    written = Event.objects.get(verb="settings.changed")
    assert (written.actor, written.clinic) == (cast.nora.pk, cast.harbour.pk)


def test_rules_are_made_where_there_are_none(cast, client, sign_in):
    Preferences.objects.filter(clinic=cast.harbour).delete()
    shown = sign_in(client, cast.nora).get(PAGE)
    assert client.post(PAGE, sent(shown)).status_code == 302
    made = Preferences.objects.get(clinic=cast.harbour)
    assert (made.days_ahead, made.currency) == (90, "CAD")
    assert Event.objects.filter(verb="settings.added").count() == 1


@pytest.mark.parametrize(("name", "value"), [("days_ahead", "0"), ("most_ahead", "0"), ("fee", "much")])
def test_what_cannot_be_is_said_beside_its_field_and_kept(change, name, value):
    answer = change(**{name: value, "notice_hours": 7})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [name])
    assert answer.context["form"]["notice_hours"].value() == "7"


def test_showing_what_it_means_saves_nothing(cast, change, rules):
    Service.objects.filter(pk=cast.treatment.pk).update(minutes=60, buffer_after=0)
    typed = {"keeps_together": "on", "start_grid": 30, "example-service": "treatment"}
    answer = change(**typed, show="1")
    assert answer.status_code == 200
    assert offered(answer)["Mon 23 Nov"] == (["9:00 am", "12:30 pm", "4:00 pm"], "")
    assert (
        change(**typed | {"keeps_together": None}, show="1").context["offer"]["days"][0]["more"]
        == "and 7 more"
    )
    rules.refresh_from_db()
    assert (rules.keeps_together, rules.start_grid) == (False, None)


def test_notice_and_horizon_are_seen_in_the_first_and_the_last_time(change):
    answer = change(notice_hours=24, days_ahead=2, start_grid=60, show="1")
    assert answer.context["offer"]["words"] == [
        "First time on offer: Wed 18 Nov, 9:00 am.",
        "Last time on offer: Thu 19 Nov, 4:00 pm.",
        "Next week nothing is offered.",
    ]


def test_contradicting_limits_are_drawn_while_they_are_typed(change):
    answer = change(cancel_notice_hours=24, show="1")
    assert (answer.status_code, answer.context["rules_page"]["notice"]) == (
        422,
        {"kind": "warn", "text": WHY},
    )


def test_switched_off_the_preview_says_what_stands_there_instead(change):
    answer = change(is_online=None, show="1")
    assert answer.context["offer"]["words"] == [
        "Online booking is off: the page shows (902) 555-0100 instead of times."
    ]


def test_the_desk_reads_who_sets_them_and_the_operator_may(cast, client, sign_in):
    answer = sign_in(client, cast.finn).get(PAGE)
    assert answer.status_code == 403
    assert "The booking rules are set by managers and owners." in answer.text
    assert sign_in(client, cast.ana).get(PAGE).status_code == 404
    assert sign_in(client, AccountFactory(is_superuser=True)).get(PAGE).status_code == 200


def shown(answer) -> str:
    """What the page draws of the rules."""
    page = answer.context["rules_page"]
    drawn = ("bar", "facts", "people", "waiting", "notice")
    return str([*(page[name] for name in drawn), answer.context["offer"]])


# Every rule of the page, and another value of it.
OTHER = {
    "is_online": None, "days_ahead": 2, "notice_hours": 30, "same_day": None, "start_grid": 30, "keeps_together": "on",
    "account_panel": "optional", "approval_new": "request", "approval_existing": "request",
    "has_waiting_list": None, "quiet_from": 22, "quiet_until": 7,
    "no_preference": "existing", "most_ahead": 1, "reminder_hours": 0, "cancel_online": None, "move_online": None,
    "cancel_notice_hours": 3, "fee_window_hours": 48, "fee": "60", "undo_minutes": 0,
}  # fmt: skip


def test_every_rule_has_a_word_of_help_and_is_seen_at_once(change):
    form = change().context["form"]
    assert {name for name, field in form.fields.items() if not field.help_text} == set()
    assert form.fields.keys() - {"means_it"} == OTHER.keys()
    # Late in the morning of a day with hours left, so that today counts; see `AT`.
    usual = {"notice_hours": 1, "show": "1"}
    before = shown(change(**usual))
    unseen = [name for name, value in OTHER.items() if shown(change(**usual | {name: value})) == before]
    assert unseen == []


def test_each_setting_of_no_preference_and_reminder_has_its_words(change):
    people = [
        change(no_preference=one, most_ahead=2, reminder_hours=48, show="1") for one in ("off", "existing")
    ]
    assert [answer.context["rules_page"]["people"][2:] for answer in people] == [
        [
            first,
            "A patient with 2 visits to come calls to book another.",
            REMINDED % "Sun 22 Nov",
        ]
        for first in (
            "Everybody chooses a practitioner, where more than one gives the service.",
            "Who has a record here and is signed in may say “No preference”; others choose a practitioner.",
        )
    ]


def test_another_clinics_rules_are_its_own(cast, change, rules):
    change(days_ahead=30)
    assert set(Preferences.objects.exclude(pk=rules.pk).values_list("days_ahead", flat=True)) <= {90}


def test_what_the_page_costs(change, django_assert_num_queries):
    change()
    with django_assert_num_queries(7):
        change()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            {},
            [
                "Whoever books signs in or makes an account.",
                "Every visit is booked at once, unless its service says otherwise.",
            ],
        ),
        (
            {"account_panel": "optional", "approval_new": "request"},
            [
                "Whoever books may go on without an account, unless forms come along.",
                "New patients ask for a visit and you answer; others are booked at once.",
            ],
        ),
        (
            {"account_panel": "off", "approval_new": "request", "approval_existing": "request"},
            [
                "Nobody is asked for an account, unless forms come along.",
                "Patients ask for a visit and you answer, unless its service says otherwise.",
            ],
        ),
    ],
)
def test_how_people_book_is_said_in_words(change, typed, words):
    assert change(**typed, show="1").context["rules_page"]["people"][:2] == words
