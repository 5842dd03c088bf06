"""A new e-mail address of a record answers from its own mailbox; the old one is told; then staff decide (C69)."""

from datetime import timedelta

import pytest
from django.test import Client

from audit.models import Event
from common.tests.moment import AT
from outbox import delivery
from outbox.models import Message
from records.actions import codes, new_address
from records.actions.proposals import decide, propose, take_back
from records.actions.shut import deny
from records.models import AccessCode, Patient, ProfileProposal
from records.models.access import Relation
from records.models.proposals import CONFIRM_WITHIN
from records.tests.factories import LockdownFactory
from records.tests.test_pages import follow, mailed
from tray.models import Item

PAGE = "/portal/new-address/"
NEW = "new@example.org"


@pytest.fixture
def asked(cast):
    (one,) = propose(cast.ana_record, {"email": NEW}, by=cast.ana, at=AT)
    return one


def fresh(one):
    return ProfileProposal.objects.get(pk=one.pk)


def press(browser, token):
    assert follow(browser, token) == PAGE
    page = browser.get(PAGE)
    return browser.post(PAGE, {"which": page.context["which"]}) if page.status_code == 200 else page


def test_two_mails_leave_that_name_nobody(cast, asked, mailoutbox):
    delivery.drain(at=AT)
    assert sorted((mail.to[0], mail.subject) for mail in mailoutbox) == [
        ("ana@example.org", "Another email address was given to us"),
        (NEW, "Confirm this email address"),
    ]
    for mail in mailoutbox:
        assert [word for word in ("Ana", "Cast", "Petra") if word in str(mail.message())] == []
    old = next(mail for mail in mailoutbox if mail.to == ["ana@example.org"])
    assert (NEW in old.body, "/t/" in old.body) == (False, False)


def test_the_new_mailbox_answers_and_only_then_staff_can_accept(cast, asked, mailoutbox):
    assert not decide(asked, accept=True, by=cast.finn, at=AT)
    assert Item.objects.count() == 0
    delivery.drain(at=AT)
    browser, token = Client(), mailed(next(mail for mail in mailoutbox if mail.to == [NEW]).body)
    follow(browser, token)
    page = browser.get(PAGE)
    assert (page.status_code, "Ana" in page.text, fresh(asked).confirmed_at) == (200, False, None)
    assert press(browser, token).status_code == 200
    assert (fresh(asked).confirmed_at, Item.objects.get(done_at=None).kind) == (AT, "profile.proposed")
    assert Patient.objects.get(pk=cast.ana_record.pk).email == "ana@example.org"
    assert Event.objects.get(verb="profile.address_confirmed").actor is None
    assert press(Client(), token).status_code == 410
    code, _words = codes.issue_code(cast.ana_record, relation=Relation.SELF, scopes=[], by=cast.nora, at=AT)
    codes.mail_link(code, email="ana@example.org", by=cast.nora, at=AT)
    assert decide(asked, accept=True, by=cast.finn, at=AT)
    assert Patient.objects.get(pk=cast.ana_record.pk).email == NEW
    assert AccessCode.objects.get().revoked_because == "address_changed"


@pytest.mark.parametrize("how", ["late", "taken back", "decided", "locked", "asked again", "wrong"])
def test_a_link_that_is_over_opens_nothing(cast, asked, how, monkeypatch):
    token, at = fresh(asked).token, AT
    if how == "late":
        monkeypatch.setattr("common.clock.now", lambda: AT + CONFIRM_WITHIN)
    if how == "taken back":
        take_back(cast.ana_record, ["email"], by=cast.ana, at=at)
    if how == "decided":
        decide(asked, accept=False, by=cast.finn, at=at, told="ask")
    if how == "locked":
        LockdownFactory(patient=cast.ana_record)
    if how == "asked again":
        assert new_address.ask_again(cast.ana_record, by=cast.ana, at=at)
    if how == "wrong":
        token = token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")
    browser = Client()
    browser.get(f"/t/{token}/")
    assert browser.get(PAGE).status_code == 410
    assert browser.post(PAGE).status_code == 410
    assert fresh(asked).confirmed_at is None


def test_a_page_in_another_tab_does_not_confirm_what_it_is_not_about(cast, asked):
    (other,) = propose(cast.kit_record, {"email": "kit.new@example.org"}, by=cast.ben, at=AT)
    browser = Client()
    follow(browser, fresh(asked).token)
    which = browser.get(PAGE).context["which"]
    follow(browser, fresh(other).token)
    assert browser.post(PAGE, {"which": which}).status_code == 409
    assert {fresh(asked).confirmed_at, fresh(other).confirmed_at} == {None}


def test_at_another_clinics_host_it_is_no_link(cast, asked):
    browser = Client(headers={"host": "lakeside.localhost"})
    browser.get(f"/t/{fresh(asked).token}/")
    assert browser.get(PAGE).status_code == 410


def test_asking_again_is_for_its_author_and_spares_the_mailbox(cast, asked, mailoutbox):
    assert not new_address.ask_again(cast.ana_record, by=cast.ben, at=AT)
    for minute in range(9):
        assert new_address.ask_again(cast.ana_record, by=cast.ana, at=AT + timedelta(minutes=minute))
        delivery.drain(at=AT + timedelta(minutes=minute))
    assert len([mail for mail in mailoutbox if mail.to == [NEW]]) == 6
    take_back(cast.ana_record, ["email"], by=cast.ana, at=AT)
    assert not new_address.ask_again(cast.ana_record, by=cast.ana, at=AT)


def test_mails_of_what_was_taken_back_do_not_leave(cast, asked, mailoutbox):
    take_back(cast.ana_record, ["email"], by=cast.ana, at=AT)
    delivery.drain(at=AT)
    assert (len(mailoutbox), Message.objects.filter(dropped_at=AT).count()) == (0, 2)


def test_no_address_at_all_needs_no_answer(cast):
    (one,) = propose(cast.ana_record, {"email": ""}, by=cast.ana, at=AT)
    assert (one.is_decidable, Item.objects.count()) == (True, 1)


def test_the_link_of_somebody_who_was_denied_since_confirms_nothing(cast):
    (one,) = propose(cast.ana_record, {"email": NEW}, by=cast.cleo, at=AT)
    deny(cast.ana_record, cast.cleo, by=cast.nora, at=AT)
    assert not new_address.confirm(one, at=AT)
    assert fresh(one).confirmed_at is None
