"""A guest books without an account, finds the visit by the link of the mail, keeps it in an account if they like."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation

from audit.models import Event
from booking import guests
from booking.actions import cancelling, confirming
from booking.actions.holding import answers_seen, keep_answers
from booking.models import Appointment, Booking, Hold, ManageLink, Occupancy, Preferences, ServiceForm
from booking.models.preferences import AccountPanel
from booking.tests.test_holding import TEN, hold
from booking.tests.test_pages import MYSELF, held_url
from common.tests.moment import AT
from outbox import delivery
from records import contract
from records.actions import correct_details
from records.models import Grant, Lockdown, Patient

GUEST = {"given_name": "Gwen", "family_name": "Guest", "date_of_birth": "1990-02-03", "relation": "self"}
EMAIL, GONE = "gwen@example.org", "This link no longer works"
PAGE, CANCELLATION, MOVE, CALENDAR, KEEPING = (
    reverse(f"guest_{name}") for name in ("visit", "cancellation", "move", "calendar", "keeping")
)


@pytest.fixture
def open_house(cast):
    """Harbour lets guests book, cancel and move."""
    Preferences.objects.filter(clinic=cast.harbour).update(
        account_panel=AccountPanel.OPTIONAL, cancel_online=True, move_online=True, fee=0
    )
    cast.harbour.refresh_from_db()
    return cast


def book(cast, *, email=EMAIL, person=GUEST, at=AT, **how):
    held = hold(cast, at=at, **how)
    keep_answers(held, {"as_guest": True, "email": email, "person": person, "note": "My knee"}, by=None)
    return confirming.confirm(held, seen=answers_seen(held), by=None, at=at)


def letter(at=AT):
    mail.outbox.clear()
    delivery.drain(at=at)
    return mail.outbox[-1]


def follow(client, visit, at=AT):
    """Open the link as a browser does."""
    return client.get(reverse("mailed_link", args=[guests.token_of(visit.booking.manage_link)]), follow=True)


def test_a_guest_books_and_gets_a_record_a_link_and_no_account(open_house):
    visit = book(open_house)
    patient = visit.patient
    assert (patient.name, patient.email, patient.made_online) == ("Gwen Guest", EMAIL, True)
    assert (visit.made_online_by, visit.booking.account, visit.booking.guest_email) == (None, None, EMAIL)
    assert visit.is_made_online
    assert not Grant.objects.filter(patient=patient).exists()
    sent = letter()  # at once: it is the only way back
    assert (sent.to, sent.subject) == ([EMAIL], "Your visit on Thursday 19 November, 10:30 am")
    assert "Treatment" not in sent.body
    assert "My knee" not in sent.body
    [path] = re.findall(r"/t/[\w-]+=*/", sent.body)
    assert path == reverse("mailed_link", args=[guests.token_of(visit.booking.manage_link)])


def test_a_guests_mails_are_in_the_language_they_booked_in(open_house):
    with translation.override("fr"):
        visit = book(open_house)
    assert letter().subject.startswith("Votre rendez-vous")
    cancelling.cancel(Appointment.objects.get(pk=visit.pk), by=open_house.nora, at=AT)  # who reads English
    assert letter().subject.startswith("Annulé")


def test_where_an_account_is_needed_no_guest_books(open_house):
    held = hold(open_house)
    keep_answers(held, {"as_guest": True, "email": EMAIL, "person": GUEST}, by=None)
    Preferences.objects.filter(clinic=open_house.harbour).update(account_panel=AccountPanel.REQUIRED)
    with pytest.raises(confirming.AccountNeeded):
        confirming.confirm(held, seen=answers_seen(held), by=None, at=AT)
    Preferences.objects.filter(clinic=open_house.harbour).update(account_panel=AccountPanel.OFF)
    ServiceForm.objects.create(service=open_house.treatment, template=open_house.at_harbour.form)
    with pytest.raises(confirming.AccountNeeded):
        confirming.confirm(held, seen=answers_seen(held), by=None, at=AT)
    assert not Booking.objects.exclude(guest_email="").exists()


def test_a_guest_names_no_record(open_house):
    """Case C46: an id in a guest's answers opens nothing."""
    held = hold(open_house)
    forged = {"as_guest": True, "email": EMAIL, "person": GUEST, "patient": str(open_house.ana_record.pk)}
    keep_answers(held, forged, by=None)
    visit = confirming.confirm(held, seen=answers_seen(held), by=None, at=AT)
    assert visit.patient.name == "Gwen Guest"


