"""Making the next version of a form: a draft is begun, changed, published or thrown away.

A draft has one copy. Each page that shows it carries its revision; who saves what somebody else changed meanwhile hears
so (`Stale`) and loses nothing. Every change is compiled at once, as an imported file is.
"""

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

import audit
from common.text import title_of
from smartforms import definition as house
from smartforms.authoring import blank, linting, opening
from smartforms.engine import paging
from smartforms.fhir.exporter import export_questionnaire
from smartforms.fhir.importer import read_questionnaire
from smartforms.keeping import archive
from smartforms.models import Template, Version
from smartforms.publishing import free_slug, next_number, publish


class Stale(Exception):
    """Somebody else changed, published or threw away this draft meanwhile."""


class CannotPublish(Exception):
    """What the draft says does not work yet; `findings` say what (see `authoring.linting`)."""

    def __init__(self, findings):
        super().__init__(f"{len(findings)} faults")
        self.findings = findings


@transaction.atomic
def begin_form(*, title, clinic, is_clinical, minutes, by, at) -> Version:
    """A new form with one empty page."""
    source = blank.a_form(title, _("First page"), clinic.language)
    template = _template(clinic, title, is_clinical, minutes)
    return _begun(template, source, "form.drafted", by=by, at=at)


@transaction.atomic
def begin_version(*, template, by, at) -> Version:
    """A draft of the next version, made from the live one. Who comes second gets the draft that is there."""
    Template.objects.select_for_update().get(pk=template.pk)
    draft = template.draft()
    if draft is not None:
        return draft
    live = template.live_version()
    source = opening.read(_source_of(live)) if live else blank.a_form(template.title, _("First page"))
    # The file's own number belongs to what was published; responses name the version they answer.
    source.pop("version", None)
    return _begun(template, source, "form.draft_begun", by=by, at=at)


@transaction.atomic
def begin_copy(*, template, by, at) -> Version:
    """A new form that asks the same, as it is sent today or as its draft stands; with neither, a blank one."""
    original = template.live_version() or template.draft()
    source = opening.read(_source_of(original)) if original else blank.a_form(template.title, _("First page"))
    title = _("Copy of %(title)s") % {"title": template.title}
    if address := source.pop("url", None):
        source["derivedFrom"] = [address]
    for name in ("version", "identifier"):
        source.pop(name, None)
    source["title"] = title
    source.pop("_title", None)
    copy = _template(template.clinic, title, template.is_clinical, template.minutes)
    return _begun(copy, source, "form.copied", by=by, at=at)


@transaction.atomic
def change(*, draft, revision: int, by, at, how: Callable[[dict], object]):
    """Let `how` change the draft's questionnaire, and compile it. Returns what `how` returns. Raises Stale."""
    mine = Version.objects.select_for_update().filter(pk=draft.pk, published_at=None).first()
    if mine is None or mine.revision != revision:
        raise Stale
    source = opening.read(mine.source)
    answer = how(source)
    text = opening.written(source)
    if text == mine.source:
        return answer
    mine.source = text
    mine.definition, mine.report = compiled(source)
    mine.revision, mine.saved_at, mine.saved_by = revision + 1, at, by
    mine.save(update_fields=["source", "definition", "report", "revision", "saved_at", "saved_by"])
    audit.record("form.draft_changed", by=by, target=mine, clinic=draft.template.clinic_id)
    for name in ("source", "definition", "report", "revision", "saved_at", "saved_by"):
        setattr(draft, name, getattr(mine, name))
    draft.__dict__.pop("outline", None)
    return answer


@transaction.atomic
def publish_draft(*, draft, revision: int, by, at) -> Version:
    """From now on this is what is sent. Raises Stale, and CannotPublish while something does not work."""
    template = Template.objects.select_for_update().get(pk=draft.template_id)
    mine = (
        Version.objects.select_for_update().filter(pk=draft.pk, published_at=None, revision=revision).first()
    )
    if mine is None:
        raise Stale
    mine.template = template
    source = opening.read(mine.source)
    mine.definition, mine.report = compiled(source)
    faults = [one for one in linting.findings(source, mine.definition, mine.report) if one.is_error]
    if faults:
        raise CannotPublish(faults)
    # A file that was brought in meanwhile may have taken the number.
    if template.versions.filter(number__gt=mine.number).exists():
        mine.number = next_number(template)
    mine.save(update_fields=["number", "definition", "report"])
    publish(version=mine, by=by, at=at)
    template.title = title_of(mine.definition["title"])
    template.save(update_fields=["title"])
    return mine


@transaction.atomic
def discard(*, draft, by, at) -> bool:
    """Throw the draft away; a form that was never published is put away with it. Twice changes nothing."""
    number, template = draft.pk, draft.template
    if not Version.objects.filter(pk=number, published_at=None).delete()[0]:
        return False
    audit.record("form.draft_discarded", by=by, target=str(number), clinic=template.clinic_id)
    if template.live_version() is None:
        archive(template=template, by=by, at=at)
    return True


def compiled(source: dict) -> tuple[dict, dict]:
    """(definition, report) of a questionnaire; one that cannot be read yet has no questions."""
    reading = read_questionnaire(opening.written(source))
    return reading.definition or _without_questions(source), reading.report


def _without_questions(source: dict) -> dict:
    title = source.get("title")
    head = {
        "format": house.FORMAT,
        "title": title if isinstance(title, str) else "",
        "intro": "",
        "language": "",
    }
    return head | {"copyright": "", "items": [], "pages": paging.pages([])}


def _source_of(version) -> str:
    """A version's file; one that never was a file is written down now."""
    return version.source or opening.written(export_questionnaire(version))


def _template(clinic, title, is_clinical, minutes) -> Template:
    title = title_of(title)
    return Template.objects.create(
        clinic=clinic, title=title, slug=free_slug(clinic, title), is_clinical=is_clinical, minutes=minutes
    )


def _begun(template, source, verb, *, by, at) -> Version:
    """The draft of this questionnaire, with an id and a linkId for every item."""
    told = opening.opened(source)
    definition, report = compiled(source)
    try:
        with transaction.atomic():
            draft = Version.objects.create(
                template=template,
                number=next_number(template),
                source=opening.written(source),
                definition=definition,
                report=report,
                saved_at=at,
                saved_by=by,
            )
    except IntegrityError:
        draft = template.draft()
    else:
        audit.record(verb, by=by, target=draft, clinic=template.clinic_id)
    draft.told = told
    return draft
