"""Sending forms from a patient's workspace: what is offered to whom, and what becomes of it."""

from datetime import timedelta

import pytest

from accounts.tests.mailed import arrived
from clinic.models.clinic import Role
from common.tests.moment import AT
from office.tests.people import billing, place, says
from records.actions import deny, lock_down
from records.actions.contacts import keep_contact
from records.models import CareRelation
from records.models.access import Relation
from records.tests.factories import GrantFactory, PatientFactory
from smartforms.models import Assignment, FormLink, Template
from smartforms.tests.factories import TemplateFactory, VersionFactory


@pytest.fixture
def diary(cast):
    template = TemplateFactory(clinic=cast.harbour, title="Sleep diary")
    VersionFactory(template=template)
    return template


@pytest.fixture
def robin(cast):
    """A patient whom Ben looks after in full; nobody of the team cares for them yet."""
    record = PatientFactory(
        clinic=cast.harbour, given_name="Robin", family_name="Vale", email="robin@example.org"
    )
    GrantFactory(account=cast.ben, patient=record, relation=Relation.CARER, full=True)
    return record


def choices(answer, field) -> list:
    return [key for key, _label in answer.context["form"].fields[field].choices]


def press(client, patient, template, to, **fields):
    posted = {"templates": [template.pk], "to": to} | fields
    return client.post(place("form_sending", patient), posted, follow=True)


def to_ben(cast):
    return f"account:{cast.ben.pk}"


def test_the_page_offers_who_sees_forms_and_the_addresses_on_file(cast, finn, robin, diary):
    scopes = {"scopes": ["billing"], "relation": Relation.CARER, "full": True}
    GrantFactory(account=cast.cleo, patient=robin, **scopes)
    GrantFactory(account=cast.dov, patient=robin, relation=Relation.CARER)
    deny(robin, cast.dov, by=cast.nora, at=AT, reason="")
    GrantFactory(account__unverified=True, patient=robin)
    keep_contact(
        robin,
        by=cast.nora,
        at=AT,
        name="Karin",
        relation="parent",
        email="K@example.org",
        may_have_access=True,
    )
    keep_contact(robin, by=cast.nora, at=AT, name="Kai", relation="partner", email="kai@example.org")
    TemplateFactory(clinic=cast.harbour, title="A draft")
    page = finn.get(place("form_sending", robin))
    assert choices(page, "templates") == [str(cast.form.pk), str(diary.pk)]
    assert choices(page, "to") == [to_ben(cast), "mail:robin@example.org", "mail:k@example.org"]
    assert "In the portal: Ben Cast, carer, ben@example.org" in page.text
    assert page.context["form"]["to"].initial == "", "nobody but the patient is chosen for the desk"


def test_into_the_portal_of_an_account(cast, finn, robin, diary):
    form = {"due_day": "24", "due_month": "11", "due_year": "2026", "practitioner": cast.petra.pk}
    answer = finn.post(
        place("form_sending", robin),
        {"templates": [cast.form.pk, diary.pk], "to": to_ben(cast), **form},
        follow=True,
    )
    assert says(answer) == ["2 forms went to ben@example.org."]
    rows = [(row["title"], row["due"], row["to"], row["behalf"]) for row in answer.context["rows"]]
    told = ("Due Tue 24 Nov", ["Ben Cast", "ben@example.org"], "Petra Cast")
    assert sorted(rows) == [("Harbour intake", *told), ("Sleep diary", *told)]
    assert {row["how"] for row in answer.context["rows"]} == {"Today, sent by Finn Cast"}
    assert CareRelation.objects.get(patient=robin).practitioner == cast.petra
    assert len(arrived(at=AT)) == 1
    again = press(finn, robin, diary, to_ben(cast))
    assert says(again) == ["That waits there already, so nothing was sent twice."]
    assert (Assignment.objects.filter(patient=robin).count(), arrived(at=AT)) == (2, [])


