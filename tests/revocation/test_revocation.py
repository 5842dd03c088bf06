"""Each way of ending access, at each door, at the next request: nothing of the patient comes out any more (B16)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actions import close_claim
from clinic.models.clinic import Role
from common.tests.moment import AT
from records.actions import deny, lock_down
from records.actions.emergencies import end_emergency
from records.actions.grants import revoke
from records.models import AccessRules, Grant, Patient
from records.models.access import Relation, Scope
from records.tests.factories import regranted
from tests.revocation import record_doors
from tests.revocation.doors import (
    ANY_WORD,
    CLINICAL,
    IN_AN_EMERGENCY,
    OF_THE_HOLDER,
    OF_THE_TEAM,
    SHUT,
    House,
)

MINUTES = timedelta(minutes=10)


@pytest.fixture
def house(cast, monkeypatch):
    """Everything open, at a clock that may be moved."""

    class Clock:
        now = AT

        def __call__(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr("common.clock.now", clock)
    return House(cast, clock)


def _grant(house) -> Grant:
    held = Grant.objects.filter(account=house.cast.ben, patient=house.cast.ana_record, revoked_at=None)
    return held.select_related("account", "patient__clinic").get()


def by_staff(house):
    house.sign_in("finn")
    answer = house.browsers["finn"].post(
        reverse("office:revocation", args=[house.cast.ana_record.pk, _grant(house).pk])
    )
    assert answer.status_code == 302


def by_the_patient(house):
    regranted(house.cast.ana_grant, level="full", basis="clinic", granted_by=house.cast.nora)
    house.sign_in("ana")
    answer = house.browsers["ana"].post(
        reverse("portal:ending", args=[house.cast.ana_record.pk, _grant(house).pk])
    )
    assert answer.status_code == 302


def by_the_holder(house):
    revoke(_grant(house), by=house.cast.ben, at=house.clock())


def expired(house):
    Grant.objects.filter(pk=_grant(house).pk).update(expires_at=AT + MINUTES)
    house.clock.now = AT + MINUTES


def locked_down(house):
    lock_down(house.cast.ana_record, by=house.cast.nora, at=house.clock())


def denied(house):
    deny(house.cast.ana_record, house.cast.ben, by=house.cast.nora, at=house.clock())


def come_of_age(house):
    """Ben held it as the father of a minor who turns eighteen at midnight."""
    AccessRules.objects.create(clinic=house.cast.harbour, review_age=13, majority_age=18)
    regranted(_grant(house), relation=Relation.PARENT, is_for_minor=True)
    midnight = AT.replace(hour=4) + timedelta(days=1)
    Patient.objects.filter(pk=house.cast.ana_record.pk).update(
        date_of_birth=midnight.date().replace(year=midnight.year - 18)
    )
    house.clock.now = midnight
    house.sign_in("ben")


def account_closed(house):
    close_claim(house.cast.ben, by=house.cast.nora)


def account_disabled_from_a_shell(house):
    type(house.cast.ben).objects.filter(pk=house.cast.ben.pk).update(is_active=False)


HOLDER_ENDS = [
    by_staff, by_the_patient, by_the_holder, expired, locked_down, denied, come_of_age, account_closed,
    account_disabled_from_a_shell,
]  # fmt: skip


def still_open(house, doors, words=ANY_WORD) -> list[str]:
    """The doors at which something of Ana comes out, or which do not say that they are shut."""
    faults = []
    for door in doors:
        code, shows = house.ask(door, words)
        is_shut = code in SHUT or (door.empties and code in ("200", "302"))
        if shows or not is_shut:
            faults.append(f"{door}: {code}{', shows Ana' if shows else ''}")
    return faults


def test_everything_is_open_before(house):
    """The red control of all that follows: each door opens, and what is Ana's can be seen where it stands."""
    everybody = OF_THE_HOLDER + OF_THE_TEAM + IN_AN_EMERGENCY
    codes = {str(door): code for door in everybody for code, _shows in [house.ask(door)]}
    assert codes == dict.fromkeys(codes, "200") | {"front page (ben)": "302"}
    pages = [door for door in everybody if door.kind not in record_doors.FILES]
    assert {str(door) for door in pages if not house.ask(door)[1]} == QUIET
    house.post_mail()
    assert house.mailed() == ["sent"]


