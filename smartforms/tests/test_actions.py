"""Publishing, sending, saving, sending in: each once, each with its audit row."""

from datetime import timedelta

import pytest

from audit.models import Event
from records.models import CareRelation
from smartforms import actions
from smartforms.engine.reading import read_page
from smartforms.models import Assignment, Response, Status, Template, Version, preferences_of
from smartforms.tests.factories import AssignmentFactory, TemplateFactory, VersionFactory, key_of
from smartforms.tests.forms import fixture, question, questionnaire, sent

MOOD, WORDS, HOURS = (key_of(name) for name in ("mood", "words", "hours"))


def verbs(target):
    return list(Event.objects.filter(target=str(target.pk)).order_by("pk").values_list("verb", flat=True))


def post(assignment, revision=0, by=None, at=None, **values):
    response = Response.objects.select_related("assignment__version__template").get(assignment=assignment)
    outline = response.assignment.version.outline
    posted = read_page(
        outline,
        [*outline.items][:1] + [key for page in outline.pages for key in page["keys"]],
        sent(**values),
    )
    return actions.save_answers(response=response, posted=posted, revision=revision, by=by, at=at)


@pytest.fixture
def form(cast, at):
    """Ana's form that waits, opened."""
    actions.open_form(assignment=cast.ana_open, by=cast.ana, at=at)
    return cast.ana_open


def test_importing_publishes_and_the_same_file_again_changes_nothing(cast, at):
    first = actions.import_questionnaire(text=fixture("phq-9"), clinic=cast.harbour, by=cast.nora, at=at)
    again = actions.import_questionnaire(text=fixture("phq-9"), clinic=cast.harbour, by=cast.nora, at=at)
    assert first.version == again.version and verbs(first.version) == ["form.published"]
    assert (first.version.number, first.version.published_at, first.version.published_by) == (
        1,
        at,
        cast.nora,
    )
    assert first.template.is_clinical and first.template.clinic == cast.harbour


def test_a_changed_file_with_the_same_address_is_the_next_version(cast, at):
    import json

    old, new = (json.dumps(questionnaire(question(name), url="http://x/y")) for name in ("a", "b"))
    first = actions.import_questionnaire(text=old, clinic=cast.harbour, by=None, at=at)
    second = actions.import_questionnaire(text=new, clinic=cast.harbour, by=None, at=at)
    elsewhere = actions.import_questionnaire(text=new, clinic=cast.lakeside, by=None, at=at)
    assert (second.template, second.version.number) == (first.template, 2)
    assert (elsewhere.template == first.template, elsewhere.version.number) == (False, 1)
    assert first.template.live_version() == second.version


def test_two_forms_of_one_title_stay_two(cast, at):
    import json

    texts = [json.dumps(questionnaire(question(name))) for name in ("a", "b")]
    slugs = [
        actions.import_questionnaire(text=t, clinic=cast.harbour, by=None, at=at).template.slug for t in texts
    ]
    assert slugs == ["test-form", "test-form-2"]


def test_a_refused_file_leaves_nothing(cast, at):
    before = (Template.objects.count(), Version.objects.count())
    imported = actions.import_questionnaire(text="{}", clinic=cast.harbour, by=None, at=at)
    assert (imported.version, imported.template, imported.report["status"]) == (None, None, "refused")
    assert (Template.objects.count(), Version.objects.count()) == before


def test_assigning(cast, at, django_assert_num_queries):
    CareRelation.objects.all().delete()
    preferences_of(cast.ana_record.clinic)  # kept per process
    with django_assert_num_queries(6):  # two of them savepoints
        assignment = actions.assign(
            template=cast.form,
            patient=cast.ana_record,
            account=cast.ana,
            by=None,
            at=at,
            practitioner=cast.petra,
        )
    assert verbs(assignment) == ["form.sent"] and assignment.status(at=at) == Status.NOT_STARTED
    care = CareRelation.objects.values_list("practitioner", "patient", "why")
    assert list(care) == [(cast.petra.pk, cast.ana_record.pk, "form")]


def test_what_cannot_be_sent(cast, at):
    unpublished = TemplateFactory(clinic=cast.harbour)
    archived = VersionFactory(template=TemplateFactory(clinic=cast.harbour, archived_at=at)).template
    for template in (unpublished, archived, cast.at_lakeside.form):
        with pytest.raises(actions.CannotSend):
            actions.assign(template=template, patient=cast.ana_record, account=None, by=cast.nora, at=at)


def test_a_new_version_does_not_touch_what_was_sent(cast, at):
    VersionFactory(
        template=cast.form, number=2, definition={"format": 1, "title": "x", "items": [], "pages": []}
    )
    assert Assignment.objects.get(pk=cast.ana_open.pk).version.number == 1


def test_opening_makes_it_in_progress_once(cast, at):
    assignment = cast.ana_open
    first = actions.open_form(assignment=assignment, by=cast.ana, at=at)
    again = actions.open_form(
        assignment=Assignment.objects.get(pk=assignment.pk), by=cast.ben, at=at + timedelta(hours=1)
    )
    assert first.pk == again.pk and verbs(assignment) == ["form.begun"]
    fresh = Assignment.objects.get(pk=assignment.pk)
    assert (fresh.opened_at, fresh.status(at=at)) == (at, Status.IN_PROGRESS)


