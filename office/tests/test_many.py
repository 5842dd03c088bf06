"""A form sent to many: whom it reaches and how, in batches, once, until somebody stops it."""

import uuid
from datetime import timedelta

import pytest

from accounts.tests.factories import PASSWORD
from audit.models import Event
from booking.models import Appointment
from common.tests.moment import AT
from outbox.models import Message
from records.actions import lock_down
from records.tests.factories import GrantFactory, PatientFactory
from smartforms import keeping, many
from smartforms.models import Assignment, Dispatch, DispatchLine, FormRule, Outcome
from smartforms.sending import Asking
from smartforms.tests.factories import AssignmentFactory, TemplateFactory, VersionFactory
from tests.story import visit

ADDRESS = "/office/forms/sending/"
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def check(cast):
    template = TemplateFactory(clinic=cast.harbour, title="Yearly check")
    VersionFactory(template=template)
    return template


@pytest.fixture
def people(cast, check):
    """One patient for each thing that can happen; all have a visit in three days."""
    found = {}
    for name, email in (("portal", ""), ("mailed", "mailed@example.org"), ("had", "had@example.org"),
                        ("nowhere", ""), ("locked", "locked@example.org")):  # fmt: skip
        found[name] = PatientFactory(
            clinic=cast.harbour, given_name=name.title(), family_name="Many", email=email
        )
        visit(cast.at_harbour, cast.petra, found[name], AT + 3 * DAY + len(found) * timedelta(hours=1))
    GrantFactory(account=cast.dov, patient=found["portal"])
    AssignmentFactory(patient=found["had"], template=check)
    lock_down(found["locked"], by=cast.nora, at=AT)
    return found


@pytest.fixture
def finn(finn):
    """The front desk, its password typed just now: mail to many asks for it."""
    finn.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return finn


def chosen(template, **more) -> dict:
    return {"template": template.pk, "text": "Many"} | more


def press(client, template, patients, number=None, **more):
    posted = {"patient": [one.pk for one in patients], "number": number or uuid.uuid4()} | more
    query = "&".join(f"{name}={value}" for name, value in chosen(template).items())
    return client.post(f"{ADDRESS}?{query}", posted)


def test_nothing_is_shown_before_a_form_is_chosen(finn, check):
    page = finn.get(ADDRESS)
    assert (page.status_code, page.context["is_looked"]) == (200, False)
    assert finn.get(ADDRESS, {"template": "0"}).status_code == 422


def test_everybody_is_in_one_list(cast, finn, check, people):
    page = finn.get(ADDRESS, chosen(check)).context
    assert [(row["name"], row["to"], row["label"]) for row in page["rows"]] == [
        ("Mailed Many", "mailed@example.org", "By mailed link"),
        ("Portal Many", "dov@example.org", "Into the portal"),
    ]
    assert [(row["name"], row["label"]) for row in page["others"]] == [
        ("Had Many", "Has it already"),
        ("Locked Many", "Portal locked down"),
        ("Nowhere Many", "No email on file"),
    ]
    assert [tile["count"] for tile in page["tiles"]] == [1, 1, 1, 1, 1]


def test_by_visits(cast, finn, check, people):
    def names(**more):
        page = finn.get(ADDRESS, {"template": check.pk} | more).context
        return sorted(row["name"] for row in [*page["rows"], *page["others"]])

    day = {"since_day": "20", "since_month": "11", "since_year": "2026"}
    assert names(**day) == sorted(f"{name.title()} Many" for name in people)
    Appointment.objects.filter(patient=people["mailed"]).update(cancelled_at=AT, cancelled_by=cast.finn)
    assert "Mailed Many" not in names(**day)
    assert names(practitioner=cast.quinn.pk, **day) == []
    assert "Ana Cast" in names(service=cast.treatment.pk)


def test_a_rule_holds_back_and_a_child_goes_to_a_parent(cast, check):
    lines = many.preview_of(cast.harbour, [cast.kit_record, cast.ana_record], Asking([check]), at=AT)
    assert [(line.outcome, line.account) for line in lines] == [
        (Outcome.PORTAL, cast.ben),
        (Outcome.PORTAL, cast.ana),
    ]
    once = Asking([cast.form], rule=FormRule.ONCE)
    assert [line.outcome for line in many.preview_of(cast.harbour, [cast.ana_record], once, at=AT)] == [
        Outcome.HAS_IT
    ]


def test_looking_costs_the_same_for_many(cast, check, people, django_assert_num_queries):
    for patients in ([people["portal"]], list(people.values())):
        with django_assert_num_queries(4):
            many.preview_of(cast.harbour, patients, Asking([check]), at=AT)


def test_sending_once_however_often_it_is_pressed(cast, finn, check, people):
    number = uuid.uuid4()
    patients = [people["portal"], people["mailed"], people["locked"], cast.zoe_record]
    for _press in range(2):
        answer = press(finn, check, patients, number, message="Qword", practitioner=cast.petra.pk)
        assert answer.url == f"/office/forms/sendings/{number}/"
    assert DispatchLine.objects.count() == 2, "only those the page offered"
    for _beat in range(2):
        many.send_lines(at=AT)
    sent = Assignment.objects.filter(version__template=check).exclude(patient=people["had"])
    assert {(one.patient_id, one.account, one.message, one.practitioner) for one in sent} == {
        (people["portal"].pk, cast.dov, "Qword", cast.petra),
        (people["mailed"].pk, None, "Qword", cast.petra),
    }
    kinds = Message.objects.filter(kind__startswith="smartforms").values_list("kind", flat=True)
    assert sorted(kinds) == ["smartforms.assigned", "smartforms.forms"]
    page = finn.get(f"/office/forms/sendings/{number}/").context
    assert [(one["label"], one["count"]) for one in page["counts"]] == [
        ("Waiting", 0), ("Sent", 2), ("Not sent", 0), ("Stopped", 0),
    ]  # fmt: skip


