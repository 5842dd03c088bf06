"""What text may hold: marks that nobody sees are taken out where it comes in, and refused by columns of one line."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import RequestFactory

from common.folding import fold
from common.http import posted
from common.text import is_plain, one_line, title_of, without_unseen

TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
WITHOUT_WIDTH = "\u200b\u2060\u2064\u206a\ufeff\ufff9"
NAMES = ["Zoë", "O’Neill", "نامه\u200cها", "क्\u200dष", "Jean-\u00a0Luc", "李 明", "👩\u200d⚕️"]


@pytest.mark.parametrize("mark", TURNING + WITHOUT_WIDTH)
def test_what_nobody_sees_is_taken_out_and_else_refused(mark):
    assert without_unseen(f"A{mark}na") == "Ana"
    assert not is_plain(f"A{mark}na")
    with pytest.raises(ValidationError):
        one_line(f"A{mark}na")


@pytest.mark.parametrize("name", NAMES)
def test_names_are_left_alone(name):
    one_line(name)
    assert (without_unseen(name), title_of(name)) == (name, " ".join(name.split()))


def test_what_is_sent_loses_them_but_not_a_password():
    typed = {
        "name": "\u202aAna\u202c",
        "password": "a\u200bb",
        "new_password1": "\ufeffx",
        "tags": ["1", "2\u200e"],
    }
    sent = posted(RequestFactory().post("/", typed))
    assert {name: sent.getlist(name) for name in typed} == {
        "name": ["Ana"], "password": ["a\u200bb"], "new_password1": ["\ufeffx"], "tags": ["1", "2"],
    }  # fmt: skip
    asked = RequestFactory().post("/", {"name": "Ana"})
    assert posted(asked) is asked.POST, "nothing to take out, nothing copied"
    assert isinstance(sent, QueryDict)


def test_a_name_is_found_with_and_without_them():
    assert fold("A\u200bna Ca\u202est") == fold("Ana Cast")


def test_every_name_and_title_of_a_row_is_one_line():
    """A column called name or title holds the validator; an invitation copies the name of what was checked before."""
    ours = {"accounts", "booking", "clinic", "records", "smartforms", "payments", "tray"}
    bare = {
        f"{model.__name__}.{field.name}"
        for app in ours
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.fields
        if field.name in ("name", "title", "given_name", "family_name") and one_line not in field.validators
    }
    assert bare == {"Invitation.name"}
