"""Drafts: one for each form, changed by one person at a time, published or thrown away."""

import json

import pytest
from django.db import IntegrityError, transaction

from audit.models import Event
from smartforms import drafting, keeping
from smartforms.actions import import_questionnaire
from smartforms.authoring import moving
from smartforms.fhir.exporter import export_questionnaire
from smartforms.models import Template, Version
from smartforms.tests.factories import AssignmentFactory, TemplateFactory, VersionFactory
from smartforms.tests.forms import fixture, question, questionnaire


def verbs(target) -> list:
    return list(Event.objects.filter(target=str(target.pk)).order_by("pk").values_list("verb", flat=True))


@pytest.fixture
def who(cast, at):
    return {"by": cast.nora, "at": at}


@pytest.fixture
def begun(cast, who):
    return drafting.begin_form(title="Two pages", clinic=cast.harbour, is_clinical=True, minutes=5, **who)


def add(draft, revision, who, text="Name", kind="line"):
    return drafting.change(
        draft=draft,
        revision=revision,
        how=lambda source: moving.add(source, kind, text, where="after", beside="i1"),
        **who,
    )


def test_a_form_with_nothing_left_is_copied_as_a_blank_one(begun, who):
    drafting.discard(draft=begun, **who)
    copy = drafting.begin_copy(template=begun.template, **who)
    assert copy.definition["title"] == "Copy of Two pages"


def test_a_new_form_is_a_draft_nobody_can_send(begun, cast, who):
    template = begun.template
    assert (template.title, template.slug, template.minutes) == ("Two pages", "two-pages", 5)
    assert (begun.number, begun.revision, begun.published_at, template.live_version()) == (1, 0, None, None)
    assert begun.definition["pages"] == [{"title": "", "under": [], "keys": ["q1"]}]
    assert template not in Template.objects.of(cast.harbour).in_use()
    assert verbs(begun) == ["form.drafted"]


def test_a_change_is_compiled_and_counted(begun, who, at):
    assert add(begun, 0, who) == "i2"
    kept = Version.objects.get(pk=begun.pk)
    assert kept.revision == begun.revision == 1 and kept.saved_at == at
    assert kept.definition["items"][0]["items"][0]["text"] == "Name"
    assert verbs(begun) == ["form.drafted", "form.draft_changed"]
    drafting.change(draft=begun, revision=1, how=lambda source: None, **who)
    assert begun.revision == 1 and verbs(begun)[2:] == [], "nothing changed"


def test_who_comes_second_hears_so_and_changes_nothing(begun, who):
    add(begun, 0, who)
    with pytest.raises(drafting.Stale):
        add(begun, 0, who, "Other")
    with pytest.raises(drafting.Stale):
        drafting.publish_draft(draft=begun, revision=0, **who)
    kept = Version.objects.get(pk=begun.pk)
    assert [item["text"] for item in kept.definition["items"][0]["items"]] == ["Name"]


def test_publishing_makes_it_live_and_called_as_it_is(begun, cast, who, at):
    add(begun, 0, who)
    drafting.change(
        draft=begun, revision=1, how=lambda source: source.update(title="Called otherwise"), **who
    )
    live = drafting.publish_draft(draft=begun, revision=2, **who)
    template = Template.objects.get(pk=begun.template_id)
    assert (template.live_version(), template.draft(), template.title) == (live, None, "Called otherwise")
    assert (live.published_at, live.published_by) == (at, cast.nora)
    assert verbs(live)[-1] == "form.published"
    for act in (lambda: add(live, 2, who), lambda: drafting.publish_draft(draft=live, revision=2, **who)):
        with pytest.raises(drafting.Stale):
            act()
    assert drafting.discard(draft=live, **who) is False


def test_what_does_not_work_is_not_published(begun, who):
    with pytest.raises(drafting.CannotPublish) as fault:
        drafting.publish_draft(draft=begun, revision=0, **who)
    assert [one.words for one in fault.value.findings] == ["This page has no questions."]
    assert Version.objects.get(pk=begun.pk).published_at is None


