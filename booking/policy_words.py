"""The cancellation rule in words, and as the policy bar. Page, mail and rule say the same moment."""

from django.utils.translation import gettext as _

from booking.rules import free_until, online_until
from common.wording import clock_time, long_date, money, short_moment


def sentence(clinic, rules, starts_at) -> str:
    """The rule for one visit, in full sentences, in the clinic's zone."""
    start = starts_at.astimezone(clinic.zone)
    free = free_until(rules, starts_at).astimezone(clinic.zone)
    how = _how(clinic, rules, online_until(rules, starts_at).astimezone(clinic.zone))
    if not rules.fee:
        return how
    fee = _("It’s free until %(time)s on %(date)s. After that a %(fee)s late fee applies.") % {
        "time": clock_time(free),
        "date": long_date(free),
        "fee": money(rules.fee, rules.currency),
    }
    return f"{how} {fee}" if free < start else how


def _how(clinic, rules, online) -> str:
    if rules.cancel_online:
        words = (
            _(
                "You can cancel or move this visit online until %(time)s on %(date)s. After that, call %(phone)s."
            )
            if clinic.phone
            else _(
                "You can cancel or move this visit online until %(time)s on %(date)s. After that, call the clinic."
            )
        )
        return words % {"time": clock_time(online), "date": long_date(online), "phone": clinic.phone}
    if clinic.phone:
        return _("To cancel or move this visit, call %(phone)s.") % {"phone": clinic.phone}
    return _("To cancel or move this visit, call the clinic.")


def bar(clinic, rules, starts_at) -> dict:
    """The stretches of `policy_bar` that these rules have for a visit, each until where the next begins."""
    start, free, online = (
        instant.astimezone(clinic.zone)
        for instant in (starts_at, free_until(rules, starts_at), online_until(rules, starts_at))
    )
    ends = [online] if rules.cancel_online else []
    parts = {}
    if rules.fee and rules.fee_window_hours:
        parts["free"] = _stretch(_("Free"), min([free, *ends]))
        if not ends or free < online:
            fee = _("%(fee)s fee") % {"fee": money(rules.fee, rules.currency)}
            parts["fee"] = _stretch(fee, ends[0] if ends else start)
    else:
        parts["free"] = _stretch(_("Free"), ends[0] if ends else start)
    if ends:
        parts["call"] = {"label": _("Call us"), "until": _("after that")}
    return parts


def _stretch(label: str, until) -> dict:
    return {"label": label, "until": _("until %(moment)s") % {"moment": short_moment(until)}}
