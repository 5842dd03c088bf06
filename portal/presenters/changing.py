"""How a patient changes a visit, until when, and what it costs: the same moments as the rule."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from booking import policy_words
from booking.availability.wallclock import to_instant
from booking.policies import CANCEL, MOVE, why_not_change
from booking.rules import free_until, late_fee, online_until, rules_of
from common.wording import moment, money


def ways(found, *, clinic) -> dict:
    """What the page of a visit says about changing it: the rule, and the way to cancel while that is open."""
    visit, at, rules = found.visit, found.at, rules_of(clinic)
    reasons = {how: why_not_change(visit, at=at, how=how) for how in (CANCEL, MOVE)}
    return {
        "words": policy_words.sentence(clinic, rules, visit.starts_at, at=at),
        "is_late": "late" in reasons.values(),
        "is_waiting": visit.is_waiting,
        "move_url": "" if reasons[MOVE] else found.places.move,
        "cancel_url": "" if reasons[CANCEL] else found.places.cancellation,
    }


def costs(visit, *, clinic, at) -> dict:
    """What cancelling or moving costs now and later, and until when it can be done online."""
    rules, zone = rules_of(clinic), clinic.zone
    free, online = (
        moment(instant(rules, visit.starts_at).astimezone(zone)) for instant in (free_until, online_until)
    )
    names = {"free": free, "fee": money(rules.fee, rules.currency), "online": online, "phone": clinic.phone}
    is_late = bool(late_fee(rules, visit.starts_at, at=at)) and not visit.is_waiting
    if visit.is_waiting:
        title, text = _("There is no fee"), _("The clinic has not agreed to this visit yet.")
    elif is_late:
        title, text = _("A %(fee)s late fee applies now"), _("It was free until %(free)s.")
    elif rules.fee:
        title = _("No fee if you do it now")
        text = _("It’s free until %(free)s. After that a %(fee)s late fee applies.")
    else:
        title, text = _("There is no fee"), ""
    until = _("You can do this online until %(online)s. After that, call the clinic.")
    if clinic.phone:
        until = _("You can do this online until %(online)s. After that, call %(phone)s.")
    return {
        "is_late": is_late,
        "title": title % names,
        "text": text % names,
        "until": "" if visit.is_waiting else until % names,
        "bar": None if visit.is_waiting else policy_words.bar(clinic, rules, visit.starts_at, at=at),
    }


def others(found, starts, *, clinic) -> list[dict]:
    """Times that a visit could move to, each with the page that looks at it once more."""
    query = {"with": found.visit.practitioner.slug}
    return [
        {
            "label": moment(to_instant(start).astimezone(clinic.zone)),
            "url": f"{found.places.move}?{urlencode(query | {'start': start})}",
        }
        for start in starts
    ]


def refusal(visit, reason, *, clinic) -> dict:
    """What the page says in place of the question, by the reason of `booking.policies.why_not_change`."""
    rules = rules_of(clinic)
    when = moment(online_until(rules, visit.starts_at).astimezone(clinic.zone))
    return {
        "off": {
            "title": _("Call us to change this visit"),
            "text": _("This clinic does not take that online. Your visit stands as it is."),
        },
        "late": {
            "title": _("It’s too late to change this online"),
            "text": _(
                "Online changes ended %(when)s. Your visit stands as it is: call us to cancel or move it."
            )
            % {"when": when},
        },
        "requested": {
            "title": _("The clinic has still to answer"),
            "text": _(
                "You asked for this visit. Once it is booked it can be moved; you can take it back now."
            ),
        },
        "elsewhere": {
            "title": _("Call us to move this visit"),
            "text": _("New times for it can’t be chosen online. Your visit stands as it is."),
        },
        "over": {
            "title": _("This visit can’t be changed any more"),
            "text": _("It has begun or is over. Call us if something is not right."),
        },
    }[reason]
