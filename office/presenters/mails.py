"""The last mails in words: what kind, when, and how it went. Never what they say."""

from django.utils.translation import gettext as _

from common import wording


def mail_rows(messages, *, zone) -> list[dict]:
    """Rows of (what, tag_label, tag_kind, when)."""
    return [{"what": kinds().get(one.kind, _("Another mail")), **_state(one, zone)} for one in messages]


def _state(mail, zone) -> dict:
    if mail.sent_at:
        return _said(_("Sent"), "ok", _moment(mail.sent_at, zone))
    if mail.dropped_at:
        why = why_dropped(mail.dropped_because)
        return _said(_("Not sent"), "neutral", f"{_moment(mail.dropped_at, zone)}: {why}")
    if mail.dead_at:
        words = _("%(moment)s: the mailbox did not take it")
        return _said(_("Failed"), "bad", words % {"moment": _moment(mail.dead_at, zone)})
    if mail.attempts:
        words = _("Did not get through yet, next try %(moment)s")
        return _said(_("Waiting"), "warn", words % {"moment": _moment(mail.due_at, zone)})
    return _said(_("Waiting"), "info", _("Leaves %(moment)s") % {"moment": _moment(mail.due_at, zone)})


def _said(label, kind, when) -> dict:
    return {"tag_label": label, "tag_kind": kind, "when": when}


def _moment(instant, zone) -> str:
    return wording.short_moment(instant.astimezone(zone))


def kinds() -> dict:
    """The catalogue of mails, as the team calls them."""
    return {
        "accounts.verify": _("Confirm the address"),
        "accounts.reset": _("Choose a new password"),
        "accounts.notice": _("Notice about the account’s safety"),
        "records.access_link": _("Access link"),
        "records.invitation": _("Invitation"),
        "records.access_changed": _("Access has changed"),
        "records.joined": _("A record was put in order"),
        "records.access_opened": _("Somebody was let in"),
        "records.something_new": _("Something new in the record"),
        "records.sent_answered": _("Files that were sent were looked at"),
        "records.profile_reviewed": _("Changes of details were looked at"),
        "records.confirm_address": _("Confirm a new address of the record"),
        "records.address_to_change": _("Notice that the address of the record is to change"),
        "records.takeout_ready": _("A record to take along is ready"),
        "records.erasure_decided": _("Answer to a request to erase"),
        "smartforms.forms": _("Link to forms"),
        "smartforms.assigned": _("Forms to fill in"),
        "smartforms.reminder": _("Reminder of a form"),
        "booking.confirmed": _("Visit booked"),
        "records.ahead": _("Access is about to change"),
        "smartforms.guest": _("Link to a form, asked for by a guest"),
        "booking.received": _("Visit asked for"),
        "booking.declined": _("Visit declined"),
        "booking.moved": _("Visit moved"),
        "booking.reminder": _("Reminder of a visit"),
        "booking.offer": _("A time from the waiting list"),
        "booking.cancelled": _("Visit cancelled"),
    }


def why_dropped(code: str) -> str:
    """Why a mail did not leave, by the code the outbox keeps."""
    return reasons().get(code, _("what it was about is over"))


def reasons() -> dict:
    """Why a mail did not leave, in words that finish a sentence."""
    return {
        "address proved": _("the address was confirmed already"),
        "no such account": _("the account is closed"),
        "nobody to tell": _("the account is closed, or its address not confirmed"),
        "code over": _("the code was used, cancelled or ran out"),
        "nothing to accept": _("the invitation was accepted or taken back"),
        "locked down": _("the record is locked down"),
        "access over": _("the access had ended"),
        "no visit stands": _("the visit was cancelled before"),
        "no such visit": _("the account does not see this visit"),
        "no form waits": _("no form waited any more"),
        "told otherwise": _("letters and results are told by phone or post"),
        "never told": _("the mail about the booking never left"),
        "enough mail for an hour": _("this address had too many mails within an hour"),
    }
