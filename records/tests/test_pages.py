"""The pages of codes, links and invitations, as somebody with a browser meets them."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from accounts.tests.factories import PASSWORD, AccountFactory
from common.tests.moment import AT
from outbox import delivery
from records import four_words
from records.actions import codes, invitations
from records.models import AccessCode, Grant, Invitation
from records.models.access import Level, Relation
from tests.story import BORN

CODE, LINK, INVITATION = "/portal/access-code/", "/portal/access-link/", "/portal/invitation/"
BIRTH = {"date_of_birth_day": BORN.day, "date_of_birth_month": BORN.month, "date_of_birth_year": BORN.year}
WRONG = BIRTH | {"date_of_birth_year": 1990}


@pytest.fixture
def code(cast):
    return codes.issue_code(cast.ana_record, relation=Relation.SELF, scopes=[], by=cast.finn, at=AT)


def boxes(words) -> dict:
    return {f"word_{n}": word for n, word in enumerate(words, 1)}


def errors(page) -> list:
    """The lines of the summary."""
    return re.findall(
        r'<li>(?:<a href="[^"]*">)?([^<]+)',
        re.findall(r"errors-list.*?</ul>", page.content.decode(), re.S)[0],
    )


def bare(page) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.content.decode())


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def follow(client, token):
    """As from a mail: the secret leaves the address at once."""
    answer = client.get(reverse("mailed_link", args=[token]))
    assert answer.status_code == 302 and token not in answer.url
    return answer.url


def mailed(body) -> str:
    return re.search(r"/t/([^/\s]+)/", body)[1]


# Four words ---------------------------------------------------------------------------------------


def test_four_boxes_or_one(cast, code):
    _row, words = code
    page = signed_in(cast.ana).post(CODE, boxes(words) | BIRTH, follow=True)
    assert page.redirect_chain == [(f"/portal/p/{cast.ana_record.pk}/", 302)]
    assert "record is in your account now" in page.content.decode()
    _row, words = codes.issue_code(cast.kit_record, relation=Relation.SELF, scopes=[], by=cast.finn, at=AT)
    pasted = {"word_1": " ".join(words).title(), "word_2": "", "word_3": "", "word_4": ""}
    born = {"date_of_birth_day": 2, "date_of_birth_month": 3, "date_of_birth_year": 2017}
    assert signed_in(cast.dov).post(CODE, pasted | born).url == f"/portal/p/{cast.kit_record.pk}/"


def test_what_is_missing_is_named_and_costs_no_try(cast, code):
    _row, words = code
    browser = signed_in(cast.dov)
    for _ in range(6):
        page = browser.post(CODE, boxes(words[:3]) | BIRTH | {"date_of_birth_year": "88"})
        assert page.status_code == 422
        assert errors(page) == ["Enter the fourth word", "Enter the year of birth with four digits"]
    page = browser.post(CODE, boxes([words[0], "mapel", *words[2:]]) | BIRTH)
    assert errors(page) == ["Check the second word: it is not one of those we use"]
    assert f'value="{words[0]}"' in page.content.decode()
    page = browser.post(CODE, boxes(words) | {"word_4": f"{words[3]} {words[3]}"} | BIRTH)
    assert errors(page) == ["Enter four words, not more"]
    assert errors(browser.post(CODE, BIRTH)) == ["Enter the four words"]
    assert browser.post(CODE, boxes(words) | BIRTH).status_code == 302


def test_every_refusal_reads_the_same(cast, code):
    """A wrong birth date, other words, a used code, a cancelled and an old one (D5)."""
    row, words = code
    others = four_words.draw()
    pages = {}

    def refused(name, words, birth):
        page = signed_in(cast.dov).post(CODE, boxes(words) | birth)
        assert page.status_code == 422
        text = bare(page)
        for word in {*words, *map(str, birth.values())}:
            text = text.replace(f'value="{word}"', 'value=""')
        pages[name] = text

    refused("wrong birth", words, WRONG)
    refused("other words", others, BIRTH)
    AccessCode.objects.filter(pk=row.pk).update(
        expires_at=AT - timedelta(hours=1), issued_at=AT - timedelta(days=6)
    )
    refused("old", words, BIRTH)
    AccessCode.objects.filter(pk=row.pk).update(revoked_at=AT, expires_at=AT + timedelta(days=1))
    refused("cancelled", words, BIRTH)
    assert len(set(pages.values())) == 1
    assert not Grant.objects.filter(account=cast.dov).exists()


def test_too_many_tries_say_how_long(cast):
    browser = signed_in(cast.dov)
    for _ in range(5):
        assert browser.post(CODE, boxes(four_words.draw()) | BIRTH).status_code == 422
    page = browser.post(CODE, boxes(four_words.draw()) | BIRTH)
    assert page.status_code == 429
    assert "Try again in 15 minutes." in page.content.decode()


def test_an_address_is_proved_first(cast, code):
    cast.dov.verified_at = None
    cast.dov.save()
    browser = signed_in(cast.dov)
    assert "Confirm your email address" in browser.get(CODE).content.decode()
    assert browser.post(CODE, boxes(code[1]) | BIRTH).status_code == 403
    assert not Grant.objects.filter(account=cast.dov).exists()


def test_nobody_signed_in_is_led_to_sign_in(db, cast, code):
    assert Client().post(CODE, boxes(code[1]) | BIRTH).url == f"/accounts/login/?next={CODE}"


# Links --------------------------------------------------------------------------------------------


@pytest.fixture
def link(cast, code, mailoutbox):
    codes.mail_link(code[0], email="ana@example.org", by=cast.finn, at=AT)
    delivery.drain(at=AT)
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["ana@example.org"], "Your access link from Harbour Clinic")
    ]
    text = str(mailoutbox[0].message())
    assert [word for word in ("Ana", "Cast", " ".join(code[1])) if word in text] == []
    return mailed(mailoutbox[0].body)


def test_looking_consumes_nothing_and_names_nobody(cast, link):
    stranger = Client()
    for client in (stranger, signed_in(cast.ana)):  # whose own name stands in the menu
        assert follow(client, link) == LINK
        for method in ("get", "head"):
            page = getattr(client, method)(LINK)
            assert page.status_code == 200
            assert client is not stranger or "Ana" not in page.content.decode()
    assert AccessCode.objects.get().used_at is None


def test_the_owner_of_the_address_opens_the_record(cast, link, code):
    browser = signed_in(cast.ana)
    follow(browser, link)
    assert browser.post(LINK, WRONG).status_code == 422
    assert browser.post(LINK, BIRTH).url == f"/portal/p/{cast.ana_record.pk}/"
    grant = Grant.objects.get(account=cast.ana, patient=cast.ana_record, revoked_at=None)
    assert (grant.level, grant.basis) == (Level.FULL, "link")
    # The other door of the same row is shut as well, and so is this one.
    assert signed_in(cast.dov).post(CODE, boxes(code[1]) | BIRTH).status_code == 422
    follow(browser, link)
    assert browser.get(LINK).status_code == 410


def test_somebody_else_waits_for_staff_and_reads_no_name(cast, link):
    browser = signed_in(cast.dov)
    follow(browser, link)
    page = browser.post(LINK, BIRTH, follow=True)
    assert page.redirect_chain == [("/portal/access-code/asked/", 302)]
    assert "Ana" not in page.content.decode()
    assert not Grant.objects.filter(account=cast.dov).exists()


def test_at_another_clinic_s_host_it_is_no_link(cast, link):
    browser = Client(HTTP_HOST="lakeside.localhost")
    follow(browser, link)
    assert browser.get(LINK).status_code == 410
    assert browser.post(LINK, BIRTH).status_code == 410


def test_a_word_of_the_link_is_not_enough(cast, link):
    browser = signed_in(cast.ana)
    follow(browser, link[:-2] + ("AA" if link[-2:] != "AA" else "BB"))
    assert browser.get(LINK).status_code == 410


# Invitations --------------------------------------------------------------------------------------


@pytest.fixture
def invited(cast, mailoutbox):
    """A stranger without an account is invited to Ana's record as her partner."""
    invitation = invitations.invite(
        cast.ana_record, email="pat@example.org", relation=Relation.PARTNER, level=Level.FULL, by=cast.finn,
        scopes=["appointments"], at=AT,
    )  # fmt: skip
    invitations.send(invitation, at=AT)
    delivery.drain(at=AT)
    return mailed(mailoutbox[-1].body)


