"""The clinic's forms: how many stand where, and who has one outstanding."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from common.tests.moment import AT
from office.tests.people import billing, place
from records.actions.proposals import propose
from records.tests.factories import PatientFactory
from smartforms.models import Assignment, Template
from smartforms.tests.factories import AssignmentFactory, ResponseFactory, TemplateFactory, VersionFactory

FORMS, DAY = "/office/forms/", timedelta(days=1)


@pytest.fixture
def diary(cast):
    template = TemplateFactory(clinic=cast.harbour, title="Sleep diary")
    VersionFactory(template=template)
    return template


def hand_out(cast, template, name="Robin", **dates):
    patient = PatientFactory(clinic=cast.harbour, given_name=name, family_name="Vale")
    return AssignmentFactory(patient=patient, template=template, account=cast.ben, **dates)


def names(answer) -> list:
    return [row["name"] for row in answer.context["rows"]]


def test_each_form_with_its_counters(cast, finn, diary):
    hand_out(cast, diary)
    hand_out(cast, diary, due_at=AT - DAY)
    hand_out(cast, diary, opened_at=AT)
    ResponseFactory(assignment=hand_out(cast, diary), sent=True)
    page = finn.get(FORMS)
    assert page.context["columns"] == ["Overdue", "Not started", "In progress", "Completed"]
    rows = {row["title"]: [cell["number"] for cell in row["cells"]] for row in page.context["rows"]}
    assert rows == {"Harbour intake": [0, 2, 0, 2], "Sleep diary": [1, 1, 1, 1]}
    assert "Lakeside" not in page.text


def test_drafts_and_what_is_archived(cast, finn, diary):
    TemplateFactory(clinic=cast.harbour, title="A draft")
    Template.objects.of(cast.harbour).filter(slug="intake").update(archived_at=AT)
    Template.objects.filter(pk=diary.pk).update(archived_at=AT)
    rows = [(row["title"], row["tag_label"]) for row in finn.get(FORMS).context["rows"]]
    assert rows == [("A draft", "Not published"), ("Harbour intake", "Archived")], (
        "the diary waits for nobody"
    )


def test_a_clinic_without_forms(cast, finn):
    Assignment.objects.of(cast.harbour).update(cancelled_at=AT, cancelled_by=cast.nora)
    Template.objects.of(cast.harbour).update(archived_at=AT)
    page = finn.get(FORMS)
    assert page.context["rows"] == [] and "No forms yet" in page.text


def test_who_has_it_outstanding_the_earliest_due_first(cast, finn, diary):
    hand_out(cast, diary, "Never")
    hand_out(cast, diary, "Later", due_at=AT + DAY)
    hand_out(cast, diary, "Late", due_at=AT - DAY)
    hand_out(cast, diary, "Gone", cancelled_at=AT, cancelled_by=cast.nora)
    hand_out(cast, diary, "Over", expires_at=AT)
    ResponseFactory(assignment=hand_out(cast, diary, "Done"), sent=True)
    address = f"{FORMS}{diary.pk}/"
    page = finn.get(address)
    assert names(page) == ["Late Vale", "Later Vale", "Never Vale"]
    assert [row["tag_label"] for row in page.context["rows"]] == ["Overdue", "Not started", "Not started"]
    assert [option["label"] for option in page.context["filters"]] == [
        "Outstanding, 3", "Overdue, 1", "Not started, 2", "In progress, 0", "Completed, 1", "Expired, 1",
        "Cancelled, 1",
    ]  # fmt: skip
    for status, shown in (
        ("expired", "Over"),
        ("completed", "Done"),
        ("cancelled", "Gone"),
        ("overdue", "Late"),
    ):
        assert names(finn.get(address, {"show": status})) == [f"{shown} Vale"]
    assert names(finn.get(address, {"show": "in_progress"})) == []
    assert names(finn.get(address, {"show": "nonsense"})) == names(page)


def test_many_have_pages_that_keep_what_is_shown(cast, finn, diary):
    for _n in range(51):
        hand_out(cast, diary)
    address = f"{FORMS}{diary.pk}/"
    assert len(names(finn.get(address))) == 50
    second = finn.get(address, {"show": "not_started", "page": 2})
    assert len(names(second)) == 1 and 'href="?show=not_started&amp;page=1"' in second.text


def test_a_form_of_another_clinic_or_of_none(cast, finn):
    for number in (cast.at_lakeside.form.pk, 0, 10**30):
        assert finn.get(f"{FORMS}{number}/").status_code == 404


def test_the_look_is_written_down_with_whom_it_showed(cast, finn):
    finn.get(f"{FORMS}{cast.form.pk}/")
    event = Event.objects.get(verb="forms.followed")
    assert sorted(event.ids) == sorted([str(cast.ana_record.pk), str(cast.kit_record.pk)])


def test_billing_hears_who_sees_forms(cast, client, sign_in):
    sign_in(client, billing(cast))
    for address in (FORMS, f"{FORMS}{cast.form.pk}/"):
        page = client.get(address)
        assert page.status_code == 403 and "for the front desk, practitioners" in page.text
        assert "Harbour intake" not in page.text


def test_changes_to_check_are_listed_for_those_who_keep_records(cast, client, sign_in):
    said = {"phone": "902 555 0177", "address": "1 Quay"}
    propose(cast.ana_record, said, by=cast.ana, at=AT - timedelta(days=2), source="Your details")
    propose(cast.zoe_record, said, by=cast.zoe, at=AT, source="Your details")
    propose(cast.kit_record, {"phone": "902 555 0188"}, by=cast.ben, at=AT, source="Your details")
    page = sign_in(client, cast.finn).get(reverse("office:forms"))
    assert page.context["changes"] == [
        {"patient": "Ana Cast", "url": place("personal", cast.ana_record),
         "words": "2 details were written differently, the first on Sun 15 Nov"},
        {"patient": "Kit Cast", "url": place("personal", cast.kit_record),
         "words": "One detail was written differently, on Tue 17 Nov"},
    ]  # fmt: skip
    assert Event.objects.get(verb="changes.listed").ids == [str(cast.ana_record.pk), str(cast.kit_record.pk)]
    assert "changes" not in sign_in(client, cast.petra_account).get(reverse("office:forms")).context
