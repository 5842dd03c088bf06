"""My notices: a practitioner switches off the mail about completed forms, for themself and this clinic; alerts stay."""

import pytest

from accounts.tests.mailed import arrived
from audit.models import Event
from clinic.models import Membership
from clinic.models.clinic import Role
from common.tests.moment import AT
from smartforms.models import Unnoticed
from smartforms.tests import alerting

HERE = "/office/notices/"


@pytest.fixture
def petra(cast, client, sign_in):
    return sign_in(client, cast.petra_account)


@pytest.fixture
def template(cast):
    return alerting.template_of(cast.harbour, by=cast.nora)


def mailed(cast, template, **given) -> list:
    """Ana sends in a form that was sent for Petra; the mails to Petra that leave."""
    form = alerting.sent_to(cast, template, practitioner=cast.petra)
    alerting.send_in(form, by=cast.ana, tired=1, **given)
    return [sent for sent in arrived(at=AT) if sent.to == [cast.petra_account.email]]


def test_on_at_first_and_the_mail_says_where_to_switch_off(cast, petra, template):
    (sent,) = mailed(cast, template, dark=0)
    assert sent.subject == "A form was sent in"
    for body in (sent.body, sent.alternatives[0].content):
        assert "You can switch these mails off:" in body and HERE in body
    page = petra.get(HERE)
    assert page.context["form"]["completed"].value() is True
    assert HERE in petra.get("/office/calendar/").text, "in the menu of one’s account"


def test_off_and_on_again(cast, petra, template):
    for _press in range(2):
        assert petra.post(HERE, {}).url == HERE
    assert petra.get(HERE).context["form"]["completed"].value() is False
    assert mailed(cast, template, dark=0) == []
    for _press in range(2):
        petra.post(HERE, {"completed": "on"})
    assert len(mailed(cast, template, dark=0)) == 1
    said = Event.objects.filter(verb__startswith="notices.").order_by("pk").values_list("verb", "actor")
    mine = cast.petra_account.pk
    assert list(said) == [("notices.completed_off", mine), ("notices.completed_on", mine)]


def test_only_ones_own_and_only_at_this_clinic(cast, petra, template):
    Unnoticed.objects.create(clinic=cast.lakeside, account=cast.petra_account, since=AT)
    Unnoticed.objects.create(clinic=cast.harbour, account=cast.nora, since=AT)
    assert len(mailed(cast, template, dark=0)) == 1


def test_alerts_cannot_be_switched_off(cast, petra, template):
    petra.post(HERE, {})
    (sent,) = mailed(cast, template, dark=2)
    assert HERE not in sent.body


def test_billing_has_no_such_page(cast, client, sign_in):
    member = Membership.objects.get(user=cast.finn, clinic=cast.harbour)
    Membership.objects.filter(pk=member.pk).update(roles=[Role.BILLING])
    finn = sign_in(client, cast.finn)
    assert finn.get(HERE).status_code == 403
    assert HERE not in finn.get("/office/calendar/").text
