"""Forms that travel by mail: the link, the four words, and how little either opens (product §6, security D5)."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.tests.factories import PASSWORD, AccountFactory
from accounts.tests.mailed import arrived, path_in
from common.tests.moment import AT
from records.actions import lock_down
from records.actions.codes import Refused
from records.actions.contacts import keep_contact
from records.actions.opening import decide_request
from records.actions.patients import correct_details
from records.models import AccessCode, AccessRequest, AccessRules, Grant, Patient
from records.models.access import Basis, Level, Relation, Scope
from records.redeeming import TooMany, try_words
from records.tests.factories import PatientFactory
from smartforms import mailing
from smartforms.models import Assignment, FormLink
from smartforms.tests.factories import AssignmentFactory, ResponseFactory
from tray.models import Item

BORN, WRONG = date(1990, 6, 7), date(1990, 7, 6)
HERE = "rv@example.org"


@pytest.fixture
def robin(cast):
    """A patient whom no account sees, with one form that waits and one that is the patient's alone."""
    record = PatientFactory(
        clinic=cast.harbour, given_name="Robin", family_name="Vale", date_of_birth=BORN, email=HERE
    )
    AssignmentFactory(patient=record, template=cast.form, account=None)
    AssignmentFactory(patient=record, template=cast.form, account=None, confidential=True)
    return record


def mail(cast, patient, **fields):
    given = {"email": patient.email, "relation": Relation.SELF, "by": cast.finn, "at": AT} | fields
    return mailing.mail_forms(patient, **given)


def try_them(cast, words, account, *, born=BORN, at=AT, network="198.51.100.7"):
    return try_words(words, account=account, clinic=cast.harbour, born=born, network=network, at=at)


def of_link(link) -> list:
    rows = Assignment.objects.filter(link=link).values_list("account__email", "confidential")
    return sorted(rows, key=lambda row: (row[0] is None, row))


def test_the_mail_says_that_forms_wait_and_neither_which_nor_whose(cast, robin):
    link = mail(cast, robin)
    (sent,) = arrived(at=AT)
    assert (sent.to, sent.subject) == ([HERE], "Something to fill in for Harbour Clinic")
    assert "2 forms wait for you" in sent.body and " ".join(link.words) in sent.body
    html = sent.alternatives[0][0]
    for word in ("Harbour intake", "Robin", "Vale"):
        assert word not in sent.subject + sent.body + html
    assert " ".join(link.words) in html
    assert link.words == FormLink.objects.get(pk=link.pk).words != mail(cast, robin).words


def test_a_stranger_follows_it_makes_an_account_and_sees_these_forms_only(cast, robin, at, monkeypatch):
    mail(cast, robin)
    (sent,) = arrived(at=AT)
    client = Client()
    came = client.get(path_in(sent), follow=True)
    assert came.request["PATH_INFO"] == "/portal/forms-link/" and "Robin" not in came.text
    new = {"email": HERE, "password": PASSWORD, "given_name": "Robin", "family_name": "Vale"}
    client.post(reverse("account_signup") + "?next=/portal/forms-link/", new)
    assert "Robin" not in client.get("/portal/forms-link/").text
    assert Grant.objects.filter(patient=robin).count() == 0, "looking changes nothing"
    went = client.post("/portal/forms-link/", follow=True)
    assert went.request["PATH_INFO"] == f"/portal/p/{robin.pk}/forms/"
    grant = Grant.objects.get(patient=robin)
    assert (grant.level, grant.basis, grant.scopes) == (Level.LIMITED, Basis.FORM, [Scope.FORMS])
    assert grant.account.is_verified, "whoever followed the mail has proved the address"
    assert Assignment.objects.visible_to(grant.account, at=AT).count() == 2
    again = Client().get(path_in(sent), follow=True)
    assert "Your forms from" in again.text, "signed in again, they go on where they were"
    client.get(path_in(sent))
    assert client.get("/portal/forms-link/").url == f"/portal/p/{robin.pk}/forms/"


