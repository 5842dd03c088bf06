"""Who can see a record, in plain words: how much, since when, how it came about."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common.paging import around
from common.wording import all_of
from portal.presenters.deeds import ledger_rows
from portal.presenters.record_tabs import record_tabs
from portal.presenters.words import day_and_time, day_with_year
from records.models.access import Basis, Relation, Scope
from records.policies import has_scope, knows_all, why_not_end


def access_page(own, grants, seen, opened, viewer, *, at, number, shows_own) -> dict:
    """`opened` is a page of the ledger (`portal.ledger.Page`)."""
    zone = own.patient.clinic.zone
    url, knows = reverse("portal:access", args=[own.patient_id]), knows_all(own)
    query = "?show=all&" if knows and shows_own else "?"
    return {
        "patient": own.patient,
        "grant": own,
        "record_tabs": record_tabs(own, "access"),
        "title": _("Who can see your record")
        if own.is_self
        else _("Who can see %(name)s’s record") % {"name": own.patient.given_name},
        "rows": who_rows(grants, own, seen, at=at, zone=zone),
        "is_alone": knows and len(grants) == 1,
        "knows_all": knows,
        "opened": ledger_rows(opened, viewer, at=at, zone=zone),
        "opened_title": _("What was opened") if knows else _("What you opened"),
        "tabs": [
            {"label": _("Others"), "url": f"{url}#opened", "current": not shows_own},
            {"label": _("Everybody, you too"), "url": f"{url}?show=all#opened", "current": shows_own},
        ]
        if knows
        else [],
        **around(number, opened.has_more, query + "page={}#opened"),
    }


def ending_page(own, grant) -> dict:
    """The question before access ends: whose, and what it means."""
    is_own = grant.pk == own.pk
    name = grant.account.name or grant.account.email
    return {
        "patient": own.patient,
        "grant": own,
        "is_own": is_own,
        "name": own.patient.given_name if is_own else name,
        "email": grant.account.email,
        "initials": grant.account.initials,
        "sees": sees(grant, is_own=is_own),
        "how": how(grant, is_own=is_own),
    }


def who_rows(grants, own, seen, *, at, zone) -> list[dict]:
    """A row for each grant the holder of `own` may know of, oneself first; `seen` is when each was here last."""
    in_order = sorted(grants, key=lambda grant: _place(grant, own))
    return [_row(grant, own, seen.get(grant.account_id), at, zone) for grant in in_order]


def _place(grant, own):
    return grant.pk != own.pk, not grant.is_self, not grant.is_full, grant.starts_at


def _row(grant, own, seen, at, zone) -> dict:
    account, is_own = grant.account, grant.pk == own.pk
    return {
        "initials": account.initials,
        "colour": own.colour if is_own else "",
        "name": _("You") if is_own else account.name or account.email,
        "email": account.email,
        "relation": _relation(grant, is_own),
        **_tag(grant),
        "sees": sees(grant, is_own=is_own),
        "review": under_review(grant, is_own=is_own),
        "how": how(grant, is_own=is_own),
        "dates": _dates(grant, at, zone),
        "seen": _("Last here: %(when)s") % {"when": day_and_time(seen, at=at, zone=zone)}
        if seen
        else _("Not here yet"),
        "end_url": ""
        if why_not_end(own, grant, at=at)
        else reverse("portal:ending", args=[own.patient_id, grant.pk]),
        "end_label": _("Stop seeing this record") if is_own else _("End access"),
    }


def _tag(grant) -> dict:
    if not grant.is_full:
        return {"tag_label": _("Limited access"), "tag_kind": "neutral"}
    if all(has_scope(grant, scope) for scope in Scope):
        return {"tag_label": _("Full access"), "tag_kind": "ok"}
    return {"tag_label": _("Some parts"), "tag_kind": "neutral"}


def _relation(grant, is_own) -> str:
    if not grant.is_self:
        return str(Relation(grant.relation).label)
    return "" if is_own else _("Signed up in your name")


def scope_words(scopes) -> str:
    """'visits, forms and bills', in the order of the whole list."""
    words = {
        Scope.APPOINTMENTS: _("visits"),
        Scope.FORMS: _("forms"),
        Scope.RECORDS: _("treatment plans and documents"),
        Scope.MESSAGES: _("messages"),
        Scope.BILLING: _("bills"),
    }
    named = all_of(word for scope, word in words.items() if scope in scopes)
    return named[:1].upper() + named[1:]


def sees(grant, *, is_own) -> str:
    """What of the record a grant opens."""
    if not grant.is_full:
        if is_own:
            return _("What you booked and sent in yourself, online")
        return _("What they booked and sent in themselves, online")
    if grant.is_self:
        return _("Everything in the record")
    return scope_words([scope for scope in Scope if has_scope(grant, scope)])


def under_review(grant, *, is_own) -> str:
    """Why somebody sees less from the review age on."""
    if not grant.under_review:
        return ""
    if is_own:
        return _("The rest is private to %(name)s, who can allow more at the clinic.") % {
            "name": grant.patient.given_name
        }
    return _("The rest is private to you. You can allow more at the clinic.")


def how(grant, *, is_own) -> str:
    """How it came about; whoever did it for the clinic is 'the clinic'."""
    if grant.basis == Basis.PATIENT:
        if is_own:
            return _("Given by %(name)s") % {"name": grant.patient.given_name}
        return _("Given by you")
    return {
        Basis.BOOKING: _("By booking online"),
        Basis.CLINIC: _("Given by the clinic"),
        Basis.CLAIM: _("By booking online and signing in"),
        Basis.CODE: _("By an access code of the clinic"),
        Basis.LINK: _("By an access link of the clinic"),
        Basis.INVITATION: _("Invited by the clinic"),
    }[grant.basis]


def _dates(grant, at, zone) -> str:
    today = at.astimezone(zone).date()
    since = day_with_year(grant.starts_at.astimezone(zone), today)
    if grant.expires_at is None:
        return _("Since %(day)s") % {"day": since}
    until = day_with_year(grant.expires_at.astimezone(zone), today)
    return _("Since %(day)s, until %(end)s") % {"day": since, "end": until}
