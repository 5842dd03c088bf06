"""Whether somebody is asked a form again: every time, once, or after so many months (product §7)."""

from calendar import monthrange

from django.db.models import Q

from smartforms.models import Assignment, FormRule


def months_before(day, months: int):
    """The same day so many months ago; the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def in_the_way(template, clinic, *, rule, months=None, at):
    """The forms because of which this one is not sent by such a rule: those that wait, and those answered lately
    enough, here or on paper.

    One that was cancelled, or ran out, never stands in the way.
    """
    forms = Assignment.objects.filter(version__template=template)
    answered = Q(response__submitted_at__isnull=False) | Q(paper_at__isnull=False)
    if rule == FormRule.EVERY_TIME:
        answered = Q(pk=None)
    if rule == FormRule.AGAIN:
        since = months_before(at.astimezone(clinic.zone), months)
        answered = Q(response__submitted_at__gt=since) | Q(paper_at__gt=since)
    return forms.filter(answered | Q(pk__in=forms.waiting(at=at).values("pk")))


def is_asked(patient, template, *, rule, months=None, at) -> bool:
    """Whether a form is sent to this patient now by such a rule. Every time is every time."""
    if rule == FormRule.EVERY_TIME:
        return True
    found = in_the_way(template, patient.clinic, rule=rule, months=months, at=at)
    return not found.filter(patient=patient).exists()