def test_for_somebody_else_the_link_is_over(cast, robin, sign_in):
    link = mail(cast, robin)
    mailing.redeem(link, account=AccountFactory(email=HERE), at=AT)
    client = sign_in(Client(), cast.dov)
    assert client.get(f"/t/{link.token}/", follow=True).status_code == 410
    assert client.post("/portal/forms-link/").status_code == 410


def test_the_words_open_the_same_and_then_nothing(cast, robin):
    link, account = mail(cast, robin), AccountFactory(email=HERE)
    with pytest.raises(Refused):
        try_them(cast, link.words, account, born=WRONG)
    opened = try_them(cast, link.words, account)
    assert opened.leads_to == f"/portal/p/{robin.pk}/forms/"
    assert of_link(link) == [(HERE, False), (HERE, True)]
    with pytest.raises(Refused):
        try_them(cast, link.words, account)
    with pytest.raises(Refused):
        mailing.redeem(link, account=account, at=AT)


def test_one_form_leads_straight_to_it(cast, robin):
    link = mail(cast, robin, email="carer@example.org", relation=Relation.CARER)
    opened = mailing.redeem(link, account=AccountFactory(email="carer@example.org"), at=AT)
    (form,) = Assignment.objects.filter(link=link)
    assert not form.confidential, "what is the patient's alone goes to nobody else"
    assert opened.leads_to == f"/portal/p/{robin.pk}/forms/{form.pk}/"


def test_form_words_never_open_a_record_and_records_words_no_form(cast, robin):
    link, account = mail(cast, robin), AccountFactory(email=HERE)
    assert AccessCode.objects.count() == 0
    try_them(cast, link.words, account)
    assert set(Grant.objects.filter(patient=robin).values_list("level", flat=True)) == {Level.LIMITED}


def test_from_another_address_it_waits_for_staff_and_brings_the_forms_then(cast, robin):
    link = mail(cast, robin)
    asked = mailing.redeem(link, account=cast.dov, at=AT)
    assert (asked.why, asked.level, Grant.objects.filter(patient=robin).count()) == (
        "other_address", Level.LIMITED, 0,
    )  # fmt: skip
    assert of_link(link) == [(None, False), (None, True)]
    decide_request(AccessRequest.objects.get(), accept=True, by=cast.finn, at=AT)
    assert of_link(link) == [(cast.dov.email, False), (cast.dov.email, True)]


def test_five_wrong_dates_burn_it_and_staff_are_told(cast, robin):
    link, account = mail(cast, robin), AccountFactory(email=HERE)
    for number in range(5):
        with pytest.raises(Refused):
            try_them(cast, link.words, account, born=WRONG, at=AT + timedelta(hours=number))
    with pytest.raises(Refused):
        try_them(cast, link.words, account, at=AT + timedelta(hours=6))
    assert list(Item.objects.values_list("kind", "patient")) == [("code_burned", robin.pk)]
    with pytest.raises(Refused):
        mailing.redeem(link, account=account, at=AT)


def test_guesses_count_as_for_a_record(cast, robin):
    mail(cast, robin)
    wrong = ["abacus", "abdomen", "abdominal", "abide"]
    for _ in range(5):
        with pytest.raises(Refused):
            try_them(cast, wrong, cast.dov)
    with pytest.raises(TooMany):
        try_them(cast, wrong, cast.dov)


def test_sixty_days_then_it_is_over(cast, robin):
    link, account = mail(cast, robin), AccountFactory(email=HERE)
    late = AT + timedelta(days=60)
    with pytest.raises(Refused):
        mailing.redeem(link, account=account, at=late)
    assert mailing.redeem(link, account=account, at=late - timedelta(seconds=1))


def test_mailed_again_the_older_one_is_dead(cast, robin):
    first, second = mail(cast, robin), mail(cast, robin)
    account = AccountFactory(email=HERE)
    with pytest.raises(Refused):
        mailing.redeem(first, account=account, at=AT)
    (sent,) = arrived(at=AT)
    assert second.token in sent.body, "the older mail had not left and is dropped"


