"""What guests prove and do not prove by booking, how much they may book, and what changed while they looked."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.tests.factories import AccountFactory
from booking import guests
from booking.actions import answering, cancelling
from booking.models import Appointment, Preferences
from booking.tests.test_holding import TEN
from booking.tests.test_pages import ACCOUNT, MYSELF, held_url
from clinic.models import Service
from clinic.models.services import Approval
from common.tests.moment import AT
from portal.tests.test_guests import CANCELLATION, EMAIL, KEEPING, PAGE, book, follow, open_house
from records.models import Grant

__all__ = ["open_house"]


@pytest.mark.parametrize("how", ["undone", "kept elsewhere"])
def test_booking_again_and_again_fills_no_strangers_mailbox(open_house, settings, how):
    settings.VISITS_BEFORE_PROOF = 2
    for mark in "ab":
        visit = book(open_house, mark=mark)
        if how == "undone":
            cancelling.undo(visit, by=None, at=AT)
        else:
            guests.keep_in_account(visit.booking.manage_link, by=open_house.dov, at=AT)
            cancelling.cancel(Appointment.objects.get(pk=visit.pk), by=open_house.dov, at=AT)
    with pytest.raises(guests.EnoughForAddress):
        book(open_house, mark="c")
    book(open_house, mark="d", at=AT + timedelta(hours=1))


def book_here(client, email=EMAIL):
    """What a guest does on the pages; the browser knows the visit then, and no mail was read."""
    steps = held_url(client)
    client.post(f"{steps}account/", {"how": "guest"})
    client.post(f"{steps}patient/", {**MYSELF, "email": email})
    client.post(f"{steps}check/", {"agreed": "on"})
    assert client.get(f"{steps}done/").status_code == 200
    return Appointment.objects.get(booking__guest_email=email)


def test_one_network_fills_no_clinics_days(client, open_house, settings):
    """Case C6: what is confirmed holds its time longer than any hold, so its number is limited as well."""
    settings.HOLDS_PER_ADDRESS = 1
    visit = book_here(client)
    another = Client()
    steps = held_url(another, start=int((visit.starts_at + timedelta(days=1)).timestamp()) // 60)
    another.post(f"{steps}account/", {"how": "guest"})
    another.post(f"{steps}patient/", {**MYSELF, "email": "other@example.org"})
    assert another.post(f"{steps}check/", {"agreed": "on"}).status_code == 429
    assert not Appointment.objects.filter(booking__guest_email="other@example.org").exists()


def test_booking_in_this_browser_proves_no_address(client, sign_in, open_house):
    """Case C33: whoever types a stranger's address and makes an account of it does not own it by that."""
    visit = book_here(client)
    claim = AccountFactory(email=EMAIL, unverified=True)
    sign_in(client, claim)
    assert [client.get(KEEPING).status_code, client.post(KEEPING).status_code] == [403, 403]
    claim.refresh_from_db()
    assert not claim.is_verified
    assert not Grant.objects.filter(account=claim).exists()
    follow(client, visit)  # the mail's link does prove it
    assert client.post(KEEPING).status_code == 302
    claim.refresh_from_db()
    assert claim.is_verified


def test_the_browser_shows_what_was_booked_or_followed_last(client, open_house):
    before = book(open_house, start=TEN + timedelta(days=1), mark="before", email="other@example.org")
    follow(client, before)
    visit = book_here(client)
    assert client.get(PAGE).context["visit"] == visit
    assert follow(client, before).context["visit"] == before


def test_a_held_time_that_is_no_visit_yet_is_not_undone(client, open_house):
    steps = held_url(client)
    assert client.post(f"{steps}undo/").status_code == 404


def test_who_signed_out_undoes_nothing(client, open_house):
    steps = held_url(client)
    client.post(f"{steps}account/", ACCOUNT)
    client.post(f"{steps}patient/", MYSELF)
    client.post(f"{steps}check/", {"agreed": "on"})
    session = client.session
    for name in ("_auth_user_id", "_auth_user_backend", "_auth_user_hash"):
        del session[name]
    session.save()
    assert client.post(f"{steps}undo/").status_code == 404
    assert Appointment.objects.get(hold__isnull=False).cancelled_at is None


def test_what_was_approved_meanwhile_is_shown_with_its_fee_before_it_is_cancelled(client, open_house):
    Service.objects.filter(pk=open_house.treatment.pk).update(approval=Approval.REQUEST)
    Preferences.objects.filter(clinic=open_house.harbour).update(
        fee=4500, cancel_notice_hours=0, fee_window_hours=72
    )
    open_house.harbour.refresh_from_db()
    visit = book(open_house)
    follow(client, visit)
    assert "There is no fee" in client.get(CANCELLATION).text
    answering.approve(visit, by=open_house.nora, at=AT)
    answer = client.post(CANCELLATION, {"seen": 0})
    assert (answer.status_code, "A $45 late fee applies now" in answer.text) == (409, True)
    assert client.post(CANCELLATION, {"seen": 1}).status_code == 302
    visit.refresh_from_db()
    assert visit.late_fee == 4500


def test_undoing_says_so_where_the_visit_was_changed_at_that_moment(client, open_house, monkeypatch):
    visit = book_here(client)
    monkeypatch.setattr(cancelling, "undo", lambda *args, **how: False)
    steps = reverse("booking:undo", args=[visit.hold.pk]), reverse("booking:done", args=[visit.hold.pk])
    answer = client.post(steps[0])
    assert (answer.status_code, answer.url) == (302, steps[1])
    assert "changed meanwhile" in client.get(steps[1]).text
