"""Keeping a clinic's booking rules."""

from django.db import transaction

import audit
from booking.models import Preferences


@transaction.atomic
def keep_rules(rules: Preferences, *, by) -> Preferences:
    """Save the rules as they were set; every page follows from its next request on."""
    verb = "settings.added" if rules.pk is None else "settings.changed"
    rules.save()
    audit.record(verb, by=by, target=rules, clinic=rules.clinic_id)
    return rules
