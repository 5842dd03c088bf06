"""Forms for guests: one answer for everybody, a personal link by mail, a record of one's own and nobody else's."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from accounts.tests.factories import AccountFactory
from accounts.tests.mailed import arrived, path_in
from common.tests.moment import AT
from outbox.models import Message
from records.models import Grant, Patient
from records.models.access import Level, Relation
from smartforms import guests
from smartforms.actions import CannotSend
from smartforms.models import Assignment, Guest, GuestLink
from smartforms.tests.factories import TemplateFactory, VersionFactory
from tray.models import Item

DAY = timedelta(days=1)


@pytest.fixture
def link(cast):
    return guests.open_link(cast.form, by=cast.nora, at=AT)


def typed(**more) -> dict:
    born = {"date_of_birth_day": "4", "date_of_birth_month": "5", "date_of_birth_year": "1988"}
    return {"given_name": "Ana", "family_name": "Cast", "email": "guest@example.org"} | born | more


def ask(client, link, **more):
    return client.post(f"/forms/guest/{link.token}/", typed(**more))


def follow(client):
    """Press the link of the mail that just arrived."""
    (sent,) = arrived(at=AT)
    client.get(path_in(sent))
    return sent


def test_the_same_answer_for_known_and_unknown(cast, client, link):
    page = client.get(f"/forms/guest/{link.token}/")
    assert (page.status_code, page.context["title"]) == (200, "Harbour intake")
    answers = [ask(client, link, email=email) for email in ("guest@example.org", cast.ana.email)]
    assert [(one.status_code, one.url) for one in answers] == [(302, "/forms/guest/")] * 2
    assert client.get("/forms/guest/").status_code == 200
    assert Patient.objects.filter(email="guest@example.org").count() == 0, "nothing is made of what is typed"


def test_what_is_typed_wrongly_is_said(client, link):
    answer = ask(client, link, email="nobody", given_name="")
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, ["email", "given_name"])


def test_whoever_follows_the_mail_gets_a_record_of_their_own(cast, client, sign_in, link):
    ask(client, link)
    newcomer = AccountFactory(email="guest@example.org", unverified=True)
    sign_in(client, newcomer)
    follow(client)
    assert client.get("/portal/guest-form/").status_code == 200
    assert Assignment.objects.filter(account=newcomer).count() == 0, "looking changes nothing"
    answer = client.post("/portal/guest-form/")
    form = Assignment.objects.get(account=newcomer)
    assert answer.url == f"/portal/p/{form.patient_id}/forms/{form.pk}/"
    assert client.get(answer.url).status_code == 200
    newcomer.refresh_from_db()
    assert newcomer.is_verified
    # Ana’s namesake, born the same day: neither her record nor the one of the other clinic.
    assert form.patient_id not in (cast.ana_record.pk, cast.zoe_record.pk)
    grant = Grant.objects.get(account=newcomer)
    assert (grant.patient_id, grant.level, grant.relation) == (form.patient_id, Level.LIMITED, Relation.SELF)
    assert form.patient.made_online
    waiting = Item.objects.filter(kind="possible_duplicate", patient=form.patient_id)
    assert waiting.count() == 1, "staff hear that it looks like another"
    for other in (cast.ana_record, cast.zoe_record):
        assert client.get(f"/portal/p/{other.pk}/").status_code == 404


def test_the_link_works_once_and_leads_back(cast, client, sign_in, link):
    ask(client, link)
    account = AccountFactory(email="guest@example.org")
    sign_in(client, account)
    sent = follow(client)
    first = client.post("/portal/guest-form/")
    client.get(path_in(sent))
    assert client.get("/portal/guest-form/").url == first.url
    sign_in(client, cast.dov)
    client.get(path_in(sent))
    assert client.get("/portal/guest-form/").status_code == 410
    assert Assignment.objects.filter(account=account).count() == 1


def test_who_has_access_to_that_record_already_gets_it_there(cast, client, sign_in, link):
    ask(client, link, email=cast.ana.email)
    sign_in(client, cast.ana)
    before = Patient.objects.count()
    follow(client)
    client.post("/portal/guest-form/")
    form = Assignment.objects.filter(account=cast.ana).latest("sent_at", "pk")
    assert (form.patient, Patient.objects.count()) == (cast.ana_record, before)


def test_a_child_of_a_new_account(cast, client, sign_in, link):
    ask(client, link, date_of_birth_year="2020", given_name="Kim")
    parent = AccountFactory(email="guest@example.org")
    sign_in(client, parent)
    follow(client)
    client.post("/portal/guest-form/")
    assert Grant.objects.get(account=parent).relation == Relation.PARENT


def test_renewed_closed_archived_or_of_another_clinic_it_opens_nothing(cast, client, link):
    old = link.token
    ask(client, link)
    newer = guests.open_link(cast.form, by=cast.nora, at=AT + DAY)
    foreign = guests.open_link(cast.at_lakeside.form, by=cast.omar, at=AT)
    assert arrived(at=AT) == [], "the personal link died with the public one"
    codes = [
        client.get(f"/forms/guest/{token}/").status_code for token in (old, newer.token, foreign.token, "x")
    ]
    assert codes == [410, 200, 410, 410]
    assert [guests.close_link(cast.form, by=cast.nora, at=AT) for _press in range(2)] == [True, False]
    assert client.get(f"/forms/guest/{newer.token}/").status_code == 410
    cast.form.archived_at = AT
    with pytest.raises(CannotSend):
        guests.open_link(cast.form, by=cast.nora, at=AT)


def test_nobody_fills_a_mailbox_or_tries_names_out(client, link):
    answers = [ask(client, link) for _time in range(5)]
    assert {one.status_code for one in answers} == {302}
    assert Message.objects.filter(kind="smartforms.guest").count() == 3
    codes = [ask(client, link, email=f"{number}@example.org").status_code for number in range(16)]
    assert codes == [302] * 15 + [429]


def mailed_since(client, link, monkeypatch, hours, **more) -> int:
    """How many mails one more press causes so many hours later; the answer is the same whether it does or not."""
    monkeypatch.setattr("common.clock.now", lambda: AT + timedelta(hours=hours))
    before = Message.objects.filter(kind="smartforms.guest").count()
    answer = ask(client, link, **more)
    assert (answer.status_code, answer.url) == (302, "/forms/guest/")
    return Message.objects.filter(kind="smartforms.guest").count() - before


def test_a_mailbox_has_enough_for_a_day(client, link, monkeypatch):
    hours = [0, 0, 0, 2, 2, 2, 4, 6, 23, 25]
    caused = [mailed_since(client, link, monkeypatch, hour, email="Full@example.org") for hour in hours]
    assert caused == [1] * 6 + [0] * 3 + [1]
    assert mailed_since(client, link, monkeypatch, 25, email="other@example.org") == 1


def test_a_link_causes_so_many_mails_a_day(cast, client, link, monkeypatch):
    """A filled link leaves the clinic's others alone; a mailbox is not charged for what was not sent."""
    few = replace(guests.OF_A_LINK_A_DAY, most=2)
    monkeypatch.setattr(guests, "OF_A_LINK_A_DAY", few)
    caused = [
        mailed_since(client, link, monkeypatch, hour, email=f"{n}@example.org")
        for n, hour in enumerate((0, 1, 2, 23))
    ]
    assert (caused, guests.is_full(link, at=AT + timedelta(hours=23))) == ([1, 1, 0, 0], True)
    template = TemplateFactory(clinic=cast.harbour)
    VersionFactory(template=template)
    other = guests.open_link(template, by=cast.nora, at=AT)
    assert mailed_since(client, other, monkeypatch, 23, email="3@example.org") == 1
    assert mailed_since(client, link, monkeypatch, 25, email="3@example.org") == 1
    assert not guests.is_full(link, at=AT + timedelta(hours=25))


