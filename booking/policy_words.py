"""The cancellation rule in words, and as the policy bar. Page, mail and rule say the same moment."""

from django.utils.translation import gettext as _

from booking.rules import free_until, online_until
from common.wording import clock_time, long_date, money, short_moment


def sentence(clinic, rules, starts_at, *, at) -> str:
    """The rule for one visit, in full sentences, in the clinic's zone. What is over is not promised any more."""
    start = starts_at.astimezone(clinic.zone)
    free = free_until(rules, starts_at).astimezone(clinic.zone)
    how = _how(clinic, rules, online_until(rules, starts_at).astimezone(clinic.zone), at=at)
    if not rules.fee:
        return how
    if free <= at and free < start:
        words = _("A %(fee)s late fee applies if you cancel or move it.")
        return f"{how} {words % {'fee': money(rules.fee, rules.currency)}}"
    fee = _("It’s free until %(time)s on %(date)s. After that a %(fee)s late fee applies.") % {
        "time": clock_time(free),
        "date": long_date(free),
        "fee": money(rules.fee, rules.currency),
    }
    return f"{how} {fee}" if free < start else how


def _how(clinic, rules, online, *, at) -> str:
    if rules.changes_online and at < online:
        names = {"time": clock_time(online), "date": long_date(online)}
        return f"{_online(rules) % names} {_after(clinic, rules)}"
    if clinic.phone:
        return _("To cancel or move this visit, call %(phone)s.") % {"phone": clinic.phone}
    return _("To cancel or move this visit, call the clinic.")


def _online(rules) -> str:
    if not rules.move_online:
        return _("You can cancel this visit online until %(time)s on %(date)s.")
    if not rules.cancel_online:
        return _("You can move this visit online until %(time)s on %(date)s.")
    return _("You can cancel or move this visit online until %(time)s on %(date)s.")


def _after(clinic, rules) -> str:
    """What is left to the telephone: all of it later, and at any time what patients cannot do online here."""
    call = {"phone": clinic.phone}
    if rules.cancel_online and rules.move_online:
        return _("After that, call %(phone)s.") % call if clinic.phone else _("After that, call the clinic.")
    if rules.cancel_online:
        words = _("After that, or to move it, call %(phone)s.")
        return words % call if clinic.phone else _("After that, or to move it, call the clinic.")
    words = _("After that, or to cancel it, call %(phone)s.")
    return words % call if clinic.phone else _("After that, or to cancel it, call the clinic.")


def bar(clinic, rules, starts_at, *, at) -> dict:
    """The stretches of `policy_bar` that these rules have for a visit, each until where the next begins.

    What is over at `at` is left out; nothing is left of it where only the call is.
    """
    start, free, online = (
        instant.astimezone(clinic.zone)
        for instant in (starts_at, free_until(rules, starts_at), online_until(rules, starts_at))
    )
    ends = [online] if rules.changes_online else []
    parts = {}
    if rules.fee and rules.fee_window_hours:
        parts["free"] = _("Free"), min([free, *ends])
        if not ends or free < online:
            fee = _("%(fee)s fee") % {"fee": money(rules.fee, rules.currency)}
            parts["fee"] = fee, ends[0] if ends else start
    else:
        parts["free"] = _("Free"), ends[0] if ends else start
    ahead = {name: _stretch(label, until) for name, (label, until) in parts.items() if at < until}
    if ends and ahead:
        ahead["call"] = {"label": _("Call us"), "until": _("after that")}
    return ahead


def _stretch(label: str, until) -> dict:
    return {"label": label, "until": _("until %(moment)s") % {"moment": short_moment(until)}}