def test_a_mailbox_books_so_many_and_no_more(open_house, settings):
    settings.VISITS_BEFORE_PROOF = 2
    later = [timedelta(days=days) for days in (0, 1, 4, 5)]
    start = TEN
    book(open_house, start=start + later[0], mark="a")
    book(open_house, start=start + later[1], mark="b", email="GWEN@example.org".lower())
    with pytest.raises(guests.EnoughForAddress):
        book(open_house, start=start + later[2], mark="c")
    book(open_house, start=start + later[3], mark="d", email="other@example.org")


def test_the_whole_way_without_an_account(client, open_house):
    cast = open_house
    held_url(client)
    held = Hold.objects.get()
    step = {
        name: reverse(f"booking:{name}", args=[held.pk])
        for name in ("account", "patient", "check", "done", "undo")
    }
    page = client.get(step["account"])
    assert "Continue without an account" in page.text
    assert client.get(step["patient"]).url == step["account"]  # nobody skips by the address alone
    assert client.post(step["account"], {"how": "guest"}).url == step["patient"]
    wrong = client.post(step["patient"], {"who": "self", "self-given_name": "Gwen", "email": "nonsense"})
    assert wrong.status_code == 422
    assert wrong.context["contact_form"].errors == {
        "email": ["Enter an email address, like name@example.org"]
    }
    typed = {**MYSELF, "email": "Gwen@Example.org", "note": "My knee"}
    assert client.post(step["patient"], typed).url == step["check"]
    page = client.get(step["check"])
    assert ("Your email", "gwen@example.org") in [
        (row["term"], row["answer"]) for row in page.context["rows"]
    ]
    assert client.post(step["check"], {"agreed": "on", "seen": page.context["seen"]}).url == step["done"]
    page = client.get(step["done"])
    assert (page.status_code, page.context["title"]) == (200, "You’re booked")
    assert "gwen@example.org" in page.text
    assert client.get(PAGE).status_code == 200  # this browser needs no mail to find it
    assert client.get("/portal/").status_code == 302
    answer = client.post(step["undo"], follow=True)
    assert [str(words) for words in answer.context["messages"]] == ["Booking undone. The time is free again."]
    visit = Appointment.objects.get(booking__guest_email="gwen@example.org")
    assert (visit.status, visit.cancelled_by, visit.cancelled_by_link) == ("cancelled", None, True)
    assert cast.ana_record.pk != visit.patient_id


def test_another_browser_sees_nothing_of_it(client, open_house):
    visit = book(open_house)
    assert client.get(reverse("booking:done", args=[visit.hold.pk])).status_code == 404
    assert client.get(PAGE).status_code == 410
    assert GONE in client.get(PAGE).text


def test_the_link_shows_one_visit_without_clinical_words(client, open_house):
    page = follow(client, book(open_house))
    assert page.request["PATH_INFO"] == PAGE
    assert page.status_code == 200
    assert page.context["card"]["service"] == "Visit"
    for word in ("Treatment", "My knee", str(Patient.objects.get(email=EMAIL).pk)):
        assert word not in page.text
    assert page.context["facts"] == ["Booked online by you, 17 November", "$85, pay at the clinic"]
    assert page.context["change"]["cancel_url"] == CANCELLATION
    assert Event.objects.filter(verb="appointment.opened", actor=None).count() == 1


def test_looking_changes_nothing_and_pressing_cancels_once(client, open_house):
    """Case C15 of mail scanners: GET shows, POST acts."""
    visit = book(open_house)
    letter()
    follow(client, visit)
    page = client.get(CANCELLATION)
    assert page.status_code == 200
    visit.refresh_from_db()
    assert visit.cancelled_at is None
    for _turn in range(2):
        answer = client.post(CANCELLATION, {"seen": 0, "because": "Better"})
        assert (answer.status_code, answer.url) == (302, PAGE)
    visit.refresh_from_db()
    assert (visit.cancelled_by, visit.cancelled_by_link, visit.cancelled_because) == (None, True, "Better")
    assert not Occupancy.objects.filter(appointment=visit, released_at=None).exists()
    assert Event.objects.filter(verb="appointment.cancelled", actor=None).count() == 1
    assert letter().subject == "Cancelled: your visit on Thursday 19 November, 10:30 am"
    assert len(mail.outbox) == 1


