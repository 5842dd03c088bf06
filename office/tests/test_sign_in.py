"""Why can't they get in? Each reason in plain words with the one thing that helps; of strangers' addresses nothing."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import tries
from accounts.tests.factories import AccountFactory
from audit.models import Event
from common.tests.moment import AT, LONG_AGO
from outbox.models import Message
from records.actions import correct_details, end_access, lock_down
from records.actions.codes import issue_code
from records.actions.invitations import invite
from records.models import Invitation
from records.models.access import Relation
from records.tests.bulk import contact, patient
from records.tests.factories import GrantFactory

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
PAGE, HELP = "/office/reports/sign-in/", "/office/reports/sign-in/help/"


def told(client, email):
    """(the cause, what the button does or where it leads) for an address; None when nothing is known."""
    answer = client.get(PAGE, {"email": email})
    if not answer.context["is_known"]:
        return None
    button = answer.context["help"] or {}
    return answer.context["cause"], button.get("what") or button.get("url", "")


def pressed(client, email, what):
    answer = client.post(HELP, {"email": email, "what": what}, follow=True)
    return [str(message) for message in answer.context["messages"]]


def mails():
    return sorted(Message.objects.values_list("kind", flat=True))


# What is said -------------------------------------------------------------------------------------


def test_nothing_stands_in_the_way(cast, finn):
    expected = ("Nothing stands in the way. Perhaps the password is forgotten.", "reset")
    assert told(finn, " ANA@example.org ") == expected
    assert told(finn, "ana@example.org\x00") == expected
    assert told(finn, cast.ben.email) == expected


@pytest.mark.parametrize("who", ["zoe", "dov", "nora", "omar"])
def test_of_other_addresses_nothing_is_known(cast, finn, who):
    """Patients of another clinic, accounts without any record here, the team: as if they did not exist."""
    assert told(finn, getattr(cast, who).email) is None
    assert told(finn, "nobody-has-this@example.org") is None
    known, unknown = (
        finn.get(PAGE, {"email": email}) for email in (getattr(cast, who).email, "nobody@example.org")
    )
    bare = [
        TOKEN.sub("", answer.text.replace(getattr(cast, who).email, "nobody@example.org"))
        for answer in (known, unknown)
    ]
    assert bare[0] == bare[1]


def test_no_account(cast, finn):
    solo = patient(cast.harbour, "Solo Vale", 40, "solo@example.org")
    assert told(finn, "solo@example.org") == (
        "Nobody has made an account with this address yet.",
        f"/office/patients/{solo.pk}/access/",
    )


def test_a_contact_s_address_is_known(cast, finn):
    contact(cast.kit_record, by=cast.nora, email="Gran@example.org")
    assert told(finn, "gran@example.org") == (
        "Nobody has made an account with this address yet.",
        f"/office/patients/{cast.kit_record.pk}/access/",
    )


def test_an_account_that_was_never_confirmed(cast, finn):
    patient(cast.harbour, "Una Vale", 40, "una@example.org")
    AccountFactory(email="una@example.org", unverified=True)
    assert told(finn, "una@example.org")[1] == "verify"
    (row,) = finn.get(PAGE, {"email": "una@example.org"}).context["facts"]
    assert row == {"term": "Account", "answer": "Made 18 Sep 2026, address not confirmed"}
    assert pressed(finn, "una@example.org", "verify") == [
        "The link to confirm the address is on its way to una@example.org."
    ]
    pressed(finn, "una@example.org", "verify")
    assert mails() == ["accounts.verify"]


def shut(email):
    """Five wrong passwords from one network, five minutes ago."""
    counter = tries.ADDRESS_AND_NETWORK.of(email, "198.51.100.7", address=email)
    for _ in range(5):
        tries.count([counter], at=AT - timedelta(minutes=5))


def test_sign_in_is_closed_for_now(cast, finn):
    shut(cast.ana.email)
    words = "Too many wrong passwords: sign-in is closed for 10 more minutes."
    assert told(finn, cast.ana.email) == (words, "unlock")
    assert pressed(finn, cast.ana.email, "unlock") == ["Sign-in is open again for ana@example.org."]
    assert told(finn, cast.ana.email)[1] == "reset"


def test_a_closed_account(cast, finn):
    cast.ana.is_active = False
    cast.ana.save()
    assert told(finn, cast.ana.email) == ("The account with this address was closed.", "")


def test_another_address_on_file(cast, finn):
    correct_details(cast.ana_record, by=cast.nora, at=AT, email="ana.new@example.org")
    assert told(finn, "ana.new@example.org") == (
        "Ana Cast signs in with another address than the one on file: ana@example.org.",
        f"{PAGE}?email=ana%40example.org",
    )
    (row,) = finn.get(PAGE, {"email": cast.ana.email}).context["records"]
    assert (row["on_file"], row["differs"], row["tag_label"]) == ("ana.new@example.org", True, "Limited")


def test_an_account_without_a_record_here(cast, finn):
    end_access(cast.ana_grant, by=cast.nora, at=AT)
    assert told(finn, cast.ana.email) == (
        "There is an account, but it opens no record at this clinic.",
        f"/office/patients/{cast.ana_record.pk}/access/",
    )


def test_an_account_of_elsewhere_whose_address_is_a_patient_s_here(cast, finn):
    """Zoe's address is in a record here: that she has an account may be said, what it opens elsewhere not."""
    other = patient(cast.harbour, "Other Vale", 40, cast.zoe.email)
    answer = finn.get(PAGE, {"email": cast.zoe.email})
    assert answer.context["cause"] == "There is an account, but it opens no record at this clinic."
    assert [row["name"] for row in answer.context["records"]] == [other.name]


