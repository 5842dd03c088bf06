"""The cancellation rule in words, and as the policy bar. Page, mail and rule say the same moment."""

from django.utils.translation import gettext as _

from booking.rules import free_until
from common.wording import clock_time, long_date, money, short_moment


def sentence(clinic, rules, starts_at) -> str:
    """The rule for one visit, in full sentences, in the clinic's zone."""
    start = starts_at.astimezone(clinic.zone)
    free = free_until(rules, starts_at).astimezone(clinic.zone)
    how = _("To cancel or move this visit, call %(phone)s.") % {"phone": clinic.phone}
    if not clinic.phone:
        how = _("To cancel or move this visit, call the clinic.")
    if not rules.fee:
        return how
    fee = _("It’s free until %(time)s on %(date)s. After that a %(fee)s late fee applies.") % {
        "time": clock_time(free),
        "date": long_date(free),
        "fee": money(rules.fee, rules.currency),
    }
    return f"{how} {fee}" if free < start else how


def bar(clinic, rules, starts_at) -> dict | None:
    """The stretches of the policy bar; None when the clinic takes no fee."""
    if not rules.fee:
        return None
    free = free_until(rules, starts_at).astimezone(clinic.zone)
    start = starts_at.astimezone(clinic.zone)
    return {
        "free": {"label": _("Free"), "until": _("until %(moment)s") % {"moment": short_moment(free)}},
        "fee": {
            "label": _("%(fee)s fee") % {"fee": money(rules.fee, rules.currency)},
            "until": _("until %(moment)s") % {"moment": short_moment(start)},
        },
    }
