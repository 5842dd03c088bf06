"""A date in three boxes: what people type, and the words they get back."""

from datetime import date

import pytest
from django import forms

from common.date_field import BirthDateField, ThreePartDateField, ThreePartDateWidget


class Family(forms.Form):
    born = BirthDateField(latest=date(2026, 11, 17), earliest=date(1900, 1, 1))


def typed(day, month, year):
    return Family({"born_day": day, "born_month": month, "born_year": year})


@pytest.mark.parametrize(
    "boxes",
    [("14", "1", "2014"), ("14", "01", "2014"), (" 14 ", "1 ", " 2014"), ("١٤", "1", "2014")],
    ids=["plain", "leading zero", "spaces", "other digits"],
)
def test_the_same_day_however_it_is_typed(boxes):
    form = typed(*boxes)
    assert form.is_valid()
    assert form.cleaned_data == {"born": date(2014, 1, 14)}


@pytest.mark.parametrize(
    "boxes, box, words",
    [
        (("", "", ""), "required", "Enter the date of birth"),
        (("14", "1", ""), "year", "Enter the year of birth"),
        (("", "1", "2014"), "day", "Enter the day of birth"),
        (("14", "", "2014"), "month", "Enter the month of birth"),
        (("14", "1", "14"), "year", "Enter the year of birth with four digits"),
        (("14", "1", "02014"), "year", "Enter the year of birth with four digits"),
        (("14", "1", "0000"), "year", "Enter the year of birth with four digits"),
        (("14", "1", "-201"), "year", "Enter the year of birth with four digits"),
        (("14", "1", "２0l4"), "year", "Enter the year of birth with four digits"),
        (("fourteen", "1", "2014"), "day", "Enter the day as a number, for example 14"),
        (("²", "1", "2014"), "day", "Enter the day as a number, for example 14"),
        (("0", "1", "2014"), "day", "Enter the day as a number, for example 14"),
        (("14", "13", "2014"), "month", "Enter the month as a number from 1 to 12"),
        (("14", "Jan", "2014"), "month", "Enter the month as a number from 1 to 12"),
        (("31", "2", "2014"), "day", "Check the day: February 2014 has 28 days"),
        (("29", "2", "2023"), "day", "Check the day: February 2023 has 28 days"),
        (("18", "11", "2026"), "date", "The date of birth must be in the past"),
        (("31", "12", "1899"), "year", "Check the year of birth"),
    ],
)
def test_an_error_names_the_box_and_the_remedy(boxes, box, words):
    form = typed(*boxes)
    assert form.errors == {"born": [words]}
    assert form.errors.as_data()["born"][0].code == box


def test_a_leap_day_is_a_day():
    assert typed("29", "2", "2024").is_valid()


def test_what_was_typed_stays_in_the_boxes():
    html = str(typed("31", "2", "14")["born"])
    assert html.count('value="31"') == 1 and html.count('value="14"') == 1


def test_an_optional_date_may_stay_empty():
    assert ThreePartDateField(required=False).clean(["", "", ""]) is None


def test_a_missing_post_is_an_empty_date():
    assert Family({}).errors == {"born": ["Enter the date of birth"]}


def test_a_known_date_fills_the_boxes():
    assert ThreePartDateWidget().decompress(date(2014, 1, 14)) == [14, 1, 2014]


def test_one_may_forbid_the_past_with_words_that_say_the_limit():
    field = ThreePartDateField(earliest=lambda: date(2026, 11, 17))
    with pytest.raises(forms.ValidationError, match="Enter a date after 16 November 2026"):
        field.clean(["1", "1", "2026"])


def test_an_unchanged_date_is_not_a_change():
    field = ThreePartDateField()
    assert field.has_changed(date(2014, 1, 14), ["14", "1", "2014"]) is False
    assert field.has_changed(date(2014, 1, 14), ["15", "1", "2014"]) is True
    assert field.has_changed(date(2014, 1, 14), ["31", "2", "2014"]) is True


def test_a_birth_date_in_the_future_is_refused_by_the_clock():
    with pytest.raises(forms.ValidationError, match="must be in the past"):
        BirthDateField().clean(["1", "1", "9999"])
    with pytest.raises(forms.ValidationError, match="Check the year"):
        BirthDateField().clean(["1", "1", "1850"])


def test_browsers_may_fill_in_ones_own_birthday():
    html = str(ThreePartDateWidget(autocomplete="bday").render("born", None))
    assert 'autocomplete="bday-day"' in html and 'inputmode="numeric"' in html