def test_a_record_that_is_locked_down(cast, finn):
    lock_down(cast.ana_record, by=cast.nora, at=AT)
    assert told(finn, cast.ana.email) == (
        "The record of Ana Cast is locked down, so nobody gets in.",
        f"/office/patients/{cast.ana_record.pk}/access/",
    )


def invited(cast, email, **sent):
    solo = patient(cast.harbour, "Solo Vale", 40, email)
    days_ago = AT - timedelta(days=3)
    made = invite(solo, email=email, relation="self", level="limited", scopes=[], by=cast.nora, at=days_ago)
    Invitation.objects.filter(pk=made.pk).update(**sent)
    return made


def test_an_invitation_that_ran_out_is_renewed_once(cast, finn):
    invited(cast, "solo@example.org", sent_at=AT - timedelta(days=2), expires_at=AT - timedelta(days=1))
    assert told(finn, "solo@example.org") == (
        "Nobody has made an account with this address yet. The invitation has run out.",
        "renew",
    )
    rows = finn.get(PAGE, {"email": "solo@example.org"}).context["facts"]
    assert rows[1] == {"term": "Invitation", "answer": "Solo Vale", "detail": "Ran out Mon 16 Nov, 9:00 am"}
    assert pressed(finn, "solo@example.org", "renew") == [
        "A fresh invitation is on its way to solo@example.org."
    ]
    assert pressed(finn, "solo@example.org", "renew") == ["This has changed meanwhile. Look again."]
    assert mails() == ["records.invitation"]
    answer = finn.get(PAGE, {"email": "solo@example.org"})
    assert answer.context["cause"].endswith("An invitation waits to be accepted.")
    assert answer.context["facts"][1]["detail"] == "The mail has not left yet"


def test_an_invitation_of_long_ago_is_not_renewed(cast, finn):
    made = invited(cast, "solo@example.org", sent_at=LONG_AGO, expires_at=LONG_AGO)
    Invitation.objects.filter(pk=made.pk).update(issued_at=LONG_AGO)
    assert told(finn, "solo@example.org")[1] == f"/office/patients/{made.patient_id}/access/"


def test_a_code_that_waits(cast, finn):
    end_access(cast.ana_grant, by=cast.nora, at=AT)
    issue_code(cast.ana_record, relation=Relation.SELF, scopes=[], by=cast.nora, at=AT)
    answer = finn.get(PAGE, {"email": cast.ana.email})
    assert answer.context["cause"].endswith("An access code waits to be used.")
    assert answer.context["facts"][1] == {
        "term": "Access code",
        "answer": "Ana Cast",
        "detail": "Works until Sun 22 Nov, 9:00 am",
    }


# From a patient -----------------------------------------------------------------------------------


def test_from_a_patient(cast, finn):
    answer = finn.get(PAGE, {"patient": cast.ana_record.pk})
    assert answer.context["email"] == "ana@example.org"
    assert Event.objects.get(verb="sign_in.explained").patient == cast.ana_record.pk