# What says nothing that is only Ana's, also while it is open: a PDF is packed, a calendar names the clinic.
QUIET = {
    "answers as PDF (ben)", "answers as PDF (petra_account)", "front page (ben)",
    "calendar feed (nobody)", "calendar file (ben)",
}  # fmt: skip


@pytest.mark.parametrize("end", HOLDER_ENDS, ids=lambda end: end.__name__)
def test_a_holder_s_access_ends_at_the_next_request(house, end):
    house.post_mail()
    end(house)
    assert still_open(house, OF_THE_HOLDER) == []
    (became,) = house.mailed()
    assert became not in ("sent", "", None)


def test_a_feed_and_a_calendar_file_lose_the_visit(house):
    """They carry no words of Ana’s: the hours themselves must be gone."""
    feed = next(door for door in OF_THE_HOLDER if door.kind == "calendar feed")
    before = house.browsers["ben"].get(feed.path(house)).content.count(b"BEGIN:VEVENT")
    by_staff(house)
    assert house.browsers["ben"].get(feed.path(house)).content.count(b"BEGIN:VEVENT") < before


@pytest.mark.parametrize("end", [account_closed, locked_down], ids=lambda end: end.__name__)
def test_no_session_lives_on(house, end):
    assert house.sessions_of(house.cast.ben) > 0
    end(house)
    assert house.sessions_of(house.cast.ben) == 0


def test_a_disabled_account_is_nobody_at_the_next_request(house):
    account_disabled_from_a_shell(house)
    assert house.browsers["ben"].get("/portal/").url.startswith("/accounts/login/")
    assert house.sessions_of(house.cast.ben) == 0


def test_less_access_shuts_what_it_no_longer_covers(house):
    """Narrowed to bills: the record's page stays, and what stands on it is gone."""
    Grant.objects.filter(pk=_grant(house).pk).update(scopes=[Scope.BILLING])
    stays = {"record", "who looked", "calendar feed", "front page", *record_doors.ITS_OWN}
    shut = [door for door in OF_THE_HOLDER if door.kind not in stays]
    assert still_open(house, shut, CLINICAL) == []


# The team ------------------------------------------------------------------------------------------


def membership_ended(house, who):
    getattr(house.cast, who).memberships.update(ended_at=house.clock())


def role_lost(house, who):
    getattr(house.cast, who).memberships.update(roles=[Role.BILLING])


def disabled(house, who):
    account = getattr(house.cast, who)
    type(account).objects.filter(pk=account.pk).update(is_active=False)


TEAM_ENDS = [membership_ended, role_lost, disabled]


@pytest.mark.parametrize("end", TEAM_ENDS, ids=lambda end: end.__name__)
def test_a_member_s_access_ends_at_the_next_request(house, end):
    end(house, "petra_account")
    doors = [
        door for door in OF_THE_TEAM if end is not role_lost or door.kind not in ("patient", "visit")
    ]  # billing sees that there is a patient (D4)
    assert still_open(house, doors, CLINICAL) == []


def hour_over(house, who):
    house.clock.now = house.glass.until
    house.sign_in(who)


def ended_now(house, who):
    assert end_emergency(house.glass, by=house.cast.quinn_account, at=house.clock())


@pytest.mark.parametrize("end", [*TEAM_ENDS, hour_over, ended_now], ids=lambda end: end.__name__)
def test_an_emergency_ends_at_the_next_request(house, end):
    end(house, "quinn_account")
    assert still_open(house, IN_AN_EMERGENCY, CLINICAL) == []
