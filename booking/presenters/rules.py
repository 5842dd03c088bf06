"""The booking rules as a clinic sets them: the bar that patients meet, the same in words, and what it adds up to."""

from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.models.preferences import AccountPanel, NoPreference
from booking.policy_words import bar
from booking.rules import free_until, nobody_can_be_charged, online_until
from clinic.models.services import Approval
from common.wording import money, short_moment

EXAMPLE_TIME, WEEK = time(15, 40), 7  # the example is a visit of an afternoon about a week from now


def rules_page(rules, clinic, *, at) -> dict:
    """What the page of the rules shows below them, of rules that need not be saved yet."""
    start = _example(clinic, at)
    free, online = (
        instant.astimezone(clinic.zone) for instant in (free_until(rules, start), online_until(rules, start))
    )
    return {
        "example": _("Example: visit on %(moment)s") % {"moment": short_moment(start)},
        "bar": bar(clinic, rules, start, at=at),
        "facts": [*_facts(rules, clinic, start, free, online), _undone(rules)],
        "people": _people(rules, clinic, start),
        "waiting": _waiting(rules),
        "notice": _notice(rules),
    }


def _example(clinic, at) -> datetime:
    """A visit far enough ahead that its deadlines are still to come, on a weekday."""
    day = at.astimezone(clinic.zone).date() + timedelta(days=WEEK)
    day += timedelta(days=max(0, WEEK - day.weekday()) if day.weekday() > 4 else 0)
    return datetime.combine(day, EXAMPLE_TIME, tzinfo=clinic.zone)


def _facts(rules, clinic, start, free, online) -> list[str]:
    """The bar in full sentences."""
    said = []
    if rules.changes_online:
        words = _("Patients cancel or move this visit online until %(moment)s.")
        if not rules.move_online:
            words = _("Patients cancel this visit online until %(moment)s; to move it they call.")
        elif not rules.cancel_online:
            words = _("Patients move this visit online until %(moment)s; to cancel it they call.")
        said.append(words % {"moment": short_moment(online)})
        said.append(_("After that they call %(phone)s.") % {"phone": clinic.phone or _("the clinic")})
    else:
        said.append(
            _("To cancel or move this visit, patients call %(phone)s.")
            % {"phone": clinic.phone or _("the clinic")}
        )
    if rules.fee and rules.fee_window_hours:
        names = {"moment": short_moment(free), "fee": money(rules.fee, rules.currency)}
        said.append(_("It is free until %(moment)s; from then on the late fee is %(fee)s.") % names)
    else:
        said.append(_("It is always free."))
    return said


def _undone(rules) -> str:
    """How long a booking can be taken back as if it had not been made."""
    if not rules.undo_minutes:
        return _("A booking cannot be taken back in its first minutes.")
    words = ngettext(
        "In the first minute whoever booked online can take it back, without a fee and without this rule.",
        "In the first %(n)d minutes whoever booked online can take it back, without a fee and without this rule.",
        rules.undo_minutes,
    )
    return words % {"n": rules.undo_minutes}


def _people(rules, clinic, start) -> list[str]:
    """How they book, whom they choose, how many visits they may have ahead, when they are reminded."""
    chosen = {
        NoPreference.OFF: _("Everybody chooses a practitioner, where more than one gives the service."),
        NoPreference.EXISTING: _(
            "Who has a record here and is signed in may say “No preference”; others choose a practitioner."
        ),
        NoPreference.ALL: _("Everybody may say “No preference” and gets whoever is free first."),
    }
    said = [_account(rules), _asked(rules), chosen[NoPreference(rules.no_preference)]]
    if rules.most_ahead:
        words = ngettext(
            "A patient with %(n)d visit to come calls to book another.",
            "A patient with %(n)d visits to come calls to book another.",
            rules.most_ahead,
        )
        said.append(words % {"n": rules.most_ahead})
    else:
        said.append(_("A patient may have any number of visits to come."))
    if not rules.reminder_hours:
        return [*said, _("Nobody is reminded of a visit.")]
    reminded = (start - timedelta(hours=rules.reminder_hours)).astimezone(clinic.zone)
    words = _(
        "The reminder leaves on %(moment)s and asks whether they come; who books later than that gets none."
    )
    return [*said, words % {"moment": short_moment(reminded)}]


def _account(rules) -> str:
    return {
        AccountPanel.REQUIRED: _("Whoever books signs in or makes an account."),
        AccountPanel.OPTIONAL: _("Whoever books may go on without an account, unless forms come along."),
        AccountPanel.OFF: _("Nobody is asked for an account, unless forms come along."),
    }[AccountPanel(rules.account_panel)]


def _asked(rules) -> str:
    asks = (rules.approval_new == Approval.REQUEST, rules.approval_existing == Approval.REQUEST)
    return {
        (False, False): _("Every visit is booked at once, unless its service says otherwise."),
        (True, False): _("New patients ask for a visit and you answer; others are booked at once."),
        (False, True): _(
            "Patients who have been here ask for a visit and you answer; new ones are booked at once."
        ),
        (True, True): _("Patients ask for a visit and you answer, unless its service says otherwise."),
    }[asks]


def _waiting(rules) -> str:
    """What the waiting list does by these rules."""
    if not rules.has_waiting_list:
        return _("Nobody can wait for a time.")
    if rules.quiet_from == rules.quiet_until:
        return _("A time that becomes free is offered to one person after the other, at any hour.")
    words = _(
        "A time that becomes free is offered to one person after the other, but not from %(from)s to %(until)s."
    )
    return words % {"from": f"{rules.quiet_from}:00", "until": f"{rules.quiet_until}:00"}


def _notice(rules) -> dict | None:
    """Whether the two limits fit together; nothing where one of them is not used."""
    if not (rules.changes_online and rules.fee):
        return None
    if nobody_can_be_charged(rules):
        return {"kind": "warn", "text": why_nobody_is_charged(rules)}
    hours = rules.fee_window_hours - rules.cancel_notice_hours
    words = ngettext(
        "Online changes end %(n)d hour after the fee starts, so late fees can be recorded by themselves.",
        "Online changes end %(n)d hours after the fee starts, so late fees can be recorded by themselves.",
        hours,
    )
    return {"kind": "ok", "text": words % {"n": hours}}


def why_nobody_is_charged(rules) -> str:
    """The reason to think again, in words."""
    names = {"ends": _hours(rules.cancel_notice_hours), "begins": _hours(rules.fee_window_hours)}
    return (
        _(
            "Changes online end %(ends)s before the visit and the late fee begins %(begins)s before it, "
            "so nobody can ever be charged without a phone call."
        )
        % names
    )


def _hours(count: int) -> str:
    return ngettext("%(n)d hour", "%(n)d hours", count) % {"n": count}
