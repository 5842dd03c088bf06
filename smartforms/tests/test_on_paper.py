"""Completed by a paper copy: who, when and which scan stand together, and never beside answers."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from common.tests.moment import AT
from common.tests.pictures import picture
from records.tests.factories import UploadFactory
from smartforms import mending, on_paper, series
from smartforms.another_day import add_day
from smartforms.asking_again import is_asked
from smartforms.models import Assignment, FormRule, Pace, Response, Status
from smartforms.policies import Reason, why_not_add_day, why_not_fill
from smartforms.sending import Asking
from smartforms.tests.factories import AssignmentFactory, ResponseFactory, TemplateFactory, VersionFactory

DAY = timedelta(days=1)


@pytest.fixture
def waiting(cast):
    template = TemplateFactory(clinic=cast.harbour)
    VersionFactory(template=template)
    return AssignmentFactory(patient=cast.ana_record, template=template, account=cast.ana)


def hand_in(cast, form):
    assert on_paper.hand_in(form, file=picture(), by=cast.finn, at=AT)
    return Assignment.objects.visible_to(cast.ben, at=AT).get(pk=form.pk)


def refused(rows, **change):
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**change)
    return True


def test_the_facts_stand_together(cast, waiting):
    mine, scan = Assignment.objects.filter(pk=waiting.pk), UploadFactory(patient=cast.ana_record)
    whole = {"paper_at": AT, "paper_by": cast.finn, "paper_scan": scan}
    for name in whole:
        assert refused(mine, **whole | {name: None})
    assert refused(mine, **whole, cancelled_at=AT)
    assert mine.update(**whole) == 1
    other = AssignmentFactory(patient=cast.ana_record)
    assert refused(Assignment.objects.filter(pk=other.pk), **whole), "one scan, one form"


def test_the_database_knows_no_form_completed_twice(cast, waiting):
    response = ResponseFactory(assignment=waiting)
    sent = {"submitted_at": AT, "submitted_by": cast.ana}
    hand_in(cast, waiting)
    assert refused(Response.objects.filter(pk=response.pk), **sent)
    other = ResponseFactory(sent=True)
    paper = {"paper_at": AT, "paper_by": cast.finn, "paper_scan": UploadFactory(patient=other.patient)}
    assert refused(Assignment.objects.filter(pk=other.assignment_id), **paper)


def test_nobody_fills_it_in_any_more(cast, waiting):
    Assignment.objects.filter(pk=waiting.pk).update(due_at=AT - DAY, expires_at=AT + DAY)
    form = hand_in(cast, waiting)
    assert (form.status(at=AT), form.is_over, form.sent_in) == (Status.COMPLETED, True, None)
    assert why_not_fill(cast.ben, form, at=AT) == why_not_add_day(cast.ben, form, at=AT) == Reason.ON_PAPER
    assert not add_day(form, by=cast.ben, at=AT)
    assert not mending.hand_to(form, account=cast.ben, by=cast.finn, at=AT)
    assert not mending.extend(form, by=cast.finn, at=AT + 2 * DAY)
    assert not mending.give_until(form, until=AT + 9 * DAY, by=cast.finn, at=AT)


def test_once_counts_it_as_answered(cast, waiting):
    template = waiting.version.template
    hand_in(cast, waiting)
    asked = {"template": template, "patient": cast.ana_record}

    def said(rule, at=AT, **more):
        return is_asked(at=at, rule=rule, **asked, **more)

    assert (said(FormRule.EVERY_TIME), said(FormRule.ONCE)) == (True, False)
    later = AT + 200 * DAY
    assert (said(FormRule.AGAIN, months=6), said(FormRule.AGAIN, at=later, months=6)) == (False, True)


def test_an_entry_of_a_diary_goes_on_paper_and_the_next_one_comes(cast, waiting):
    asking = Asking([waiting.version.template])
    (diary,) = series.begin(
        cast.ana_record, asking, pace=Pace.FREELY, starts_on=AT.date(), account=cast.ana, by=cast.finn, at=AT
    )
    first = diary.entries.get()
    form = hand_in(cast, first)
    second = series.add_entry(diary, by=cast.ana, at=AT)
    assert (second.occurrence, on_paper.may_be_taken_back(form)) == (2, True)
    series.end(diary, by=cast.finn, at=AT)
    form = Assignment.objects.get(pk=first.pk)
    assert form.cancelled_at is None
    assert not on_paper.take_back(form, by=cast.finn, at=AT), "it would wait for ever"