def test_a_stranger_comes_in_makes_an_account_and_is_done(cast, invited):
    """No dead end and no second mail: whoever holds this one has proved the address."""
    browser = Client()
    assert follow(browser, invited) == INVITATION
    assert f"/accounts/signup/?next={INVITATION}" in browser.get(INVITATION).content.decode()
    signup = {"email": "pat@example.org", "password": "a long enough pass", "next": INVITATION}
    assert browser.post(reverse("account_signup"), signup).url == INVITATION
    pat = get_user(browser)
    assert not pat.is_verified
    assert browser.get(INVITATION).status_code == 200
    pat.refresh_from_db()
    assert not pat.is_verified, "looking proves nothing"
    assert browser.post(INVITATION, BIRTH).url == f"/portal/p/{cast.ana_record.pk}/"
    pat.refresh_from_db()
    assert pat.is_verified
    grant = Grant.objects.get(account=pat)
    assert (grant.patient, grant.level, grant.scopes) == (cast.ana_record, Level.FULL, ["appointments"])


def test_somebody_who_signed_up_with_the_address_before_gets_nothing(cast, invited):
    """C33: an account that claims the address, in the attacker's browser, without the mail."""
    attacker = Client()
    attacker.post(reverse("account_signup"), {"email": "pat@example.org", "password": "the attacker's one"})
    assert attacker.get(INVITATION).status_code == 410
    assert attacker.post(INVITATION, BIRTH).status_code == 410
    victim = Client()
    follow(victim, invited)
    signup = {"email": "pat@example.org", "password": "the victim's pass", "next": INVITATION}
    victim.post(reverse("account_signup"), signup)
    assert victim.post(INVITATION, BIRTH).url == f"/portal/p/{cast.ana_record.pk}/"
    assert get_user(attacker).grants.count() == 0 and get_user(victim).grants.count() == 1


def test_another_address_that_nobody_proved_is_asked_to_prove_itself(cast, invited):
    browser = Client()
    browser.post(reverse("account_signup"), {"email": "other@example.org", "password": "a long enough pass"})
    follow(browser, invited)
    assert browser.post(INVITATION, BIRTH).status_code == 403
    assert Invitation.objects.get().accepted_at is None


def test_an_address_that_has_an_account_signs_in_and_accepts(cast, invited):
    AccountFactory(email="pat@example.org")
    browser = Client()
    follow(browser, invited)
    answer = browser.post(
        f"/accounts/login/?next={INVITATION}", {"login": "pat@example.org", "password": PASSWORD}
    )
    assert answer.url == INVITATION
    assert browser.post(INVITATION, BIRTH).url == f"/portal/p/{cast.ana_record.pk}/"