def test_moved_through_the_link_and_the_mail_leads_back_to_it(client, open_house):
    visit = book(open_house)
    letter()
    follow(client, visit)
    page = client.get(MOVE)
    assert page.status_code == 200
    later = int((visit.starts_at + timedelta(days=1)).timestamp() // 60)
    check = client.get(MOVE, {"start": later, "with": "quinn"})
    assert check.context["before"]["service"] == "Visit"
    assert client.post(MOVE, {"start": later, "with": "quinn", "seen": 0}).url == PAGE
    visit.refresh_from_db()
    assert visit.moves.get().moved_by is None
    sent = letter()
    assert sent.subject == "Moved: your visit is now on Friday 20 November, 10:30 am"
    assert reverse("mailed_link", args=[guests.token_of(visit.booking.manage_link)]) in sent.body


def test_kept_in_an_account_with_limited_access_and_no_second_record(client, sign_in, open_house):
    cast, visit = open_house, book(open_house)
    people = Patient.objects.count()
    follow(client, visit)
    page = client.get(KEEPING)
    assert "Create an account" in page.text
    dov = sign_in(client, cast.dov)
    follow(dov, visit)
    assert dov.get(KEEPING).context["email"] == "dov@example.org"
    assert not Grant.objects.filter(account=cast.dov).exists()
    answer = dov.post(KEEPING)
    assert answer.url == reverse("portal:visit", args=[visit.patient_id, visit.pk])
    assert dov.get(answer.url).status_code == 200
    grant = Grant.objects.get(account=cast.dov, patient=visit.patient)
    assert (grant.level, grant.relation, grant.is_self) == ("limited", "self", True)
    assert Patient.objects.count() == people
    visit.refresh_from_db()
    assert (visit.made_online_by, visit.booking.account, visit.booking.guest_email) == (
        cast.dov,
        cast.dov,
        "",
    )
    # The link has done its work; pressing again leads to the visit.
    assert dov.get(PAGE).status_code == 410
    assert dov.post(KEEPING).url == answer.url
    assert Grant.objects.filter(patient=visit.patient).count() == 1


def test_who_has_access_already_keeps_it_as_it_is(client, sign_in, open_house):
    cast, visit = open_house, book(open_house)
    Appointment.objects.filter(pk=visit.pk).update(patient=cast.ana_record)
    Patient.objects.filter(pk=cast.ana_record.pk).update(email=EMAIL)
    before = Grant.objects.get(account=cast.ben, patient=cast.ana_record)
    ben = sign_in(client, cast.ben)
    follow(ben, visit)
    assert ben.post(KEEPING).status_code == 302
    after = Grant.objects.get(account=cast.ben, patient=cast.ana_record)
    assert (after.pk, after.level, after.revoked_at) == (before.pk, before.level, None)


@pytest.mark.parametrize("how", ["a day after", "another address", "locked down", "forged", "other clinic"])
def test_a_link_that_opens_nothing_has_one_answer(client, open_house, monkeypatch, how):
    cast, visit = open_house, book(open_house)
    token = guests.token_of(visit.booking.manage_link)
    host = {}
    if how == "a day after":
        monkeypatch.setattr("common.clock.now", lambda: visit.ends_at + timedelta(hours=24))
    elif how == "another address":
        correct_details(visit.patient, by=cast.nora, at=AT, email="new@example.org")
    elif how == "locked down":
        Lockdown.objects.create(
            patient=visit.patient, at=AT + timedelta(minutes=1), by=cast.nora, lifted_at=None
        )
        monkeypatch.setattr("common.clock.now", lambda: AT + timedelta(minutes=2))
    elif how == "forged":
        token = token[:-6] + "AAAAAA"
    else:
        host = {"HTTP_HOST": "lakeside.localhost"}
    client.get(reverse("mailed_link", args=[token]), **host)
    for page in (PAGE, CANCELLATION, MOVE, CALENDAR, KEEPING):
        assert client.get(page, **host).status_code == 410
    assert client.post(CANCELLATION, {"seen": 0}, **host).status_code == 410
    visit.refresh_from_db()
    assert visit.cancelled_at is None


def test_the_clinic_hears_which_doors_stand_open(open_house):
    visit = book(open_house)
    [room] = [one for one in contract.answerers() if one.room == "booking"]
    assert room.open_doors(visit.patient, at=AT) == ["The link in a guest’s mail, to one visit"]
    correct_details(visit.patient, by=open_house.nora, at=AT, email="new@example.org")
    assert room.open_doors(visit.patient, at=AT) == []
    assert ManageLink.objects.get().ended_at == AT


def test_the_file_for_the_calendar_names_no_service(client, open_house):
    visit = book(open_house)
    follow(client, visit)
    answer = client.get(CALENDAR)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Treatment" not in answer.text