def test_by_mailed_link(cast, finn, robin):
    answer = press(finn, robin, cast.form, "mail:robin@example.org")
    assert says(answer) == ["A link to the forms is on its way to robin@example.org."]
    (row,) = answer.context["rows"]
    assert (row["to"], row["how"]) == (
        ["Whoever opens the link", "robin@example.org"], "Today, with a mailed link",
    )  # fmt: skip
    assert row["remind_url"] == "", "there is no account to remind"
    press(finn, robin, cast.form, "mail:robin@example.org")
    assert (FormLink.objects.count(), [mail.to for mail in arrived(at=AT)]) == (1, [["robin@example.org"]])


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"templates": []}, {"templates": ["Choose at least one form"]}),
        ({"templates": ["0"]}, {"templates": ["Choose from the forms that are there"]}),
        ({"to": ""}, {"to": ["Choose to whom"]}),
        ({"to": "mail:ana@example.org"}, {"to": ["This has changed meanwhile: choose again to whom"]}),
        ({"due_year": "2025"}, {"due": ["Enter a date after 16 November 2026"]}),
        ({"due_month": "13"}, {"due": ["Enter the month as a number from 1 to 12"]}),
        ({"practitioner": "0"}, {"practitioner": ["Choose from the practitioners that are there"]}),
    ],
)
def test_what_is_wrong_is_said_and_what_was_chosen_is_kept(cast, finn, robin, changes, wrong):
    due = {"due_day": "24", "due_month": "11", "due_year": "2026"}
    posted = {"templates": [cast.form.pk], "to": to_ben(cast), "practitioner": "", **due} | changes
    answer = finn.post(place("form_sending", robin), posted)
    assert (answer.status_code, answer.context["form"].errors) == (422, wrong)
    assert 'value="24"' in answer.text
    assert not Assignment.objects.filter(patient=robin).exists()


def test_a_foreign_form_and_a_foreign_account_are_no_choice(cast, finn, robin):
    press(finn, robin, cast.at_lakeside.form, f"account:{cast.zoe.pk}")
    assert not Assignment.objects.filter(patient=robin).exists()


def test_archived_between_two_looks(cast, finn, robin, monkeypatch):
    offered = list(Template.objects.of(cast.harbour).in_use())
    Template.objects.filter(pk=cast.form.pk).update(archived_at=AT)
    for one in offered:
        one.refresh_from_db()
    monkeypatch.setattr("smartforms.models.forms.Templates.in_use", lambda rows: offered)
    answer = press(finn, robin, cast.form, to_ben(cast))
    assert answer.context["form"].errors == {"templates": ["Choose from the forms that are there"]}


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("finn", {"Petra Cast", "Quinn Cast"}),
        ("nora", {"Petra Cast", "Quinn Cast"}),
        ("petra_account", {"Petra Cast"}),  # not in the name of a colleague, who would read the answers
    ],
)
def test_on_whose_behalf(cast, client, sign_in, who, offered):
    sign_in(client, getattr(cast, who))
    page = client.get(place("form_sending", cast.ana_record))
    people = {label for key, label in page.context["form"].fields["practitioner"].choices if key}
    assert people == offered


def test_nobody_lets_themself_in_by_sending_a_form(cast, client, sign_in, robin):
    """A practitioner who also works at the desk, and does not care for Robin."""
    cast.quinn_account.memberships.update(roles=[Role.PRACTITIONER, Role.FRONT_DESK])
    sign_in(client, cast.quinn_account)
    page = client.get(place("form_sending", robin))
    assert choices(page, "practitioner") == ["", str(cast.petra.pk)]
    press(client, robin, cast.form, to_ben(cast), practitioner=cast.quinn.pk)
    assert not CareRelation.objects.filter(patient=robin).exists()


def test_the_patient_themself_is_chosen_where_they_have_access(cast, finn):
    page = finn.get(place("form_sending", cast.ana_record))
    assert page.context["form"]["to"].initial == f"account:{cast.ana.pk}"


