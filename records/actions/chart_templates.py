"""What a practitioner begins notes with: kept from a chart, renamed, removed. About no patient."""

from django.db import IntegrityError, transaction

import audit
from records.chart_changes import NOTE_SECTIONS
from records.models import ChartTemplate

MOST = 100  # templates of one practitioner


class NameTaken(Exception):
    """The practitioner has another template of this name."""


class TooMany(Exception):
    """No list of templates is this long."""


def keep_as_template(chart, *, name: str, by, at) -> ChartTemplate:
    """A template with what stands in this chart; private notes stay behind. Raises NameTaken and TooMany."""
    own = ChartTemplate.objects.filter(practitioner=chart.practitioner_id)
    if own.count() >= MOST:
        raise TooMany
    parts = {part: getattr(chart, part) for part in (*NOTE_SECTIONS, "plan")}
    with _once(), transaction.atomic():
        made = ChartTemplate.objects.create(
            practitioner_id=chart.practitioner_id, name=name, made_at=at, **parts
        )
        audit.record(
            "chart.kept_as_template",
            by=by,
            target=chart,
            patient=chart.patient_id,
            clinic=chart.patient.clinic_id,
        )
    return made


def rename(template, *, name: str, by) -> bool:
    """Another name. Raises NameTaken."""
    if template.name == name:
        return False
    with _once(), transaction.atomic():
        ChartTemplate.objects.filter(pk=template.pk).update(name=name)
        _note("chart_template.renamed", template, by=by)
    return True


@transaction.atomic
def remove(template, *, by) -> bool:
    """Take it away; charts that were begun with it stay as they are. Twice changes nothing."""
    if not ChartTemplate.objects.filter(pk=template.pk).delete()[0]:
        return False
    _note("chart_template.removed", template, by=by)
    return True


class _once:
    """The database says that a name is taken."""

    def __enter__(self):
        return self

    def __exit__(self, _kind, error, _trace):
        if isinstance(error, IntegrityError) and "records_chart_template_name_once" in str(error):
            raise NameTaken from error


def _note(verb, template, *, by) -> None:
    audit.record(verb, by=by, target=template, clinic=template.practitioner.clinic_id)
