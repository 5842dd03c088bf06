"""A clinic takes a family in, by its pages alone: full, limited, renewed, of age; and every step is in the ledger."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client
from django.urls import reverse

from common.tests.moment import AT
from office.tests.settings_pages import posted, url
from outbox import delivery
from records.models import AccessRules, Patient
from records.models.access import Relation, Scope
from records.tests.factories import PatientFactory

ALL = [scope.value for scope in Scope]
CODE, LINK, INVITATION = "/portal/access-code/", "/portal/access-link/", "/portal/invitation/"
DAY = timedelta(days=1)


@pytest.fixture
def clock(at, monkeypatch):
    """`clock(moment)`: it is that moment now; mail that is due leaves."""

    def stand(moment):
        monkeypatch.setattr("common.clock.now", lambda: moment)
        delivery.drain(at=moment)

    return stand


def born(patient) -> dict:
    day = patient.date_of_birth
    return {"date_of_birth_day": day.day, "date_of_birth_month": day.month, "date_of_birth_year": day.year}


def browser(account=None) -> Client:
    client = Client()
    if account:
        client.force_login(account)
    return client


def desk(cast) -> Client:
    return browser(cast.finn)


def reads_aloud(cast, patient, **wanted) -> list[str]:
    """The desk makes a code; its four words, as the page shows them once."""
    page = desk(cast).post(
        reverse("office:code", args=[patient.pk]), {"mark": str(uuid.uuid4()), "who": "patient"} | wanted
    )
    assert page.status_code == 200, page.context["form"].errors
    return re.findall(r"<li>(\w+)</li>", page.content.decode())[:4]


def mother_of(**more) -> dict:
    return {
        "who": "another", "name": "Ana Cast", "relation": Relation.PARENT, "scopes": ALL, "authorised": "on",
    } | more  # fmt: skip


def adds_contact(cast, patient, name, relation, email) -> str:
    """A contact who may be let in; the address of their page for inviting."""
    person = {"name": name, "relation": relation, "phone": "", "email": email, "may_have_access": "on"}
    answer = desk(cast).post(reverse("office:new_contact", args=[patient.pk]), person)
    assert answer.status_code == 302, answer.context["form"].errors
    contact = patient.contacts.get(name=name)
    return reverse("office:invite_contact", args=[patient.pk, contact.pk])


def invites(cast, page, **wanted) -> None:
    answer = desk(cast).get(page)
    email = answer.context["form"].contact.email
    decided = {"address": email, "level": "full", "authorised": "on", "message": ""} | wanted
    answer = desk(cast).post(page, decided)
    assert answer.status_code == 302, answer.context["form"].errors


def link_to(email) -> str:
    """The link of the last mail that an address got."""
    letter = [one for one in mail.outbox if one.to == [email]][-1]
    return re.search(r"/t/([^/\s]+)/", letter.body)[1]


def comes_in(email, token, patient, *, page=INVITATION) -> Client:
    """Somebody without an account follows the link, makes one, and gives the date of birth."""
    client = browser()
    assert client.get(reverse("mailed_link", args=[token])).url == page
    signup = {"email": email, "password": "a long enough pass", "next": page}
    assert client.post(reverse("account_signup"), signup).url == page
    assert client.post(page, born(patient)).url == f"/portal/p/{patient.pk}/"
    return client


def names(account, at) -> set:
    return set(Patient.objects.visible_to(account, at=at).values_list("given_name", flat=True))


def sees(account, patient, page="patient") -> int:
    return browser(account).get(reverse(f"portal:{page}", args=[patient.pk])).status_code


def ledger(cast, patient) -> list[str]:
    """What the access tab says was done, the newest first."""
    page = desk(cast).get(reverse("office:access", args=[patient.pk])).content.decode()
    rows = re.findall(r"<b>([^<]+)</b>\s*([^<]+)", page[page.index('id="ledger"') :])
    return [f"{who} {what}".strip() for who, what in rows]


def test_a_family_comes_in_one_by_one(cast, clock):
    ana, kit = cast.ana_record, cast.kit_record
    teen = PatientFactory(
        clinic=cast.harbour, given_name="Lin", family_name="Cast", date_of_birth=date(2009, 1, 5), email=""
    )
    # The owner chooses the ages; nothing is assumed.
    owner = browser(cast.nora)
    form = posted(owner.get(url(AccessRules, "add")), review_age="13", majority_age="18")
    assert owner.post(url(AccessRules, "add"), form).status_code == 302

    # The mother booked online: she sees that visit of hers, and not the one the clinic made.
    assert names(cast.ana, AT) == {"Ana"}
    visit = reverse("portal:visit", args=[ana.pk, cast.ana_staff_visit.pk])
    assert browser(cast.ana).get(visit).status_code == 404

    # Four words at the desk open her own record in full, and two more codes her children's.
    for patient, wanted in ((ana, {}), (kit, mother_of()), (teen, mother_of())):
        words = reads_aloud(cast, patient, **wanted)
        answer = browser(cast.ana).post(CODE, {"word_1": " ".join(words)} | born(patient))
        assert answer.url == f"/portal/p/{patient.pk}/"
    assert names(cast.ana, AT) == {"Ana", "Kit", "Lin"}
    assert browser(cast.ana).get(visit).status_code == 200

    # The father is invited to the appointments alone.
    page = adds_contact(cast, kit, "Dov Cast", Relation.PARENT, "dov@example.org")
    invites(cast, page, scopes=["appointments"])
    clock(AT + DAY / 24)
    father = browser(cast.dov)
    assert father.get(reverse("mailed_link", args=[link_to("dov@example.org")])).url == INVITATION
    assert father.post(INVITATION, born(kit)).url == f"/portal/p/{kit.pk}/"
    assert (sees(cast.dov, kit, "visits"), sees(cast.dov, kit, "forms")) == (200, 403)

    # The grandmother lets her invitation run out; "Forgot password" brings a fresh one, the old link stays dead.
    page = adds_contact(cast, ana, "Gran Cast", Relation.CARER, "gran@example.org")
    invites(cast, page, scopes=["appointments", "records"])
    clock(AT + DAY / 12)
    old = link_to("gran@example.org")
    later = AT + 2 * DAY
    clock(later)
    late = browser()
    late.get(reverse("mailed_link", args=[old]))
    assert late.get(INVITATION).status_code == 410
    late.post(reverse("account_reset_password"), {"email": "gran@example.org"})
    clock(later)
    fresh = link_to("gran@example.org")
    assert fresh != old
    gran = get_user(comes_in("gran@example.org", fresh, ana))
    assert names(gran, later) == {"Ana"}

    # The teenager's parent sees less since thirteen, and on the birthday, at the clinic's midnight, nothing.
    birthday = datetime(2027, 1, 5, 4, 0, tzinfo=UTC)
    assert (sees(cast.ana, teen, "visits"), sees(cast.ana, teen)) == (200, 200)
    clock(birthday - timedelta(seconds=1))
    assert names(cast.ana, birthday - timedelta(seconds=1)) == {"Ana", "Kit", "Lin"}
    clock(birthday)
    assert names(cast.ana, birthday) == {"Ana", "Kit"}
    assert sees(cast.ana, teen) == 404
    words = reads_aloud(cast, teen)
    own = browser(cast.cleo)
    assert own.post(CODE, {"word_1": " ".join(words)} | born(teen)).url == f"/portal/p/{teen.pk}/"

    # Every step is in the ledger of whom it concerns.
    told = ledger(cast, teen)
    assert [line for line in told if "code" in line or "access" in line] == [
        "Finn Cast gave access to cleo@example.org",
        "Cleo Cast used an access code or link",
        "Finn Cast made an access code",
        "Finn Cast gave access to ana@example.org",
        "Ana Cast used an access code or link",
        "Finn Cast made an access code",
    ]
    assert {"Finn Cast invited somebody", "Dov Cast accepted an invitation"} <= set(ledger(cast, kit))
    assert "gran@example.org accepted an invitation" in ledger(cast, ana)
