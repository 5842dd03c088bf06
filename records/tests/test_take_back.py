"""The way back in the notice that somebody was given access."""

from datetime import timedelta

import pytest
from django.test import Client

from common.tests.moment import AT
from outbox import delivery
from records.actions import codes
from records.mail import take_back_token
from records.models import Grant
from records.models.access import Relation
from records.tests.test_pages import BIRTH, CODE, boxes, follow, mailed, signed_in

BACK = "/portal/access-given/"


@pytest.fixture
def code(cast):
    return codes.issue_code(cast.ana_record, relation=Relation.SELF, scopes=[], by=cast.finn, at=AT)


def test_whoever_got_the_notice_takes_it_back_with_one_press(cast, code, mailoutbox):
    signed_in(cast.dov).post(CODE, boxes(code[1]) | BIRTH)
    delivery.drain(at=AT)
    notice = next(mail for mail in mailoutbox if mail.to == ["ben@example.org"])
    assert notice.subject == "Somebody was given access to a record"
    assert "Ana" not in str(notice.message()) and "Dov" not in str(notice.message())
    browser = Client()
    assert follow(browser, mailed(notice.body)) == BACK
    page = browser.get(BACK)
    assert page.status_code == 200
    grant = Grant.objects.get(account=cast.dov, patient=cast.ana_record)
    assert grant.revoked_at is None
    assert browser.post(BACK, {"notice": page.context["notice"]}).status_code == 200
    grant.refresh_from_db()
    assert (grant.revoked_at, grant.reason) == (AT, "taken_back")
    follow(browser, mailed(notice.body))
    assert browser.get(BACK).status_code == 410


def test_after_72_hours_it_is_too_late(cast, code, mailoutbox, monkeypatch):
    signed_in(cast.dov).post(CODE, boxes(code[1]) | BIRTH)
    delivery.drain(at=AT)
    notice = next(mail for mail in mailoutbox if mail.to == ["finn@example.org"])
    monkeypatch.setattr("common.clock.now", lambda: AT + timedelta(hours=72))
    browser = Client()
    follow(browser, mailed(notice.body))
    assert browser.post(BACK).status_code == 410
    assert Grant.objects.get(account=cast.dov).revoked_at is None


def test_a_page_in_another_tab_does_not_end_what_it_is_not_about(cast):
    Grant.objects.filter(pk__in=[cast.ben_grant.pk, cast.cleo_grant.pk]).update(starts_at=AT)
    browser, ben, cleo = Client(), *Grant.objects.filter(starts_at=AT).order_by("account__email")
    follow(browser, take_back_token(ben))
    first_tab = browser.get(BACK).context["notice"]
    follow(browser, take_back_token(cleo))
    answer = browser.post(BACK, {"notice": first_tab})
    assert (answer.status_code, "Nothing was taken back" in answer.content.decode()) == (409, True)
    assert Grant.objects.filter(pk__in=[ben.pk, cleo.pk], revoked_at=None).count() == 2
