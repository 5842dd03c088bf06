"""Times of day typed as people write them, prices as money."""

import pytest
from django.core.exceptions import ValidationError

from clinic.admin_fields import CentsField, MinutesField


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("9:00", 540),
        ("09:30", 570),
        ("9", 540),
        (" 17.45 ", 1065),
        ("9h30", 570),
        ("17 h", 1020),
        ("5:30 pm", 1050),
        ("12 am", 0),
        ("12:15 p.m.", 735),
        ("0:00", 0),
        ("24:00", 1440),
        ("26:00", 1560),
        ("48:00", 2880),
    ],
)
def test_a_time_is_kept_as_minutes(typed, minutes):
    assert MinutesField().clean(typed) == minutes


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter a time, for example 9:00."),
        ("noon", "Write the time with hours and minutes, for example 9:00 or 17:30."),
        ("9:75", "Write the time with hours and minutes, for example 9:00 or 17:30."),
        ("13 pm", "Write the time with hours and minutes, for example 9:00 or 17:30."),
        ("-1", "Write the time with hours and minutes, for example 9:00 or 17:30."),
        ("48:01", "Write a time up to 48:00."),
        ("99:00", "Write a time up to 48:00."),
    ],
)
def test_an_unclear_time_is_refused_in_words(typed, words):
    with pytest.raises(ValidationError) as refused:
        MinutesField().clean(typed)
    assert refused.value.messages == [words]


def test_a_block_opens_on_its_own_day():
    with pytest.raises(ValidationError) as refused:
        MinutesField(latest=1439).clean("24:00")
    assert refused.value.messages == ["Write a time up to 23:59."]


def test_minutes_are_shown_as_they_are_typed():
    field = MinutesField(required=False)
    assert [field.prepare_value(value) for value in (0, 570, 1560, None, "noon")] == [
        "0:00",
        "9:30",
        "26:00",
        None,
        "noon",
    ]
    assert field.clean("") is None
    assert [field.has_changed(570, typed) for typed in ("9:30", "9.30", "9:31", "noon")] == [
        False,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("typed", "cents"), [("85", 8500), ("85.5", 8550), ("85,50", 8550), ("$110", 11000), ("0", 0)]
)
def test_money_is_kept_in_cents(typed, cents):
    assert CentsField().clean(typed) == cents


@pytest.mark.parametrize("typed", ["free", "-1", "85.555", "NaN", "1e9"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValidationError):
        CentsField().clean(typed)


def test_cents_are_shown_as_money():
    field = CentsField(required=False)
    assert [field.prepare_value(value) for value in (8500, 8550, 0, None)] == ["85", "85.50", "0", None]
    assert (field.clean(""), field.has_changed(8500, "85.00"), field.has_changed(None, "")) == (
        None,
        False,
        False,
    )
