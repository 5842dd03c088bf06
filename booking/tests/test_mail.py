"""What the mails about visits say, to whom, and when they must not leave."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from icalendar import Calendar

from accounts.models import MailedLink
from accounts.tests.factories import AccountFactory
from booking.models import Appointment, Booking
from booking.tests.factories import AppointmentFactory
from outbox import actions, delivery
from outbox.models import Message
from records.tests.factories import GrantFactory, LockdownFactory

CLINICAL = ("Treatment", "Assessment", "Harbour intake", "trouble", "Physio")


def post(kind, made, *, at, **about):
    actions.post(
        kind,
        clinic=made.clinic_id,
        account=made.account,
        about=about,
        dedupe_key=f"{kind}:{made.pk}",
        at=at,
    )
    return Message.objects.get(dedupe_key=f"{kind}:{made.pk}")


def confirm(visit, *, at):
    """Let the confirmation of a visit leave; the mail, or None with the reason in the outbox."""
    post("booking.confirmed", visit.booking, at=at, booking=visit.booking_id)
    delivery.drain(at=at)
    return mail.outbox[-1] if mail.outbox else None


def visit_of(cast, patient, starts_at, *, by, **fields):
    """Another visit at Harbour, a treatment by Petra."""
    return AppointmentFactory(
        clinic=cast.harbour,
        practitioner=cast.petra,
        location=cast.at_harbour.place,
        patient=patient,
        made_online_by=by,
        starts_at=starts_at,
        **{"service": cast.treatment, **fields},
    )


def html_of(sent):
    (html,) = (part.content for part in sent.alternatives if part.mimetype == "text/html")
    return html


def unverify(account):
    type(account).objects.filter(pk=account.pk).update(verified_at=None)


def cancel(visit, *, at, by):
    Appointment.objects.filter(pk=visit.pk).update(cancelled_at=at, cancelled_by=by, sequence=1)


def test_a_confirmation_in_full(cast, at):
    Appointment.objects.filter(pk=cast.ana_visit.pk).update(
        policy_told="The rule of last year.", note="My trouble"
    )
    sent = confirm(cast.ana_visit, at=at)
    assert sent.to == ["ana@example.org"]
    assert sent.subject == "Your visit on Thursday 19 November, 9:00 am"
    assert sent.body.startswith("Hello Ana,\n\nYour visit is booked.\n")
    for line in (
        "For: Ana",
        "When: Thursday 19 November, 9:00 to 9:40 am, Halifax time (AST)",
        "Where: 1 Harbour Street",
        "With: Petra Cast",
        # The rule as it is now, as the page says it; what was told when booking stays with the visit.
        "To cancel or move this visit, call (902) 555-0100. It’s free until 9:00 am on Wednesday 18 November. "
        "After that a $45 late fee applies.",
    ):
        assert line in sent.body.splitlines()
    assert "last year" not in sent.body
    assert f"http://testserver:8000/portal/p/{cast.ana_record.pk}/visits/" in sent.body
    name, file, kind = sent.attachments[0]
    assert (name, kind) == ("visit.ics", "text/calendar; method=PUBLISH")
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    assert event["UID"].startswith(str(cast.ana_visit.pk))


@pytest.mark.parametrize("service", ["treatment", "assessment"])
def test_no_clinical_word_in_any_part(cast, at, service):
    visit = visit_of(
        cast,
        cast.ana_record,
        at + timedelta(days=5),
        by=cast.ana,
        service=getattr(cast, service),
        note="My trouble",
    )
    visit.assignments.add(cast.ana_open)
    raw = confirm(visit, at=at)
    whole = " ".join([raw.subject, raw.body, html_of(raw), raw.attachments[0][1]])
    assert [word for word in CLINICAL if word.lower() in whole.lower()] == []


def test_forms_due_are_counted_and_led_to(cast, at):
    cast.ana_visit.assignments.add(cast.ana_open)
    sent = confirm(cast.ana_visit, at=at)
    assert "One form is to be filled in before the visit. Take me to my forms:" in sent.body
    assert f"/portal/p/{cast.ana_record.pk}/forms/" in sent.body
    assert "Take me to my forms" in html_of(sent)


def test_a_form_sent_meanwhile_is_not_asked_for(cast, at):
    cast.ana_visit.assignments.add(cast.ana_sent)
    assert "form" not in confirm(cast.ana_visit, at=at).body


def test_one_mail_for_all_visits_of_a_booking(cast, at):
    later = visit_of(cast, cast.kit_record, at + timedelta(days=6), by=cast.ben)
    Appointment.objects.filter(pk=later.pk).update(booking=cast.kit_visit.booking)
    sent = confirm(cast.kit_visit, at=at)
    assert len(mail.outbox) == 1
    assert sent.subject == "Your 2 visits, the first on Thursday 19 November, 1:00 pm"
    assert sent.body.count("For: Kit") == 2
    assert len(Calendar.from_ical(sent.attachments[0][1]).walk("VEVENT")) == 2


# Three doors, decided as the mail leaves -----------------------------------------------------------


def test_to_an_unproved_address_it_carries_the_proof(cast, at):
    unverify(cast.ana)
    cast.ana_visit.assignments.add(cast.ana_open)
    sent = confirm(cast.ana_visit, at=at)
    (link,) = MailedLink.objects.filter(account=cast.ana)
    assert (link.purpose, link.email) == ("verify", "ana@example.org")
    assert (
        f"Take me to my forms:\nhttp://testserver:8000/t/{link.token}/?next=/portal/p/{cast.ana_record.pk}/forms/"
        in sent.body
    )
    assert "Opening it also confirms your email address." in sent.body
    assert sent.body.count("/portal/") == 1


def test_to_an_address_with_an_owner_it_asks_to_sign_in(cast, at):
    typed = AccountFactory(email="dov@example.org", given_name="Typed", unverified=True)
    GrantFactory(account=typed, patient=cast.ana_record)
    visit = visit_of(cast, cast.ana_record, at + timedelta(days=5), by=typed)
    sent = confirm(visit, at=at)
    (link,) = MailedLink.objects.filter(account=typed)
    assert link.purpose == "claim"
    assert "You already have an account. Sign in to add this visit to it:" in sent.body
    assert f"/t/{link.token}/" in sent.body
    assert "/portal/" not in sent.body and "Confirm your email" not in sent.body


def test_whoever_proves_the_address_before_it_leaves_gets_plain_links(cast, at):
    unverify(cast.ana)
    post("booking.confirmed", cast.ana_visit.booking, at=at, booking=cast.ana_visit.booking_id)
    type(cast.ana).objects.filter(pk=cast.ana.pk).update(verified_at=at)
    delivery.drain(at=at)
    assert "/portal/p/" in mail.outbox[0].body


@pytest.mark.parametrize(
    "typed, told",
    [
        ("Zoë", "Zoë"),
        ("Anne-Marie", "Anne-Marie"),
        ("D’Arcy", "D’Arcy"),
        ("win at evil.example", "WC"),
        ("http://evil.example/pay", "HC"),
        ("You owe us call 555 0199", "YC"),
    ],
)
def test_a_stranger_is_not_sent_words_typed_as_a_name(cast, at, typed, told):
    """Anybody may book under anybody's address; the mail that proves it carries no message of theirs."""
    type(cast.ana).objects.filter(pk=cast.ana.pk).update(verified_at=None, given_name=typed)
    type(cast.ana_record).objects.filter(pk=cast.ana_record.pk).update(given_name=typed)
    sent = confirm(cast.ana_visit, at=at)
    assert f"For: {told}" in sent.body.splitlines()
    assert "Hello" not in sent.body
    if typed != told:
        assert typed not in sent.body + html_of(sent) + sent.subject + sent.attachments[0][1]


