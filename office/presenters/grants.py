"""Who can open a record in the portal, in words: which account, how much, how it came about."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common import wording
from office.presenters.moments import day_of, time_of
from records.models.access import Basis, Level, Relation, Scope
from records.presenters import of_the_account

# Why a grant ended that another one of the account followed; when records are joined or parted, perhaps none did.
FOLLOWED = ("replaced", "parted")


def grant_rows(space) -> list[dict]:
    """A row for each account: the patient first, then the others, those whose access ended last."""
    in_order = sorted(
        space.grants, key=lambda grant: (has_ended(grant, space.at), not grant.is_self, grant.starts_at)
    )
    # What was replaced by another grant of the same account is told by that one.
    return [_row(grant, space) for grant in in_order if grant.reason not in FOLLOWED]


def has_ended(grant, at) -> bool:
    """Whether a grant was revoked, has run out, or ended as the patient came of age."""
    if grant.revoked_at is not None or (grant.expires_at is not None and grant.expires_at <= at):
        return True
    return came_of_age(grant)


def came_of_age(grant) -> bool:
    """Whether what was given for a minor is over because the patient is none any more."""
    rests_for_another_reason = grant.revoked_at or grant.is_denied or grant.patient.is_locked
    return grant.is_for_minor and not grant.is_open and not rests_for_another_reason


def _row(grant, space) -> dict:
    account, zone = grant.account, space.zone
    label, kind = state(grant, space.at)
    names = [space.patient.pk, grant.pk]
    is_over = has_ended(grant, space.at)
    return {
        "initials": account.initials,
        "colour": grant.colour,
        "name": account.name or account.email,
        "email": account.email,
        "unproved": not account.is_verified,
        "relation": of_the_account(grant.relation),
        "tag_label": label,
        "tag_kind": kind,
        "scopes": "" if is_over else _reach(grant),
        "how": str(Basis(grant.basis).label),
        "since": _since(grant, zone),
        "until": _until(grant, space.at, zone),
        "seen": time_of(grant.last_seen, at=space.at, zone=zone) if grant.last_seen else "",
        "revoke_url": "" if is_over else reverse("office:revocation", args=names),
        "deny_url": ""
        if grant.is_denied or grant.is_self
        else reverse("office:denial", args=[space.patient.pk, account.pk]),
        "consent_url": reverse("office:consent", args=names) if grant.is_resting else "",
    }


def state(grant, at) -> tuple[str, str]:
    """The tag of a grant: what it opens today."""
    if has_ended(grant, at):
        return _("Ended"), "outline"
    if grant.is_denied:
        return _("Denied"), "bad"
    if grant.patient.is_locked:
        return _("Locked"), "bad"
    if grant.is_resting:
        return _("Under review"), "warn"
    return level_tag(grant)


def level_tag(given) -> tuple[str, str]:
    """'Full', 'Some parts' or 'Limited', with its colour. `given` is a grant, a request or an invitation."""
    if given.level != Level.FULL:
        return _("Limited"), "neutral"
    return (_("Some parts"), "neutral") if scope_words(given.relation, given.scopes) else (_("Full"), "ok")


def scope_words(relation, scopes) -> str:
    """Which parts of the record: 'Appointments, Billing'; nothing said where it is all of them."""
    if relation == Relation.SELF or set(scopes) >= set(Scope.values):
        return ""
    return ", ".join(str(Scope(scope).label) for scope in Scope.values if scope in scopes) or _("Nothing")


def _reach(grant) -> str:
    if grant.is_resting:
        words = _("Appointments and billing, until %(name)s agrees to more")
        return words % {"name": grant.patient.given_name}
    return scope_words(grant.relation, grant.scopes)


def _since(grant, zone) -> str:
    day = _day(grant.starts_at, zone)
    if grant.granted_by is None:
        return _("Since %(day)s") % {"day": day}
    return _("Since %(day)s, by %(name)s") % {"day": day, "name": grant.granted_by}


def _until(grant, at, zone) -> str:
    if grant.revoked_at is not None:
        words = {"day": _day(grant.revoked_at, zone), "name": grant.revoked_by}
        return (_("Ended %(day)s, by %(name)s") if grant.revoked_by else _("Ended %(day)s")) % words
    if came_of_age(grant):
        return _("Ended when the patient came of age")
    if grant.expires_at is None:
        return ""
    words = _("Ended %(day)s") if grant.expires_at <= at else _("Until %(day)s")
    return words % {"day": _day(grant.expires_at, zone)}


def _day(instant, zone) -> str:
    return wording.short_day_year(instant.astimezone(zone))


def asks_rows(requests, space) -> list[dict]:
    """Who asks to be let in, why they wait, and what a yes would do."""
    return [_asks(request, space) for request in requests]


def _asks(request, space) -> dict:
    label, kind = level_tag(request)
    return {
        "name": request.account.name or request.account.email,
        "email": request.account.email,
        "initials": request.account.initials,
        "relation": of_the_account(request.relation),
        "tag_label": label,
        "tag_kind": kind,
        "scopes": scope_words(request.relation, request.scopes),
        "when": time_of(request.asked_at, at=space.at, zone=space.zone),
        "why": _why_waits(request, space),
        "may_accept": _may_accept(request, space),
        "url": reverse("office:decision", args=[space.patient.pk, request.pk]),
    }


def _may_accept(request, space) -> bool:
    return not request.is_denied and request.has_time_left(at=space.at) and not space.patient.is_locked


def _why_waits(request, space) -> str:
    if request.is_denied:
        return _("This account is denied. As long as that stands it cannot be let in.")
    if not request.has_time_left(at=space.at):
        return _("The access would be over by now. Decline, and give it anew.")
    if request.why == "denied":
        return _("This account was denied when it asked.")
    if request.why == "taken":
        seat = next((one for one in space.grants if one.is_self and one.is_full and not one.revoked_at), None)
        words = _("%(email)s is already there as the patient. Accepting ends that access.")
        return words % {"email": seat.account.email} if seat else _("Somebody else was there as the patient.")
    return _("The link or code was sent to another address than the one of this account.")


def denial_rows(denials, space) -> list[dict]:
    """Whom the clinic keeps out. The portal never says so."""
    return [
        {
            "name": denial.account.name or denial.account.email,
            "email": denial.account.email,
            "since": _("%(day)s: denied by %(name)s")
            % {"day": day_of(denial.at, at=space.at, zone=space.zone), "name": denial.by},
            "reason": denial.reason,
            "url": _lifting(space, denial),
        }
        for denial in denials
    ]


def _lifting(space, denial) -> str:
    """Of several of one account each is lifted by its own press: the address says which."""
    lifting = reverse("office:denial_lifting", args=[space.patient.pk, denial.account_id])
    return f"{lifting}?which={denial.pk}"