def test_who_never_came_is_forgotten(cast, client, link):
    ask(client, link)
    assert [guests.forget(at=at) for at in (AT + 6 * DAY, AT + 7 * DAY)] == [0, 1]
    assert arrived(at=AT) == []


def test_nothing_clinical_in_the_mail(client, link):
    ask(client, link)
    (sent,) = arrived(at=AT)
    assert sent.subject == "Your form for Harbour Clinic" and mail.outbox
    assert not any(word in sent.body + sent.alternatives[0].content for word in ("Ana", "1988", "intake"))


def test_what_the_database_keeps(cast, link):
    named = {"clinic": cast.harbour, "template": cast.form, "opened_at": AT, "opened_by": cast.nora}
    guest = {"clinic": cast.harbour, "link": link, "given_name": "A", "family_name": "B", "email": "a@example.org",
             "date_of_birth": AT.date(), "asked_at": AT, "expires_at": AT}  # fmt: skip
    for act in (
        lambda: GuestLink.objects.create(**named),
        lambda: GuestLink.objects.filter(pk=link.pk).update(closed_at=AT),
        lambda: Guest.objects.create(**guest, used_at=AT),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_marks_that_nobody_sees_are_not_part_of_a_name(client, link):
    ask(client, link, given_name="\u202eAna\u202c", family_name="Ca\u200bst")
    guest = Guest.objects.get()
    assert (guest.given_name, guest.family_name) == ("Ana", "Cast")


def test_no_cache_keeps_the_page_of_a_public_link(client, link):
    """It carries a form token, and after a mistake what somebody typed."""
    for page in (client.get(f"/forms/guest/{link.token}/"), ask(client, link, email="nobody")):
        assert "no-store" in page.get("Cache-Control", "")