def test_a_patient_without_an_address_is_found_by_their_account(cast, finn):
    correct_details(cast.ana_record, by=cast.nora, at=AT, email="")
    assert finn.get(PAGE, {"patient": cast.ana_record.pk}).context["email"] == "ana@example.org"
    end_access(cast.ana_grant, by=cast.nora, at=AT)
    assert "has no email on file, and no account" in finn.get(PAGE, {"patient": cast.ana_record.pk}).text


@pytest.mark.parametrize("key", ["zoe", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_foreign_patient_is_as_missing_as_none(cast, finn, key):
    assert finn.get(PAGE, {"patient": cast.zoe_record.pk if key == "zoe" else key}).status_code == 404


# Mails --------------------------------------------------------------------------------------------


def test_the_last_mails_say_what_when_and_how_it_went(cast, finn):
    common = {"account_id": cast.ana.pk, "clinic_id": cast.harbour.pk, "about": {}}
    for number, (kind, state) in enumerate(
        (
            ("accounts.reset", {"sent_at": AT}),
            ("accounts.verify", {"dropped_at": AT, "dropped_because": "address proved"}),
            ("booking.confirmed", {"dead_at": AT, "attempts": 8}),
            ("booking.cancelled", {"attempts": 2}),
            ("records.access_changed", {}),
        )
    ):
        at = AT - timedelta(minutes=number)
        Message.objects.create(kind=kind, dedupe_key=str(number), posted_at=at, due_at=AT, **common, **state)
    elsewhere = {**common, "clinic_id": cast.lakeside.pk}
    Message.objects.create(kind="accounts.reset", dedupe_key="x", posted_at=AT, due_at=AT, **elsewhere)
    rows = finn.get(PAGE, {"email": cast.ana.email}).context["mails"]
    when = "Tue 17 Nov, 9:00 am"
    assert [(row["what"], row["tag_label"], row["when"]) for row in rows] == [
        ("Choose a new password", "Sent", when),
        ("Confirm the address", "Not sent", f"{when}: the address was confirmed already"),
        ("Visit booked", "Failed", f"{when}: the mailbox did not take it"),
        ("Visit cancelled", "Waiting", f"Did not get through yet, next try {when}"),
        ("Access has changed", "Waiting", f"Leaves {when}"),
    ]


# Helping ------------------------------------------------------------------------------------------


def test_a_new_password_pressed_twice_is_one_mail(cast, finn):
    for _twice in range(2):
        assert pressed(finn, cast.ana.email, "reset") == [
            "The link for a new password is on its way to ana@example.org."
        ]
    assert mails() == ["accounts.reset"]
    event = Event.objects.filter(verb="account.helped").first()
    assert (event.actor, event.target, event.reason) == (cast.finn.pk, str(cast.ana.pk), "reset")


@pytest.mark.parametrize("what", ["verify", "unlock", "renew", "access", "other", "", "nonsense"])
def test_only_what_helps_now_is_done(cast, finn, what):
    assert pressed(finn, cast.ana.email, what) == ["This has changed meanwhile. Look again."]
    assert (mails(), Event.objects.filter(verb="account.helped").count()) == ([], 0)


def test_nobody_is_helped_with_a_stranger_s_address(cast, finn):
    for email in (cast.zoe.email, cast.dov.email, "nobody@example.org", "", "\x00", "a\x00b@example.org"):
        assert finn.post(HELP, {"email": email, "what": "reset"}).status_code == 404
    assert mails() == []


@pytest.mark.parametrize("who", ["petra_account", "quinn_account"])
def test_practitioners_are_told_who_can(cast, client, sign_in, who):
    sign_in(client, getattr(cast, who))
    for answer in (client.get(PAGE), client.post(HELP, {"email": cast.ana.email, "what": "reset"})):
        assert answer.status_code == 403
    assert mails() == []


def test_it_costs_few_queries_whatever_the_family(cast, finn):
    def cost(email):
        with CaptureQueriesContext(connection) as queries:
            finn.get(PAGE, {"email": email})
        return len(queries)

    cost(cast.ana.email)
    few = cost(cast.ben.email)
    for number in range(8):
        child = patient(cast.harbour, f"Child{number} Cast", 3, "ben.family@example.org")
        GrantFactory(account=cast.ben, patient=child, relation=Relation.PARENT, full=True)
    cast.ben.email = "ben.family@example.org"
    cast.ben.save()
    assert cost("ben.family@example.org") == few