# When it must not leave ----------------------------------------------------------------------------


def dropped_because(visit):
    return Message.objects.get(dedupe_key=f"booking.confirmed:{visit.booking_id}").dropped_because


def test_an_undone_booking_is_never_confirmed(cast, at):
    cancel(cast.ana_visit, at=at, by=cast.ana)
    assert confirm(cast.ana_visit, at=at) is None
    assert dropped_because(cast.ana_visit) == "no visit stands"


def test_a_locked_record_is_not_written_about(cast, at):
    LockdownFactory(patient=cast.ana_record, at=at - timedelta(hours=1))
    assert confirm(cast.ana_visit, at=at) is None
    assert dropped_because(cast.ana_visit) == "no visit stands"


def test_a_closed_account_gets_no_mail(cast, at):
    type(cast.ana).objects.filter(pk=cast.ana.pk).update(is_active=False)
    assert confirm(cast.ana_visit, at=at) is None
    assert dropped_because(cast.ana_visit) == "no such account"


def cancellation(visit, *, at):
    message = post("booking.cancelled", visit.booking, at=at, appointment=visit.pk)
    delivery.drain(at=at)
    message.refresh_from_db()
    return message


def test_cancelled_is_told_to_whoever_was_told(cast, at):
    confirm(cast.ana_visit, at=at)
    cancel(cast.ana_visit, at=at + timedelta(hours=1), by=cast.ana)
    cancellation(cast.ana_visit, at=at + timedelta(hours=1))
    booked, gone = mail.outbox
    assert gone.subject == "Cancelled: your visit on Thursday 19 November, 9:00 am"
    before, after = (Calendar.from_ical(sent.attachments[0][1]) for sent in (booked, gone))
    assert after["METHOD"] == "CANCEL"
    (old,), (new,) = before.walk("VEVENT"), after.walk("VEVENT")
    assert (new["UID"], new["SEQUENCE"], new["STATUS"]) == (old["UID"], old["SEQUENCE"] + 1, "CANCELLED")
    assert [word for word in CLINICAL if word.lower() in (gone.body + html_of(gone)).lower()] == []