def test_saving_keeps_what_fits_and_what_does_not(form, cast, at):
    saved = post(form, by=cast.ana, at=at, **{MOOD: "o2", HOURS: "seven"})
    kept = Response.objects.get(assignment=form)
    assert (kept.answers, kept.unfinished, kept.revision) == ({MOOD: ["o2"]}, {HOURS: {"": ["seven"]}}, 1)
    assert (kept.saved_at, kept.saved_by, saved.response.revision) == (at, cast.ana, 1)


def test_saving_is_one_statement_and_nothing_new_is_none(form, cast, at, django_assert_num_queries):
    response = Response.objects.select_related("assignment__version").get(assignment=form)
    posted = read_page(response.assignment.version.outline, [MOOD], sent(**{MOOD: "o1"}))
    with django_assert_num_queries(1):
        actions.save_answers(response=response, posted=posted, revision=0, by=cast.ana, at=at)
    with django_assert_num_queries(0):
        actions.save_answers(response=response, posted=posted, revision=1, by=cast.ana, at=at)


def test_two_devices(form, cast, at):
    """Both opened the page at revision 0. Different questions do not meet; the same one is not overwritten unseen."""
    post(form, 0, cast.ana, at, **{MOOD: "o1"})
    assert post(form, 0, cast.ana, at, **{WORDS: "on the phone"}).conflicts == set()
    assert post(form, 0, cast.ana, at, **{MOOD: "o2"}).conflicts == {MOOD}
    assert post(form, 0, cast.ana, at, **{MOOD: "o1"}).conflicts == set()  # they agree
    assert Response.objects.get(assignment=form).answers == {MOOD: ["o1"], WORDS: ["on the phone"]}
    assert post(form, 2, cast.ana, at, **{MOOD: "o2"}).conflicts == set()  # seen, and meant


def test_a_save_that_loses_the_race_is_laid_over_the_winner(form, cast, at):
    stale = Response.objects.select_related("assignment__version").get(assignment=form)
    post(form, 0, cast.ben, at, **{WORDS: "first"})
    posted = read_page(stale.assignment.version.outline, [MOOD], sent(**{MOOD: "o1"}))
    saved = actions.save_answers(response=stale, posted=posted, revision=0, by=cast.ana, at=at)
    assert saved.response.answers == {WORDS: ["first"], MOOD: ["o1"]}


def test_sending_in(form, cast, at):
    post(form, by=cast.ana, at=at, **{MOOD: "o1", HOURS: "seven"})
    stops = actions.submit(assignment=form, by=cast.ana, at=at)
    assert list(stops) == [HOURS]
    post(form, 1, by=cast.ana, at=at, **{HOURS: "7"})
    assert actions.submit(assignment=form, by=cast.ana, at=at) == {}
    assert actions.submit(assignment=form, by=cast.ben, at=at + timedelta(hours=1)) == {}
    sent_in = Assignment.objects.get(pk=form.pk).sent_in
    assert (sent_in.answers, sent_in.submitted_at, sent_in.submitted_by) == (
        {MOOD: ["o1"], HOURS: [7]},
        at,
        cast.ana,
    )
    assert verbs(form) == ["form.begun", "form.saved", "form.submitted"]
    assert post(form, 2, by=cast.ana, at=at, **{MOOD: "o2"}) is None


def test_required_answers_are_demanded_by_the_server(form, cast, at):
    assert list(actions.submit(assignment=form, by=cast.ana, at=at)) == [MOOD]
    assert Assignment.objects.get(pk=form.pk).sent_in is None


def test_a_form_that_is_over_cannot_be_sent_in(form, cast, at):
    post(form, by=cast.ana, at=at, **{MOOD: "o1"})
    Assignment.objects.filter(pk=form.pk).update(expires_at=at)
    with pytest.raises(actions.Closed):
        actions.submit(assignment=form, by=cast.ana, at=at)
    assert Response.objects.get(assignment=form).submitted_at is None


def test_cancelling_and_moving(cast, at):
    assignment = cast.ana_open
    later = at + timedelta(days=9)
    assert actions.move_due(assignment=assignment, due_at=later, by=cast.nora, at=at)
    assert not actions.move_due(assignment=assignment, due_at=later, by=cast.nora, at=at)
    assert actions.cancel(assignment=assignment, by=cast.nora, at=at)
    assert not actions.cancel(assignment=assignment, by=cast.nora, at=at)
    assert not actions.cancel(assignment=cast.ana_sent, by=cast.nora, at=at)
    fresh = Assignment.objects.get(pk=assignment.pk)
    assert (fresh.due_at, fresh.cancelled_at, fresh.cancelled_by) == (later, at, cast.nora)
    assert verbs(assignment) == ["form.due_moved", "form.cancelled"]


def test_the_room_answers_for_its_rows(cast, at):
    from records.contract import answerers
    from records.tests.factories import exported, reader_of

    mine = next(each for each in answerers() if each.room == "smartforms")
    assert mine.open_doors(cast.ana_record, at=at) == ["Harbour intake"]
    other = AssignmentFactory(template=cast.form, patient__clinic=cast.harbour).patient
    moved = mine.move(cast.ana_record, other, by=cast.nora, at=at)
    assert Response.objects.filter(patient=cast.ana_record).count() == 0
    mine.undo(moved, cast.ana_record, by=cast.nora, at=at)
    exported = [name for name, _row in exported(mine, reader_of(cast.ana_grant))]
    assert sorted(exported) == ["answers", "forms", "forms"]