def test_the_next_version_begins_as_the_live_one(cast, who):
    live = import_questionnaire(text=fixture("phq-9"), clinic=cast.harbour, **who).version
    draft = drafting.begin_version(template=live.template, **who)
    assert (draft.number, draft.definition["items"][0]["text"]) == (2, live.definition["items"][0]["text"])
    assert drafting.begin_version(template=live.template, **who) == draft
    assert export_questionnaire(live) == json.loads(fixture("phq-9")) | {
        name: export_questionnaire(live)[name] for name in ("url", "version")
    }
    drafting.publish_draft(draft=draft, revision=0, **who)
    assert live.template.live_version() == draft


def test_a_form_that_was_never_a_file_can_be_edited(cast, who):
    draft = drafting.begin_version(template=cast.form, **who)
    assert [item["text"] for item in draft.definition["items"]] == ["How you feel", "How you sleep"]


def test_a_file_brought_in_meanwhile_takes_the_number(cast, who):
    first, second = (json.dumps(questionnaire(question(name), url="http://x/y")) for name in "ab")
    template = import_questionnaire(text=first, clinic=cast.harbour, **who).template
    draft = drafting.begin_version(template=template, **who)
    brought = import_questionnaire(text=second, clinic=cast.harbour, **who).version
    assert (draft.number, brought.number, template.draft()) == (2, 3, draft)
    drafting.publish_draft(draft=draft, revision=0, **who)
    assert template.live_version() == draft and template.live_version().number == 4


def test_one_draft_for_each_form(begun):
    with pytest.raises(IntegrityError, match="smartforms_one_draft_per_template"), transaction.atomic():
        VersionFactory(template=begun.template, number=2, published_at=None)


def test_a_copy_is_a_form_of_its_own(cast, who):
    text = json.dumps(questionnaire(question("a"), url="http://x/y", version="3", title="Original"))
    original = import_questionnaire(text=text, clinic=cast.harbour, is_clinical=False, **who).template
    copy = drafting.begin_copy(template=original, **who)
    source = json.loads(copy.source)
    assert (source["title"], source["derivedFrom"]) == ("Copy of Original", ["http://x/y"])
    assert source.keys() & {"url", "version"} == set()
    assert (copy.template.title, copy.template.is_clinical, copy.template.canonical) == (
        "Copy of Original",
        False,
        "",
    )
    assert verbs(copy) == ["form.copied"]


def test_a_draft_is_thrown_away_and_a_form_never_published_is_put_away(begun, cast, who, at):
    assert drafting.discard(draft=begun, **who) is True
    template = Template.objects.get(pk=begun.template_id)
    assert template.archived_at == at and template.draft() is None
    draft = drafting.begin_version(template=cast.form, **who)
    drafting.discard(draft=draft, **who)
    assert Template.objects.get(pk=cast.form.pk).archived_at is None
    again = drafting.begin_version(template=template, **who)
    assert again.definition["title"] == "Two pages", "begun anew"


def test_archiving_and_bringing_back(cast, who, at):
    assert [keeping.archive(template=cast.form, **who) for _twice in "ab"] == [True, False]
    assert Template.objects.get(pk=cast.form.pk).archived_at == at
    assert [keeping.bring_back(template=cast.form, **who) for _twice in "ab"] == [True, False]
    assert verbs(cast.form) == ["form.archived", "form.brought_back"]


def test_a_form_about_health_that_was_sent_stays_one(cast, who):
    with pytest.raises(keeping.StaysClinical):
        keeping.describe(template=cast.form, is_clinical=False, minutes=3, **who)
    assert keeping.describe(template=cast.form, is_clinical=True, minutes=3, **who) is True
    other = TemplateFactory(clinic=cast.harbour)
    assert keeping.describe(template=other, is_clinical=False, minutes=None, **who) is True
    AssignmentFactory(patient=cast.ana_record, template=other)
    assert keeping.describe(template=other, is_clinical=True, minutes=None, **who) is True
    assert keeping.describe(template=other, is_clinical=True, minutes=None, **who) is False
