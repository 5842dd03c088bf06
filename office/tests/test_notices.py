"""My notices: what a colleague hears of by mail, how and when; for themself and this clinic; alerts always come."""

from datetime import timedelta

import pytest

from accounts.tests.mailed import arrived
from audit.models import Event
from clinic.models import Membership
from clinic.models.clinic import Role
from common.tests.moment import AT
from smartforms.tests import alerting
from tray.models import Item, Notices
from tray.notices import notices_of

HERE = "/office/notices/"
HOURS = {"hour": "8", "quiet_from": "-1", "quiet_until": "7"}


@pytest.fixture
def petra(cast, client, sign_in):
    return sign_in(client, cast.petra_account)


@pytest.fixture
def template(cast):
    return alerting.template_of(cast.harbour, by=cast.nora)


def saying(page, **ways) -> dict:
    """What the page sends when these are chosen and the rest is left."""
    kept = {field.name: field.value() for field in page.context["form"].by_group()}
    return kept | HOURS | ways


def mailed(cast, template, at=AT, **given) -> list:
    """Ana sends in a form that was sent for Petra; the mails to Petra that leave."""
    form = alerting.sent_to(cast, template, practitioner=cast.petra)
    alerting.send_in(form, by=cast.ana, tired=1, **given)
    return [sent for sent in arrived(at=at) if sent.to == [cast.petra_account.email]]


def test_on_at_first_and_the_mail_says_where_to_switch_off(cast, petra, template):
    (sent,) = mailed(cast, template, dark=0)
    assert sent.subject == "A form was sent in"
    for body in (sent.body, sent.alternatives[0].content):
        assert "You can switch these mails off:" in body and HERE in body
    assert petra.get(HERE).context["form"]["forms"].value() == "at_once"
    assert HERE in petra.get("/office/calendar/").text, "in the menu of one’s account"


def test_it_waits_for_whom_it_was_sent_for_and_is_told_by_its_own_mail_alone(cast, template):
    mailed(cast, template, dark=0)
    (item,) = Item.objects.all()
    assert (item.kind, item.assigned_to, item.told_at, item.put_by) == (
        "form.sent_in", cast.petra_account, AT, cast.ana,
    )  # fmt: skip


@pytest.mark.parametrize("way", ["off", "daily"])
def test_not_at_once_and_again(cast, petra, template, way):
    for _press in range(2):
        assert petra.post(HERE, saying(petra.get(HERE), forms=way)).url == HERE
    assert petra.get(HERE).context["form"]["forms"].value() == way
    assert mailed(cast, template, dark=0) == []
    for _press in range(2):
        petra.post(HERE, saying(petra.get(HERE), forms="at_once"))
    assert len(mailed(cast, template, dark=0)) == 1
    said = Event.objects.filter(verb="notices.chosen").values_list("actor", "clinic")
    assert list(said) == [(cast.petra_account.pk, cast.harbour.pk)] * 2


def test_in_quiet_hours_it_waits_for_their_end_and_an_alert_does_not(cast, petra, template):
    petra.post(HERE, saying(petra.get(HERE)) | {"quiet_from": "8", "quiet_until": "11"})
    assert mailed(cast, template, dark=0) == []
    assert len(mailed(cast, template, dark=2)) == 1
    assert len(arrived(at=AT + timedelta(hours=2))) == 1


def test_only_ones_own_and_only_at_this_clinic(cast, petra, template):
    Notices.objects.create(clinic=cast.lakeside, account=cast.petra_account, ways={"forms": "off"})
    Notices.objects.create(clinic=cast.harbour, account=cast.nora, ways={"forms": "off"})
    assert len(mailed(cast, template, dark=0)) == 1


def test_alerts_cannot_be_switched_off(cast, petra, template):
    petra.post(HERE, saying(petra.get(HERE), forms="off"))
    (sent,) = mailed(cast, template, dark=2)
    assert HERE not in sent.body


def test_everybody_chooses_among_what_they_decide(cast, client, sign_in):
    found = {
        who: [
            field.name for field in sign_in(client, getattr(cast, who)).get(HERE).context["form"].by_group()
        ]
        for who in ("finn", "petra_account", "nora")
    }
    all_of_it = ["given", "forms", "files", "visits", "changes", "access", "records", "mails"]
    assert found == {
        "finn": all_of_it, "petra_account": ["given", "forms", "files", "visits", "access"], "nora": all_of_it,
    }  # fmt: skip


def test_what_makes_no_sense_is_said_and_nothing_is_kept(cast, petra):
    said = saying(petra.get(HERE), forms="loudly") | {"hour": "24"}
    page = petra.post(HERE, said)
    assert (page.status_code, sorted(page.context["form"].errors)) == (422, ["forms", "hour"])
    assert petra.post(HERE, {}).status_code == 422
    assert notices_of(cast.petra_account, cast.harbour).pk is None


def test_billing_has_no_such_page(cast, client, sign_in):
    member = Membership.objects.get(user=cast.finn, clinic=cast.harbour)
    Membership.objects.filter(pk=member.pk).update(roles=[Role.BILLING])
    finn = sign_in(client, cast.finn)
    assert finn.get(HERE).status_code == 403
    assert HERE not in finn.get("/office/calendar/").text
