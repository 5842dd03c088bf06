"""The tags and filters the components need."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import engines

from common import clock
from common.date_field import BirthDateField
from common.templatetags import ui

TEMPLATES = Path(settings.BASE_DIR) / "templates"
SPRITE = (Path(settings.BASE_DIR) / "static" / "icons.svg").read_text()


class Visit(forms.Form):
    phone = forms.CharField(
        label="Mobile phone", help_text="We text reminders.", widget=forms.TextInput({"autocomplete": "tel"})
    )
    born = BirthDateField(label="Date of birth")
    way = forms.ChoiceField(
        label="How?", choices=[("", "---"), ("in", "In person")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    agreed = forms.BooleanField(label="I agree")


def shown(template, **context):
    return engines["django"].from_string("{% load ui %}" + template).render(context)


def field(form, name):
    return shown('{% include "components/field.html" with field=field only %}', field=form[name])


def test_an_icon_is_hidden_unless_it_stands_alone():
    assert 'aria-hidden="true"' in shown('{% icon "check" %}')
    alone = shown('{% icon "printer" label="Print" %}')
    assert 'role="img"' in alone and 'aria-label="Print"' in alone and "aria-hidden" not in alone


def test_every_icon_named_in_a_template_is_in_the_sprite():
    named = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'{% icon "([a-z-]+)"|\bicon="([a-z-]+)"', path.read_text())
        for name in name
        if name
    }
    assert {name for name in named if f'id="{name}"' not in SPRITE} == set()


def test_a_label_an_icon_might_carry_cannot_break_out():
    assert "<b>" not in shown('{% icon "check" label=label %}', label='"><b>')


def test_a_field_is_described_by_its_hint_and_its_error_and_keeps_autocomplete():
    html = field(Visit({}), "phone")
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in html
    assert 'autocomplete="tel"' in html and 'aria-invalid="true"' in html
    assert 'id="id_phone_helptext"' in html and 'id="id_phone_error"' in html


def test_optional_is_said_in_words_and_required_is_not():
    assert "(optional)" in field(Visit(), "note")
    assert "(optional)" not in field(Visit(), "phone")


def test_the_empty_choice_of_a_radio_is_no_card():
    assert field(Visit(), "way").count('type="radio"') == 1


def test_only_the_wrong_box_of_a_date_is_marked():
    html = field(Visit({"born_day": "14", "born_month": "1", "born_year": "14"}), "born")
    assert html.count('aria-invalid="true"') == 1
    assert re.search(r'id="id_born_year"[^>]*aria-invalid="true"', html)


def test_the_summary_links_to_the_first_bad_control_of_each_field():
    form = Visit({"born_day": "14", "born_month": "1", "born_year": "14", "phone": "1"})
    html = shown('{% include "components/error_summary.html" with form=form only %}', form=form)
    assert re.findall(r'href="#([^"]+)"', html) == ["id_born_year", "id_way_0", "id_agreed"]
    assert "There are three things to fix" in html


def test_one_error_is_one_thing_and_none_is_no_summary():
    one = shown(
        '{% include "components/error_summary.html" with errors=errors only %}', errors=[("id_x", "Enter it")]
    )
    assert "There is one thing to fix" in one
    assert (
        shown('{% include "components/error_summary.html" with form=form only %}', form=Visit()).strip() == ""
    )


@pytest.mark.parametrize("minute, rows", [(0, "h0 m0"), (495, "h8 m15"), (658, "h10 m55"), (1439, "h23 m55")])
def test_a_minute_of_the_day_names_its_row(minute, rows):
    assert ui.starts_at(minute) == rows


@pytest.mark.parametrize(
    "minutes, rows", [(1, "hh0 mm5"), (30, "hh0 mm30"), (75, "hh1 mm15"), (47, "hh0 mm50")]
)
def test_a_length_is_rounded_up_to_five_minutes(minutes, rows):
    assert ui.lasts(minutes) == rows


def test_a_clinics_name_stands_on_two_lines():
    assert (ui.first_line("Harbour Street Clinic"), ui.last_word("Harbour Street Clinic")) == (
        "Harbour Street",
        "Clinic",
    )
    assert (ui.first_line("Juniper"), ui.last_word("Juniper")) == ("Juniper", "")


def test_a_telephone_number_can_be_dialled():
    assert ui.dialled("+1 (902) 555-0142") == "+19025550142"


def test_a_hold_that_is_over_has_no_seconds_left():
    assert ui.seconds_left(clock.now() - timedelta(minutes=1)) == 0
    assert 58 <= ui.seconds_left(clock.now() + timedelta(minutes=1)) <= 60


@pytest.mark.parametrize(
    "path",
    # A mail carries its own style sheet; the demo's mailbox allows exactly that one.
    sorted(path for path in TEMPLATES.rglob("*.html") if path != TEMPLATES / "mail/base.html"),
    ids=lambda path: str(path.relative_to(TEMPLATES)),
)
def test_no_template_carries_style_or_script_inside(path):
    html = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"", html)
    assert not re.search(r"<script(?![^>]*\s(?:src=|type=\"application/json\"))", html)


def test_a_telephone_number_in_a_sentence_is_a_link_and_nothing_else_is_let_through():
    call = shown("{{ words|calling:phone }}", words="Call (902) 555-0142 <now>.", phone="(902) 555-0142")
    assert call == 'Call <a href="tel:9025550142">(902) 555-0142</a> &lt;now&gt;.'
    assert shown("{{ words|calling:phone }}", words="Call us.", phone="") == "Call us."


def test_what_is_wrong_with_a_whole_form_leads_to_its_first_box():
    form = Visit(
        {"born_day": "4", "born_month": "5", "born_year": "1988", "phone": "1", "way": "in", "agreed": "on"}
    )
    form.add_error(None, "Too late")
    assert ui.things_to_fix(form=form) == [("id_phone", "Too late")]
    assert "Too late" in shown('{% include "components/form_error.html" with form=form only %}', form=form)


def test_the_cells_of_a_settings_row_say_their_column_unless_they_say_it_themselves():
    headers = [{"text": "name"}, {"text": "price"}, {"text": "in use"}]
    cells = ["<th><a>Massage</a></th>", '<td class="field-price">$5</td>', "<td>In use</td>"]
    assert list(ui.labelled(cells, headers)) == [
        "<th><a>Massage</a></th>",
        '<td data-label="Price" class="field-price">$5</td>',
        "<td>In use</td>",
    ]