@pytest.mark.parametrize("what", ["address", "lock", "contact"])
def test_what_kills_it(cast, robin, what):
    email = "mo@example.org" if what == "contact" else robin.email
    contact = keep_contact(
        robin, by=cast.finn, at=AT, name="Mo", relation="carer", email="mo@example.org", may_have_access=True
    )
    link = mail(cast, robin, email=email)
    later = AT + timedelta(minutes=1)
    if what == "address":
        correct_details(robin, by=cast.finn, at=later, email="new@example.org")
    elif what == "lock":
        lock_down(robin, by=cast.finn, at=later)
    else:
        keep_contact(robin, contact=contact, by=cast.finn, at=later, email="moved@example.org")
    with pytest.raises(Refused):
        mailing.redeem(link, account=AccountFactory(email=email), at=later)
    assert arrived(at=later) == []


def test_what_somebody_wrote_stays_with_them(cast, robin):
    mine = Assignment.objects.get(patient=robin, confidential=False)
    Assignment.objects.filter(pk=mine.pk).update(account=cast.cleo)
    ResponseFactory(assignment=mine, saved_at=AT, saved_by=cast.cleo)
    link = mail(cast, robin)
    assert of_link(link) == [(None, True)]


def test_what_was_sent_to_another_account_stays_with_it(cast, robin):
    hers = AssignmentFactory(patient=robin, template=cast.form, account=cast.cleo)
    theirs = AssignmentFactory(patient=robin, template=cast.form, account=AccountFactory(email=HERE))
    link = mail(cast, robin)
    assert of_link(link) == [(HERE, False), (None, False), (None, True)]
    Assignment.objects.filter(link=link, account=None, confidential=False).update(account=cast.cleo)
    mailing.redeem(link, account=theirs.account, at=AT)
    assert of_link(link) == [("cleo@example.org", False), (HERE, False), (HERE, True)]
    assert Assignment.objects.get(pk=hers.pk).account == cast.cleo


def test_nothing_waits_nothing_is_mailed(cast, robin):
    Assignment.objects.filter(patient=robin).update(cancelled_at=AT, cancelled_by=cast.finn)
    assert mail(cast, robin) is None
    assert arrived(at=AT) == []


def test_limited_access_from_a_booking_keeps_what_it_has(cast):
    Assignment.objects.filter(patient=cast.ana_record).update(account=None)
    form = AssignmentFactory(patient=cast.ana_record, template=cast.form, account=None)
    link = mail(cast, cast.ana_record, email=cast.ana.email)
    before = Grant.objects.get(account=cast.ana, patient=cast.ana_record, revoked_at=None)
    mailing.redeem(link, account=cast.ana, at=AT)
    assert Grant.objects.get(account=cast.ana, patient=cast.ana_record, revoked_at=None) == before
    form.refresh_from_db()
    assert form.account == cast.ana


def test_a_child_s_mailbox_is_read_by_a_parent(cast):
    assert mailing.relation_of_own_address(cast.kit_record, at=AT) == Relation.PARENT
    AccessRules.objects.create(clinic=cast.harbour, review_age=9, majority_age=18)
    kit = Patient.objects.select_related("clinic").get(pk=cast.kit_record.pk)
    assert mailing.relation_of_own_address(kit, at=AT) == Relation.SELF


def test_two_adults_at_one_address_say_whose_forms(cast, robin, sign_in):
    PatientFactory(clinic=cast.harbour, email=HERE, date_of_birth=date(1960, 1, 1))
    link = mail(cast, robin)
    client = sign_in(Client(), AccountFactory(email=HERE))
    client.get(f"/t/{link.token}/")
    wrong = {"date_of_birth_day": "1", "date_of_birth_month": "1", "date_of_birth_year": "1960"}
    page = client.get("/portal/forms-link/")
    names = re.findall(r'name="(date_of_birth[^"]*)"', page.text)
    refused = client.post("/portal/forms-link/", dict(zip(names, wrong.values(), strict=True)))
    assert (refused.status_code, "Vale" in refused.text) == (422, False)
    right = client.post("/portal/forms-link/", dict(zip(names, ("7", "6", "1990"), strict=True)))
    assert right.url == f"/portal/p/{robin.pk}/forms/"
