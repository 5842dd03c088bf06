"""What the database keeps, whatever the code does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.tests.factories import AccountFactory
from audit.models import Event
from smartforms.models import Response, Template, Version
from smartforms.tests.factories import AssignmentFactory, ResponseFactory, TemplateFactory, VersionFactory

pytestmark = pytest.mark.django_db


def refused(act, *args, **kwargs):
    with pytest.raises(IntegrityError), transaction.atomic():
        act(*args, **kwargs)
    return True


def test_a_published_version_never_changes():
    version = VersionFactory()
    mine = Version.objects.filter(pk=version.pk)
    assert refused(mine.update, definition={"items": []})
    assert refused(mine.update, published_at=None)
    assert refused(mine.delete)
    draft = VersionFactory(template=version.template, number=2, published_at=None)
    assert Version.objects.filter(pk=draft.pk).update(definition={"items": []}) == 1


def test_sent_answers_never_change():
    response = ResponseFactory(sent=True, answers={"q2": ["o1"]})
    mine = Response.objects.filter(pk=response.pk)
    assert refused(mine.update, answers={"q2": ["o2"]})
    assert refused(mine.update, submitted_at=None, submitted_by=None)
    assert refused(mine.update, revision=9)
    assert refused(mine.delete)
    assert mine.get().answers == {"q2": ["o1"]}


def test_merging_may_give_a_sent_response_to_another_record():
    response, other = ResponseFactory(sent=True), AssignmentFactory().patient
    assert Response.objects.filter(pk=response.pk).update(patient=other) == 1


def test_an_assignment_keeps_its_version():
    assignment = AssignmentFactory()
    newer = VersionFactory(template=assignment.version.template, number=2)
    assert refused(type(assignment).objects.filter(pk=assignment.pk).update, version=newer)


def test_who_and_when_stand_together():
    response = ResponseFactory()
    assert refused(Response.objects.filter(pk=response.pk).update, submitted_at=response.saved_at)
    assignment = response.assignment
    assert refused(type(assignment).objects.filter(pk=assignment.pk).update, cancelled_by=AccountFactory())


def test_numbers_and_addresses_are_unique():
    version = VersionFactory()
    assert refused(VersionFactory, template=version.template, number=1)
    assert refused(TemplateFactory, clinic=version.template.clinic, slug=version.template.slug)
    TemplateFactory(clinic=version.template.clinic, canonical="http://x")
    assert refused(TemplateFactory, clinic=version.template.clinic, canonical="http://x")
    assert TemplateFactory(canonical="http://x") in Template.objects.all()


def test_a_save_leaves_one_event_in_five_minutes_and_names_who():
    response = ResponseFactory()
    account = ResponseFactory(sent=True).submitted_by
    for revision in (1, 2, 3):
        Response.objects.filter(pk=response.pk).update(
            revision=revision, saved_by=account, answers={"q2": [revision]}
        )
    events = Event.objects.filter(verb="form.saved").values_list("actor", "patient", "target")
    assert list(events) == [(account.pk, response.patient_id, str(response.assignment_id))]


@pytest.mark.django_db(transaction=True)
def test_a_change_nobody_announced_leaves_a_bare_note():
    response = ResponseFactory()
    before = set(Event.objects.values_list("pk", flat=True))
    Response.objects.filter(pk=response.pk).update(saved_at=response.saved_at + timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE smartforms_response SET answers = '{}' WHERE id = %s", [response.pk])
    notes = Event.objects.exclude(pk__in=before)
    assert [(note.verb, note.patient, note.actor) for note in notes] == [
        ("smartforms.response.changed", response.patient_id, None)
    ] * 2


def test_a_form_about_health_that_was_sent_stays_one():
    sent = AssignmentFactory().version.template
    assert refused(Template.objects.filter(pk=sent.pk).update, is_clinical=False)
    unsent = VersionFactory().template
    assert Template.objects.filter(pk=unsent.pk).update(is_clinical=False) == 1
