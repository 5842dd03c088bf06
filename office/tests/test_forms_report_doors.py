"""Who may ask why a form is not seen, and press the buttons: of this clinic, for their own, about what is there."""

import pytest

from audit.models import Event
from common.tests.moment import AT
from office.tests.test_forms_report import HELP, PAGE, page
from smartforms.models import Assignment


def test_practitioners_for_their_own_patients(cast, client, sign_in):
    """Which accounts look at a record is for those who give access to it."""
    hears = {
        who: page(sign_in(client, getattr(cast, who)), cast.ana_record).status_code
        for who in ("petra_account", "quinn_account", "nora", "omar", "ana")
    }
    assert hears == {"petra_account": 200, "quinn_account": 403, "nora": 200, "omar": 404, "ana": 404}


def test_others_press_nothing(cast, client, sign_in):
    button = {"what": "extend", "form": cast.ana_open.pk}
    Assignment.objects.filter(pk=cast.ana_open.pk).update(expires_at=AT)
    for who, code in (("quinn_account", 403), ("omar", 404), ("ana", 404)):
        sign_in(client, getattr(cast, who))
        assert client.post(HELP, {"patient": cast.ana_record.pk} | button).status_code == code
    cast.ana_open.refresh_from_db()
    assert cast.ana_open.expires_at == AT


@pytest.mark.parametrize(
    "button",
    [
        {"what": "extend", "form": "zoe_open"},
        {"what": "extend", "form": "kit_open"},
        {"what": "tell", "form": "ana_open", "visit": "zoe_visit"},
        {"what": "assign", "visit": "kit_visit", "template": "1"},
        {"what": "assign", "visit": "nonsense"},
        {"what": "erase", "form": "ana_open"},
        {},
    ],
)
def test_foreign_and_missing_things_are_not_there(cast, finn, button):
    posted = {
        name: getattr(value, "pk", value)
        for name, value in ((name, getattr(cast, value, value)) for name, value in button.items())
    }
    assert finn.post(HELP, {"patient": cast.ana_record.pk} | posted).status_code == 404


@pytest.mark.parametrize("key", ["zoe", "nonsense"])
def test_a_foreign_patient_is_as_missing_as_none(cast, finn, key):
    wanted = cast.zoe_record.pk if key == "zoe" else key
    assert finn.get(PAGE, {"patient": wanted}).status_code == 404
    assert finn.post(HELP, {"patient": wanted}).status_code == 404


def test_without_a_patient_it_says_how_to_get_here(cast, finn):
    assert "Begin with the patient" in finn.get(PAGE).text


def test_looking_is_written_down(cast, finn):
    page(finn, cast.ana_record)
    event = Event.objects.get(verb="forms.explained")
    assert (event.actor, event.patient) == (cast.finn.pk, cast.ana_record.pk)
