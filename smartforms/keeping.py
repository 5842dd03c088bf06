"""What a clinic says about a form beside its questions: who reads it, how long it takes, whether it is in use."""

from django.db import transaction

import audit
from smartforms.models import Template
from smartforms.policies import must_stay_clinical


class StaysClinical(Exception):
    """It was sent as one about health, and keeps what its readers were promised."""


@transaction.atomic
def describe(*, template, is_clinical: bool, minutes: int | None, by, at) -> bool:
    """Who reads the answers, and the minutes patients are told. Raises StaysClinical."""
    if (template.is_clinical, template.minutes) == (is_clinical, minutes):
        return False
    if not is_clinical and must_stay_clinical(template):
        raise StaysClinical
    template.is_clinical, template.minutes = is_clinical, minutes
    template.save(update_fields=["is_clinical", "minutes"])
    audit.record("form.described", by=by, target=template, clinic=template.clinic_id)
    return True


@transaction.atomic
def archive(*, template, by, at) -> bool:
    """It is sent no more; what was sent stays as it is. Twice changes nothing."""
    if not Template.objects.filter(pk=template.pk, archived_at=None).update(archived_at=at):
        return False
    audit.record("form.archived", by=by, target=template, clinic=template.clinic_id)
    return True


@transaction.atomic
def bring_back(*, template, by, at) -> bool:
    """It can be sent again. Twice changes nothing."""
    if not Template.objects.filter(pk=template.pk, archived_at__isnull=False).update(archived_at=None):
        return False
    audit.record("form.brought_back", by=by, target=template, clinic=template.clinic_id)
    return True
