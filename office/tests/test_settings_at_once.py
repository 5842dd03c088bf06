"""A button of the settings pressed twice at once, the first time that there is anything to keep."""

from threading import Barrier

import pytest
from django.test import Client
from django.urls import reverse

from accounts.tests.factories import PASSWORD
from booking.models import Preferences, ServiceForm, WebsiteButton
from clinic import keeping
from clinic.models import Handout, TeamInvitation
from common.tests.at_once import at_once
from records.models import AccessRules
from smartforms.models import Template
from smartforms.tests.factories import TemplateFactory, VersionFactory

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def slowly(monkeypatch):
    """Both have looked before either writes."""
    both, keep = Barrier(2, timeout=20), keeping._save

    def save(row):
        both.wait()
        keep(row)

    monkeypatch.setattr(keeping, "_save", save)


def pressed_at_once(browsers, address, sent) -> list[int]:
    return [
        answer.status_code
        for answer in at_once(*[lambda one=one: one.post(address, sent) for one in browsers])
    ]


def form_at(browser, address) -> dict:
    form = browser.get(address).context["form"]
    said = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in said.items() if value not in (None, "", False, [])}


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("handout", Handout),
        ("portal", Preferences),
        ("website", WebsiteButton),
        ("settings_documents", AccessRules),
    ],
)
def test_it_is_kept_once_and_both_read_that_it_is(cast, sign_in, monkeypatch, name, model):
    address = reverse(f"office:{name}")
    model.objects.filter(clinic=cast.harbour).delete()
    browsers = [sign_in(Client(), cast.nora) for _press in "ab"]
    sent = {"is_online": "off"} if name == "portal" else form_at(browsers[0], address)
    slowly(monkeypatch)
    led = pressed_at_once(browsers, address, sent)
    assert (led, model.objects.filter(clinic=cast.harbour).count()) == ([302, 302], 1)


def test_a_form_of_the_library_is_taken_once(cast, sign_in):
    address = reverse("office:guide_step", args=["form"])
    browsers = [sign_in(Client(), cast.nora) for _press in "ab"]
    choices = browsers[0].get(address).context["form"].fields["form"].choices
    sent = form_at(browsers[0], address) | {"form": choices[-1][0]}
    there = Template.objects.filter(clinic=cast.harbour).count()
    led = pressed_at_once(browsers, address, sent)
    assert (led, Template.objects.filter(clinic=cast.harbour).count()) == ([302, 302], there + 1)


def test_a_colleague_is_invited_once(cast, sign_in):
    browsers = [sign_in(Client(), cast.nora) for _press in "ab"]
    for browser in browsers:
        browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    sent = {"email": "rosa@example.org", "roles": ["billing"]}
    led = pressed_at_once(browsers, reverse("office:team_invite"), sent)
    assert (led, TeamInvitation.objects.standing().count()) == ([302, 302], 1)


def test_a_service_brings_a_form_once(cast, sign_in, monkeypatch):
    form = TemplateFactory(clinic=cast.harbour, slug="other", title="Other")
    VersionFactory(template=form)
    address = reverse("office:settings_service_forms", args=[cast.treatment.pk])
    browsers = [sign_in(Client(), cast.nora) for _press in "ab"]
    sent = form_at(browsers[0], address) | {"template": form.pk}
    slowly(monkeypatch)
    led = pressed_at_once(browsers, address, sent)
    assert (led, ServiceForm.objects.filter(service=cast.treatment, template=form).count()) == ([302, 302], 1)