def test_who_was_never_told_hears_nothing_of_it(cast, at):
    cancel(cast.ana_visit, at=at, by=cast.ana)
    assert cancellation(cast.ana_visit, at=at).dropped_because == "never told"
    assert mail.outbox == []


def test_a_visit_that_stands_is_not_called_cancelled(cast, at):
    confirm(cast.ana_visit, at=at)
    assert cancellation(cast.ana_visit, at=at).dropped_because == "no such visit"


def test_names_stay_as_they_are_written(cast, at):
    type(cast.ana_record).objects.filter(pk=cast.ana_record.pk).update(given_name="O’Neill & <Sons>")
    sent = confirm(cast.ana_visit, at=at)
    assert "For: O’Neill & <Sons>" in sent.body
    assert "O’Neill &amp; &lt;Sons&gt;" in html_of(sent)


def test_a_mail_carries_one_style_sheet_and_no_style_attribute(cast, at):
    html = html_of(confirm(cast.ana_visit, at=at))
    assert html.count("<style>") == 1
    assert " style=" not in html and "<script" not in html and "src=" not in html


def test_handing_over_a_visit_hands_over_its_booking(cast, at):
    from booking.contract import VisitsAnswerer

    answerer = VisitsAnswerer("test", owns=(Appointment,), account_fields={Appointment: ("made_online_by",)})
    answerer.hand_over(source=cast.ana, target=cast.dov, patient=cast.ana_record)
    cast.ana_visit.refresh_from_db()
    assert (cast.ana_visit.made_online_by, cast.ana_visit.booking.account) == (cast.dov, cast.dov)
    assert not Booking.objects.filter(account=cast.ana).exists()


def test_the_portal_link_is_a_page_of_the_portal(cast, at):
    sent = confirm(cast.ana_visit, at=at)
    assert reverse("portal:visits", args=[cast.ana_record.pk]) in sent.body


def test_a_confirmation_written_before_a_lock_down_never_leaves(cast, at, mailoutbox):
    """Settled 5: also not when the lock-down was lifted meanwhile."""
    from booking.tests.confirming import answered, confirm
    from outbox import delivery
    from records import actions as records

    confirm(answered(cast, {"patient": str(cast.kit_record.pk)}, by=cast.ben), by=cast.ben, at=at)
    records.lock_down(cast.kit_record, by=cast.nora, at=at + timedelta(minutes=1))
    records.lift_lock_down(cast.kit_record, by=cast.nora, at=at + timedelta(minutes=2))
    delivery.drain(at=at + timedelta(minutes=10))
    assert mailoutbox == []