def test_nothing_to_send_and_nobody_to_send_to(cast, finn):
    alone = PatientFactory(clinic=cast.harbour, email="")
    page = finn.get(place("form_sending", alone))
    assert page.context["missing"]["url"] == place("correction", alone)
    Template.objects.of(cast.harbour).update(archived_at=AT)
    page = finn.get(place("form_sending", alone))
    assert (
        page.context["missing"] == {"text": "No form is published yet."}
        and "No form is published" in page.text
    )


def test_a_locked_record_is_opened_first(cast, finn, robin):
    lock_down(robin, by=cast.nora, at=AT, reason="")
    answer = press(finn, robin, cast.form, "mail:robin@example.org")
    assert says(answer) == ["Portal access to this record is locked. Lift that first."]
    assert answer.context["send_url"] == "" and not Assignment.objects.filter(patient=robin).exists()


def test_billing_hears_who_sees_forms(cast, client, sign_in):
    sign_in(client, billing(cast))
    page = client.get(place("patient_forms", cast.ana_record))
    assert page.status_code == 403
    assert "Which forms were sent is for the front desk" in page.text and "Harbour intake" not in page.text


def test_a_practitioner_of_others_looks_and_sends_nothing(cast, client, sign_in):
    sign_in(client, cast.quinn_account)
    page = client.get(place("patient_forms", cast.ana_record))
    assert page.context["acts"] is False
    assert not any(row["extend_url"] or row["remind_url"] for row in page.context["rows"])
    assert client.post(place("form_reminder", cast.ana_record, cast.ana_open.pk)).status_code == 403
    assert arrived(at=AT + timedelta(minutes=1)) == []


def test_by_a_rule_with_a_message_and_for_the_patient_alone(cast, finn, diary):
    GrantFactory(account=cast.dov, patient=cast.kit_record)
    to_dov, words = f"account:{cast.dov.pk}", {"rule": "again", "message": "Qmessage <b>for you</b>"}
    refused = press(finn, cast.kit_record, diary, to_dov, **words)
    assert refused.context["form"].errors == {"months": ["Enter after how many months"]}
    press(finn, cast.kit_record, diary, to_dov, months="6", confidential="on", **words)
    form = Assignment.objects.get(version__template=diary)
    assert (form.message, form.confidential, form.account) == ("Qmessage <b>for you</b>", True, cast.dov)
    again = press(finn, cast.kit_record, diary, to_dov, rule="once")
    assert "Nothing was sent: it was filled in before, or waits elsewhere." in again.text
    refused = press(finn, cast.kit_record, diary, to_ben(cast), confidential="on")
    assert refused.context["form"].errors == {
        "to": ["A confidential form goes to the patient alone: choose the patient"]
    }
    assert Assignment.objects.filter(version__template=diary).count() == 1


def test_the_message_is_read_above_the_form_and_in_no_mail(cast, finn, client, sign_in, diary):
    press(finn, cast.kit_record, diary, to_ben(cast), message="Qmessage <b>for you</b>")
    form = Assignment.objects.get(version__template=diary)
    sign_in(client, cast.ben)
    cover = client.get(f"/portal/p/{cast.kit_record.pk}/forms/{form.pk}/").text
    assert "Qmessage &lt;b&gt;for you&lt;/b&gt;" in cover
    (mail,) = arrived(at=AT)
    assert "Qmessage" not in mail.body + mail.alternatives[0].content


def test_how_many_forms_wait_stands_on_the_tab(cast, finn):
    page = finn.get(place("patient_forms", cast.ana_record))
    counts = {tab["label"]: tab["count"] for tab in page.context["tabs"]}
    assert counts == {
        "Overview": None,
        "Timeline": None,
        "Personal": 0,
        "Contacts": None,
        "Forms": 1,
        "Documents": 0,
        "Access": 0,
    }
