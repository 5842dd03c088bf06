"""The booking rules: what a patient meets under them is drawn and said, and what contradicts itself is asked about."""

import pytest

from booking.models import Preferences
from office.tests.settings_pages import posted, refused, url

WHY = (
    "Cancelling online ends 24 hours before the visit and the late fee begins 24 hours before it, so nobody can "
    "ever be charged without a phone call."
)


@pytest.fixture
def rules(cast):
    found, _made = Preferences.objects.update_or_create(
        clinic=cast.harbour,
        defaults={"fee": 4500, "cancel_online": True, "cancel_notice_hours": 4, "fee_window_hours": 24},
    )
    return found


@pytest.fixture
def change(cast, client, sign_in, rules):
    """`change(**typed)`: Nora saves the rules with this typed."""
    sign_in(client, cast.nora)
    page = url(Preferences, "change", rules.pk)

    def save(**typed):
        shown = client.get(page)
        return client.post(page, posted(shown, **typed)) if typed else shown

    return save


def labels(answer):
    bar = answer.context["rules_page"]["bar"]
    return {name: (part["label"], part["until"]) for name, part in bar.items()}


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
    ]
    assert "Online cancelling ends 20 hours after the fee starts" in answer.text
    assert 'class="policy-fee"' in answer.text and "style=" not in answer.text


@pytest.mark.parametrize(
    ("settings", "stretches"),
    [
        ({"cancel_online": False}, ["free", "fee"]),
        ({"cancel_online": False, "fee": 0}, ["free"]),
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
    assert refused(answer) == [
        WHY.replace("ends 24", f"ends {cutoff}") + " Change one of the two, or tick “I mean it”."
    ]
    assert answer.context["things"][0][0] == "id_means_it"
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
    assert answer.context["adminform"].form["means_it"].value() is True
    assert change(undo_minutes=5).status_code == 302


def test_without_a_fee_there_is_nothing_to_ask(change):
    assert change(fee="0", cancel_notice_hours=48).status_code == 302
