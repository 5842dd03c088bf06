"""An account that has not proved its address: a family's visits, and then the mail has to be answered first."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from accounts.actions import ask_to_verify
from accounts.tests.factories import AccountFactory
from accounts.tests.mailed import arrived
from booking.actions import cancelling, confirming, holding
from booking.models import Appointment, Hold
from booking.tests.confirming import NEW, answered, confirm
from booking.tests.factories import HoldFactory
from booking.tests.test_holding import TEN
from booking.tests.test_pages import ACCOUNT, MYSELF, START, held_url
from common.tests.moment import AT
from outbox.models import Message
from records.models import Patient
from tests.story import visit

SLOT = timedelta(minutes=45)
CHILD = {
    "who": "other", "other-given_name": "Kim", "other-family_name": "Stranger", "other-date_of_birth_day": "3",
    "other-date_of_birth_month": "2", "other-date_of_birth_year": "2019", "other-relation": "parent", "note": "",
}  # fmt: skip


@pytest.fixture
def uma(cast):
    return AccountFactory(email="uma@example.org", given_name="Uma", unverified=True)


def ask(cast, account, number, *, at=AT):
    """A time held and answered by this account; each in a browser of its own."""
    held = answered(cast, {"person": NEW}, by=account, start=TEN + number * SLOT, mark=f"v{number}", at=at)
    return confirm(held, by=account, at=at)


def visits_of(account) -> int:
    return Appointment.objects.filter(made_online_by=account).count()


def test_a_family_is_booked_and_the_fifth_visit_waits_for_the_address(cast, uma):
    for number in range(4):
        ask(cast, uma, number)
    people, holds = Patient.objects.count(), Hold.objects.filter(appointment=None)
    with pytest.raises(confirming.AddressUnproved):
        ask(cast, uma, 4)
    assert (visits_of(uma), Patient.objects.count()) == (4, people)
    assert [(held.answers["person"], held.is_live(at=AT)) for held in holds] == [(NEW, True)]


def test_the_number_is_a_setting(cast, uma, settings):
    settings.VISITS_BEFORE_PROOF = 1
    ask(cast, uma, 0)
    with pytest.raises(confirming.AddressUnproved):
        ask(cast, uma, 1)


def test_what_is_over_or_taken_back_does_not_count(cast, uma, settings):
    settings.VISITS_BEFORE_PROOF = 1
    visit(cast.at_harbour, cast.petra, cast.ana_record, AT - timedelta(days=7), by=uma)
    cancelling.undo(ask(cast, uma, 0), by=uma, at=AT)
    assert ask(cast, uma, 1).starts_at == TEN + SLOT


def test_nor_do_the_visits_of_others(cast, uma, settings):
    settings.VISITS_BEFORE_PROOF = 1
    ask(cast, AccountFactory(email=uma.email, unverified=True), 0)
    assert ask(cast, uma, 1).made_online_by == uma


def test_a_proved_address_may_book_on(cast, uma, settings):
    settings.VISITS_BEFORE_PROOF = 1
    ask(cast, uma, 0)
    held = answered(cast, {"person": NEW}, by=uma, start=TEN + SLOT)
    type(uma).objects.filter(pk=uma.pk).update(
        verified_at=AT
    )  # in another browser, after this page was asked for
    assert confirm(held, by=uma).made_online_by == uma


def test_the_page_says_why_offers_the_link_again_and_goes_on_afterwards(cast, client, settings):
    settings.VISITS_BEFORE_PROOF = 1
    first = held_url(client)
    client.post(f"{first}account/", ACCOUNT)
    for url, person in ((first, MYSELF), (held_url(client, start=START + 45), CHILD)):
        client.post(f"{url}patient/", person)
        answer = client.post(f"{url}check/", {"agreed": "on"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<h1>Confirm your email address first</h1>" in page
    assert "the mail we sent to sara@example.org" in page
    assert (f'href="{url}check/"' in page, f'name="next" value="{url}check/"' in page) == (True, True)
    assert client.post("/accounts/confirm/again/", {"next": f"{url}check/"})["Location"] == f"{url}check/"
    account = Hold.objects.get(appointment__isnull=False).appointment.made_online_by
    type(account).objects.filter(pk=account.pk).update(verified_at=AT)
    assert client.post(f"{url}check/", {"agreed": "on"})["Location"] == f"{url}done/"


def test_many_accounts_that_claim_one_address_do_not_fill_its_mailbox(cast):
    """Each books once, then one of them sends the link again: six mails leave, and the rows of the others say why."""
    claims = AccountFactory.create_batch(8, email=cast.ana.email, unverified=True)
    for number, claim in enumerate(claims):
        held = HoldFactory(
            clinic=cast.harbour,
            service=cast.treatment,
            practitioner=cast.quinn,
            location=cast.at_harbour.place,
            starts_at=TEN + number * SLOT,
            answers={"person": NEW, "by": str(claim.pk)},
        )
        confirm(held, by=claim)
    ask_to_verify(claims[0], clinic_id=cast.harbour.pk, at=AT)
    assert [sent.to for sent in arrived(at=AT)] == [[cast.ana.email]] * 6
    assert Message.objects.filter(dropped_because="enough mail for an hour").count() == 3


def test_who_proved_an_address_gets_every_mail(cast):
    for number in range(8):
        held = answered(
            cast,
            {"patient": str(cast.kit_record.pk)},
            by=cast.ben,
            start=TEN + number * SLOT,
            mark=f"v{number}",
        )
        confirm(held, by=cast.ben)
    assert len(arrived(at=AT + timedelta(minutes=3))) == 8


# Many tabs at once ----------------------------------------------------------------------------------

TABS = 8


def all_at_once(holds, account) -> list[str]:
    """Every tab confirms at the same moment; how each fared."""
    barrier = threading.Barrier(len(holds))

    def tab(held):
        try:
            barrier.wait(timeout=60)
            confirming.confirm(held, seen=holding.answers_seen(held), by=account, at=AT)
            return "booked"
        except confirming.AddressUnproved:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(holds)) as tabs:
        return sorted(tabs.map(tab, holds))


@pytest.fixture
def tabs(cast, uma, monkeypatch):
    """Eight held and answered times. Between counting and booking each tab takes a breath, as a slow server would."""
    may_book = confirming.may_book_another

    def slowly(account, **how):
        answer = may_book(account, **how)
        time.sleep(0.2)
        return answer

    monkeypatch.setattr(confirming, "may_book_another", slowly)
    common = {"clinic": cast.harbour, "service": cast.treatment, "location": cast.at_harbour.place}
    return [
        HoldFactory(
            **common,
            practitioner=cast.quinn,
            starts_at=TEN + number * SLOT,
            answers={"person": NEW, "by": str(uma.pk)},
        )
        for number in range(TABS)
    ]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_tabs_at_once_book_four_visits(tabs, uma):
    assert all_at_once(tabs, uma) == ["booked"] * 4 + ["refused"] * 4
    assert visits_of(uma) == 4


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_red_control_without_the_lock_they_book_more(tabs, uma, monkeypatch):
    """The same tabs and code, the lock taken away: more must get through, or the test above proves nothing."""
    unlocked = type(uma).objects.all()
    monkeypatch.setattr(type(uma).objects, "select_for_update", lambda **_how: unlocked.all())
    assert all_at_once(tabs, uma).count("booked") > 4
    assert visits_of(uma) > 4
