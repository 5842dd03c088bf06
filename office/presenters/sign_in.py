"""Why somebody cannot get in, in plain words, with the button that helps."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock, wording
from office.presenters.grants import level_tag
from office.presenters.mails import mail_rows
from office.sign_in import Cause, Help

KINDS = {Cause.NOTHING: "ok", Cause.NO_GRANT: "info", Cause.NO_ACCOUNT: "info"}


def sign_in_page(known, diagnosis, mails, clinic) -> dict:
    """Everything sign_in.html shows about one address."""
    zone = clinic.zone
    return {
        "email": known.email,
        "cause": " ".join(filter(None, [cause_words(known, diagnosis), waiting_words(known, diagnosis)])),
        "kind": KINDS.get(diagnosis.cause, "warn"),
        "help": help_button(diagnosis),
        "facts": facts(known, zone),
        "records": [_record(one, known, zone) for one in known.patients],
        "mails": mail_rows(mails, zone=zone),
    }


def cause_words(known, diagnosis) -> str:
    """What stands in the way, in a sentence."""
    minutes = clock.minutes_in(known.wait)
    waits = ngettext(
        "Too many wrong passwords: sign-in is closed for %(n)d more minute.",
        "Too many wrong passwords: sign-in is closed for %(n)d more minutes.",
        minutes,
    )
    name = diagnosis.patient.name if diagnosis.patient else ""
    return {
        Cause.CLOSED: _("The account with this address was closed."),
        Cause.WAITS: waits % {"n": minutes},
        Cause.NO_ACCOUNT: _("Nobody has made an account with this address yet."),
        Cause.UNPROVED: _(
            "There is an account, but its address is not confirmed: the link we mailed was not opened."
        ),
        Cause.LOCKED: _("The record of %(name)s is locked down, so nobody gets in.") % {"name": name},
        Cause.OTHER_ADDRESS: _("%(name)s signs in with another address than the one on file: %(email)s.")
        % {"name": name, "email": diagnosis.email},
        Cause.NO_GRANT: _("There is an account, but it opens no record at this clinic."),
        Cause.NOTHING: _("Nothing stands in the way. Perhaps the password is forgotten."),
    }[diagnosis.cause]


def waiting_words(known, diagnosis) -> str:
    """What was sent already to somebody who is not in yet, and whether it still works."""
    if diagnosis.cause not in (Cause.NO_ACCOUNT, Cause.NO_GRANT):
        return ""
    if known.invitations:
        ends_at = known.invitations[0].expires_at
        if ends_at is None or ends_at > known.at:
            return _("An invitation waits to be accepted.")
        return _("The invitation has run out.")
    if known.codes:
        if known.codes[0].expires_at > known.at:
            return _("An access code waits to be used.")
        return _("The access code has run out.")
    return ""


def help_button(diagnosis) -> dict | None:
    """The one thing that helps: a press (`what`) or a link (`url`)."""
    pressed = {
        Help.UNLOCK: _("Open sign-in again"),
        Help.VERIFY: _("Send the confirmation link again"),
        Help.RENEW: _("Send a fresh invitation"),
        Help.RESET: _("Send a link for a new password"),
    }
    if diagnosis.help in pressed:
        return {"what": str(diagnosis.help), "label": pressed[diagnosis.help]}
    if diagnosis.help == Help.OTHER:
        url = f"{reverse('office:sign_in')}?{urlencode({'email': diagnosis.email})}"
        return {"url": url, "label": _("Look at that address")}
    if diagnosis.help == Help.ACCESS and diagnosis.patient:
        label = _("Open the record again") if diagnosis.cause == Cause.LOCKED else _("Give a code")
        return {"url": access_url(diagnosis.patient.pk), "label": label}
    return None


def access_url(patient_id) -> str:
    """The tab on which codes are issued and lock-downs lifted."""
    return reverse("office:access", args=[patient_id])


def facts(known, zone) -> list[dict]:
    """Rows of `summary_list`: the account, what it opens, invitations and codes that stand."""
    rows = [{"term": _("Account"), "answer": _account(known, zone)}]
    for one in known.invitations:
        rows.append(
            {"term": _("Invitation"), "answer": one.patient.name, "detail": _invited(one, known.at, zone)}
        )
    for code in known.codes:
        rows.append(
            {"term": _("Access code"), "answer": code.patient.name, "detail": _until(code, known.at, zone)}
        )
    return rows


def _account(known, zone) -> str:
    account = known.account
    if account is None:
        return _("None")
    made = _day(account.date_joined, zone)
    if not account.is_verified:
        return _("Made %(day)s, address not confirmed") % {"day": made}
    confirmed = _day(account.verified_at, zone)
    return _("Made %(day)s, address confirmed %(confirmed)s") % {"day": made, "confirmed": confirmed}


def _invited(one, at, zone) -> str:
    if one.sent_at is None:
        return _("The mail has not left yet")
    return _until(one, at, zone)


def _until(door, at, zone) -> str:
    moment = wording.short_moment(door.expires_at.astimezone(zone))
    words = _("Works until %(moment)s") if door.expires_at > at else _("Ran out %(moment)s")
    return words % {"moment": moment}


def _record(patient, known, zone) -> dict:
    grant = next((one for one in known.grants if one.patient_id == patient.pk), None)
    if patient.is_locked:
        tag = (_("Locked down"), "bad")
    elif grant is None or not grant.is_live:
        tag = (_("Not open to this address"), "outline")
    else:
        tag = level_tag(grant)
    differs = patient.email.lower() != known.email
    return {
        "url": reverse("office:patient", args=[patient.pk]),
        "name": patient.name,
        "on_file": patient.email,
        "differs": differs and bool(grant and grant.is_self),
        "tag_label": tag[0],
        "tag_kind": tag[1],
    }


def _day(instant, zone) -> str:
    return wording.short_day_year(instant.astimezone(zone))
