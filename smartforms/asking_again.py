"""Whether somebody is asked a form again: every time, once, or after so many months (product §7)."""

from calendar import monthrange

from django.db.models import Q

from smartforms.models import Assignment, FormRule


def months_before(day, months: int):
    """The same day so many months ago; the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def answers_for(patient, template, *, rule, months=None, at):
    """The forms because of which this one is not sent by such a rule: those that wait, and those sent in lately enough.

    Empty for every time. One that was cancelled, or ran out, never stands in the way.
    """
    forms = Assignment.objects.filter(patient=patient, version__template=template)
    if rule == FormRule.EVERY_TIME:
        return forms.none()
    sent_in = Q(response__submitted_at__isnull=False)
    if rule == FormRule.AGAIN:
        since = months_before(at.astimezone(patient.clinic.zone), months)
        sent_in = Q(response__submitted_at__gt=since)
    return forms.filter(sent_in | Q(pk__in=forms.waiting(at=at)))


def is_asked(patient, template, *, rule, months=None, at) -> bool:
    """Whether a form is sent to this patient now by such a rule."""
    return (
        rule == FormRule.EVERY_TIME
        or not answers_for(patient, template, rule=rule, months=months, at=at).exists()
    )
