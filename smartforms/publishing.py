"""Bringing a questionnaire in: from a file to a published version."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify

import audit
from common.text import title_of
from smartforms.fhir.importer import read_questionnaire
from smartforms.models import Template, Version


@dataclass(frozen=True)
class Imported:
    """What came of a file: the version (None when refused), the report, and whether the version is a new one."""

    version: Version | None
    report: dict
    is_new: bool = False

    @property
    def template(self) -> Template | None:
        return self.version.template if self.version else None


def import_questionnaire(*, text, clinic, by, at, is_clinical=True, minutes=None) -> Imported:
    """Read a FHIR R4 questionnaire and publish it for a clinic.

    A file known here by its canonical address becomes the next version of its template; the very same file
    again changes nothing; anything else is a new template.
    """
    reading = read_questionnaire(text)
    if reading.definition is None:
        return Imported(None, reading.report)
    with transaction.atomic():
        template = _template_for(reading, clinic=clinic, is_clinical=is_clinical, minutes=minutes)
        live = template.live_version()
        if live and live.source == reading.source:
            return Imported(live, reading.report)
        version = Version.objects.create(
            template=template,
            number=next_number(template),
            definition=reading.definition,
            source=reading.source,
            report=reading.report,
            published_at=at,
            published_by=by,
        )
        audit.record("form.published", by=by, target=version, clinic=clinic)
    return Imported(version, reading.report, is_new=True)


def next_number(template) -> int:
    """The number of a template's next version. A draft may have it already, and takes the one after when published."""
    latest = template.versions.order_by("-number").first()
    return latest.number + 1 if latest else 1


@transaction.atomic
def publish(*, version, by, at) -> bool:
    """From now on this version is sent, and nobody can change its words. Publishing twice changes nothing."""
    published = Version.objects.filter(pk=version.pk, published_at=None).update(
        published_at=at, published_by=by
    )
    if published:
        version.published_at, version.published_by = at, by
        audit.record("form.published", by=by, target=version, clinic=version.template.clinic_id)
    return bool(published)


def _template_for(reading, *, clinic, is_clinical, minutes) -> Template:
    """The template a file belongs to, locked; made when there is none."""
    mine = Template.objects.of(clinic).select_for_update()
    canonical = reading.canonical
    if canonical:
        found = mine.filter(canonical=canonical).first()
    else:
        found = mine.filter(versions__source=reading.source, canonical="").first()
    if found:
        return found
    title = title_of(reading.definition["title"])
    return Template.objects.create(
        clinic=clinic,
        title=title,
        slug=free_slug(clinic, title),
        canonical=canonical,
        is_clinical=is_clinical,
        minutes=minutes,
    )


def free_slug(clinic, title: str) -> str:
    """A name for addresses that no form of the clinic has yet."""
    base = slugify(title)[:60] or "form"
    taken = set(Template.objects.of(clinic).filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug for n in range(len(taken) + 2) if (slug := f"{base}-{n + 1}" if n else base) not in taken
    )
