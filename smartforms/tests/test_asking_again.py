"""Asked every time, once, or again after some months: one answer for bookings and for the office."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.tests.moment import AT
from smartforms import sending
from smartforms.asking_again import is_asked, months_before
from smartforms.models import Assignment, FormRule
from smartforms.tests.factories import AssignmentFactory, ResponseFactory, TemplateFactory, VersionFactory

DAY = timedelta(days=1)
EVERY, ONCE, AGAIN = FormRule.EVERY_TIME, FormRule.ONCE, FormRule.AGAIN


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 17), 6, date(2026, 5, 17)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 5), 13, date(2024, 12, 5)),
    ],
)
def test_months_on_the_calendar(day, months, expected):
    assert months_before(day, months) == expected


@pytest.fixture
def yearly(cast):
    template = TemplateFactory(clinic=cast.harbour, title="Yearly check")
    VersionFactory(template=template)
    return template


def asked(cast, template, at=AT) -> list[bool]:
    """By every time, once, again after six months."""
    named = {"at": at}
    return [
        is_asked(cast.ana_record, template, rule=EVERY, **named),
        is_asked(cast.ana_record, template, rule=ONCE, **named),
        is_asked(cast.ana_record, template, rule=AGAIN, months=6, **named),
    ]


def sent_in(cast, template, at):
    form = AssignmentFactory(patient=cast.ana_record, template=template, account=cast.ana)
    ResponseFactory(assignment=form, submitted_at=at, submitted_by=cast.ana)


def test_never_had_it(cast, yearly):
    AssignmentFactory(patient=cast.kit_record, template=yearly)
    AssignmentFactory(patient=cast.ana_record, template=yearly, cancelled_at=AT)
    AssignmentFactory(patient=cast.ana_record, template=yearly, expires_at=AT)
    assert asked(cast, yearly) == [True, True, True]


def test_one_that_waits_is_not_asked_twice(cast, yearly):
    AssignmentFactory(patient=cast.ana_record, template=yearly, due_at=AT - DAY)
    assert asked(cast, yearly) == [True, False, False]


def test_sent_in_lately_or_long_ago(cast, yearly):
    six_months_ago = datetime(2026, 5, 17, AT.hour, AT.minute, tzinfo=UTC)
    sent_in(cast, yearly, six_months_ago - timedelta(hours=2))
    assert asked(cast, yearly) == [True, False, True]
    sent_in(cast, yearly, six_months_ago + timedelta(hours=2))
    assert asked(cast, yearly) == [True, False, False]


def test_sending_by_a_rule_tells_what_it_held_back(cast, yearly):
    sent_in(cast, yearly, AT - 10 * DAY)
    other = TemplateFactory(clinic=cast.harbour)
    VersionFactory(template=other)
    asking = sending.Asking([yearly, other], rule=AGAIN, months=6, message="Before Friday, please.")
    sent = sending.send_to_account(cast.ana_record, asking, account=cast.ana, by=cast.finn, at=AT)
    assert (sent.asked, [form.version.template for form in sent.new]) == ([yearly], [other])
    assert sent.new[0].message == "Before Friday, please."


def test_what_is_the_patients_alone_is_not_what_waits_for_all(cast, yearly):
    common = {"account": cast.ana, "by": cast.finn, "at": AT}
    open_to_all = sending.send_to_account(cast.ana_record, sending.Asking([yearly]), **common)
    alone = sending.send_to_account(cast.ana_record, sending.Asking([yearly], confidential=True), **common)
    assert [len(sent.new) for sent in (open_to_all, alone)] == [1, 1]
    visible = Assignment.objects.filter(version__template=yearly).visible_to(cast.ben, at=AT)
    assert list(visible) == open_to_all.new
