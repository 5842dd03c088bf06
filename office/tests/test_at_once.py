"""Two colleagues press at the same moment: one thing happens, and the other is told."""

from time import sleep

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from accounts.tests.factories import AccountFactory
from audit.models import Event
from clinic.models.clinic import Role
from clinic.tests.factories import MembershipFactory
from common.tests.moment import AT
from office.tests.people import place, says
from records.actions import proposals
from records.actions.proposals import propose
from records.models import Patient, ProfileProposal
from records.tests.test_at_once import together
from smartforms import drafting
from smartforms.models import Template, Version
from smartforms.tests.factories import TemplateFactory, VersionFactory

MEANWHILE = "This changed meanwhile. Look at it once more."

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def colleagues(cast, sign_in):
    second = AccountFactory(email="mo@example.org")
    MembershipFactory(user=second, clinic=cast.harbour, roles=[Role.MANAGER])
    return [sign_in(Client(), account) for account in (cast.nora, second)]


def pressed(*presses) -> list[list[str]]:
    """What each reads on the page they are led to; a press is a browser, an address and what is sent."""
    led = {}

    def press(client, address, sent):
        led[client] = client.post(address, sent).url

    assert together(*[lambda one=one: press(*one) for one in presses]) == [None] * len(presses)
    return [says(client.get(led[client])) for client, _address, _sent in presses]


def proposed(cast):
    Patient.objects.filter(pk=cast.ana_record.pk).update(phone="(902) 555-0119")
    (made,) = propose(cast.ana_record, {"phone": "902 555 0177"}, by=cast.ana, at=AT, source="Your details")
    return made


def decide_together(cast, colleagues, proposal, *thens) -> list[list[str]]:
    door = place("proposal", cast.ana_record, proposal.pk)
    why = {"why": "mistake"}
    return pressed(*[(client, f"{door}{then}", why) for client, then in zip(colleagues, thens, strict=True)])


def slowly(monkeypatch, module, name):
    """Both have looked before either writes."""
    done = getattr(module, name)
    monkeypatch.setattr(module, name, lambda *given, **how: (sleep(0.3), done(*given, **how))[1])


@pytest.mark.parametrize("thens", [("?then=accept", "?then=accept"), ("?then=accept", "")])
def test_one_decides_about_what_a_patient_wrote(cast, colleagues, monkeypatch, thens):
    proposal = proposed(cast)
    slowly(monkeypatch, proposals, "_decide")
    said = decide_together(cast, colleagues, proposal, *thens)
    assert sum(one == [MEANWHILE] for one in said) == 1
    decided = ProfileProposal.objects.get(pk=proposal.pk)
    phone = Patient.objects.get(pk=cast.ana_record.pk).phone
    assert phone == ("902 555 0177" if decided.accepted else "(902) 555-0119")
    assert Event.objects.filter(verb__in=["profile.accepted", "profile.kept"]).count() == 1


def test_without_being_alone_both_would_decide(cast, colleagues, monkeypatch):
    """The control: neither waits for the other."""
    proposal = proposed(cast)
    monkeypatch.setattr(proposals, "alone_with", lambda patient: None)
    slowly(monkeypatch, proposals, "_decide")
    said = decide_together(cast, colleagues, proposal, "", "")
    assert MEANWHILE not in said[0] + said[1]
    assert Event.objects.filter(verb="profile.kept").count() == 2


def publish_together(cast, colleagues) -> tuple[Template, list[list[str]]]:
    template = TemplateFactory(clinic=cast.harbour)
    VersionFactory(template=template)
    draft = drafting.begin_version(template=template, by=cast.nora, at=AT)
    door = reverse("office:form_publication", args=[template.pk])
    seen = {"revision": f"{draft.pk}-{draft.revision}"}
    return template, pressed(*[(client, door, seen) for client in colleagues])


def test_one_publishes_and_the_other_is_told(cast, colleagues, monkeypatch):
    slowly(monkeypatch, drafting, "compiled")
    template, said = publish_together(cast, colleagues)
    told = "This draft is gone: it was published or thrown away meanwhile."
    assert sorted(said) == [[told], ["Version 2 is live."]]
    assert list(template.versions.order_by("number").values_list("number", flat=True)) == [1, 2]
    live = template.live_version()
    assert Event.objects.filter(verb="form.published", target=str(live.pk)).count() == 1


def test_without_waiting_the_second_would_meet_an_error(cast, colleagues, monkeypatch):
    """The control: nobody takes the rows before reading them, and the database refuses the second."""
    slowly(monkeypatch, drafting, "compiled")
    for rows in (type(Template.objects.all()), type(Version.objects.all())):
        monkeypatch.setattr(rows, "select_for_update", lambda self, **how: self)
    with pytest.raises(IntegrityError):
        publish_together(cast, colleagues)