def test_nothing_ticked_sends_nothing(finn, check, people):
    answer = press(finn, check, [])
    assert (answer.status_code, "Tick at least one patient." in answer.text) == (422, True)
    assert not Dispatch.objects.exists()


def dispatched(cast, check, patients):
    return many.dispatch(
        cast.harbour, number=uuid.uuid4(), patients=patients, asking=Asking([check]), by=cast.finn, at=AT
    )


def test_what_changed_before_it_left_counts(cast, check, people):
    made = dispatched(cast, check, [people["portal"], people["mailed"], people["nowhere"]])
    lock_down(people["portal"], by=cast.nora, at=AT)
    AssignmentFactory(patient=people["mailed"], template=check)
    many.send_lines(at=AT)
    outcomes = dict(made.lines.values_list("patient__given_name", "outcome"))
    assert outcomes == {"Portal": "locked", "Mailed": "has_it", "Nowhere": "no_email"}


def test_fifty_at_a_time_and_stopping(cast, finn, check, monkeypatch, people):
    monkeypatch.setattr(many, "A_BATCH", 1)
    made = dispatched(cast, check, [people["portal"], people["mailed"]])
    many.send_lines(at=AT)
    assert made.lines.exclude(done_at=None).count() == 1
    for _press in range(2):
        finn.post(f"/office/forms/sendings/{made.pk}/stop/")
    many.send_lines(at=AT + 20 * MINUTE)
    page = finn.get(f"/office/forms/sendings/{made.pk}/").context
    assert [one["count"] for one in page["counts"]] == [0, 1, 0, 1]
    assert "Nothing more is sent" in finn.get(f"/office/forms/sendings/{made.pk}/").text


def test_another_clinics_form_is_no_choice(cast, finn, people):
    assert finn.get(ADDRESS, {"template": cast.at_lakeside.form.pk}).status_code == 422


@pytest.fixture
def faulty(monkeypatch):
    """A fault that nobody thought of, for one patient, until it is mended; half done when it strikes."""
    sick, mailed = set(), many.send_by_link

    def send(patient, *args, **named):
        sent = mailed(patient, *args, **named)
        if patient.pk in sick:
            raise ZeroDivisionError("an address nobody should read in a page")
        return sent

    monkeypatch.setattr(many, "send_by_link", send)
    return sick


def test_a_fault_of_one_line_keeps_none_of_the_others(cast, finn, check, people, faulty, caplog):
    made = dispatched(cast, check, [people["portal"], people["mailed"]])
    made.lines.filter(patient=people["mailed"]).update(leaves_at=AT - MINUTE)
    faulty.add(people["mailed"].pk)
    many.send_lines(at=AT)
    outcomes = dict(made.lines.values_list("patient__given_name", "outcome"))
    assert outcomes == {"Portal": "portal", "Mailed": "failed"}
    assert not Assignment.objects.filter(patient=people["mailed"]).exists(), "nothing is half done"
    assert not Event.objects.filter(verb="form.sent", patient=people["mailed"].pk).exists()
    assert Message.objects.filter(kind="smartforms.forms").count() == 0
    assert ["could not leave" in one.message for one in caplog.records] == [True]
    page = finn.get(f"/office/forms/sendings/{made.pk}/")
    assert "could not be sent to 1 patient: a fault of ours" in page.text
    assert "A fault of ours: nothing left" in page.text and "nobody should read" not in page.text
    assert "All forms have left." not in page.text


def test_a_line_that_failed_is_tried_again_from_the_page(cast, finn, check, people, faulty):
    made = dispatched(cast, check, [people["portal"], people["mailed"]])
    faulty.add(people["mailed"].pk)
    many.send_lines(at=AT)
    faulty.clear()
    many.send_lines(at=AT)
    again = f"/office/forms/sendings/{made.pk}/another-try/"
    assert finn.get(f"/office/forms/sendings/{made.pk}/").context["again_url"] == again
    for _press in range(2):
        finn.post(again)
    many.send_lines(at=AT)
    assert set(made.lines.values_list("outcome", flat=True)) == {"portal", "link"}
    assert Assignment.objects.filter(version__template=check).exclude(patient=people["had"]).count() == 2
    tried = Event.objects.filter(verb="forms.dispatch_tried_again")
    assert list(tried.values_list("actor", flat=True)) == [cast.finn.pk]


def test_what_was_stopped_is_not_tried_again(cast, finn, check, people, faulty):
    made = dispatched(cast, check, [people["mailed"]])
    faulty.add(people["mailed"].pk)
    many.send_lines(at=AT)
    many.stop(made, by=cast.nora, at=AT)
    assert finn.get(f"/office/forms/sendings/{made.pk}/").context["failed"] == ""
    assert many.try_again(made, by=cast.finn, at=AT) == 0


def test_a_form_that_was_archived_meanwhile_says_so(cast, finn, check, people):
    made = dispatched(cast, check, [people["mailed"]])
    keeping.archive(template=check, by=cast.nora, at=AT)
    many.send_lines(at=AT)
    assert made.lines.get().outcome == "archived"
    page = finn.get(f"/office/forms/sendings/{made.pk}/")
    assert "The form was archived" in page.text and page.context["failed"] == ""
