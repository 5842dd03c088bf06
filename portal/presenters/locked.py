"""What somebody does not see of a record and how it opens: never what or how much is in there."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from common.wording import day_month
from portal.presenters.refused import ask
from records.models.access import Scope
from records.policies import birthday, may_find_forms, may_find_visits, sees_all

A_MONTH_AHEAD = timedelta(days=31)


def areas(grant, visits: int) -> list[dict]:
    """The parts of a record, those that are open first; nothing for whoever sees all of it."""
    locked = _locked(grant)
    return [*_open(grant, visits), *locked] if locked else []


def _open(grant, visits) -> list[dict]:
    rows = []
    if may_find_visits(grant):
        rows.append(
            {
                "url": reverse("portal:visits", args=[grant.patient_id]),
                "title": _("Visits") if grant.is_full else _("Visits you booked online"),
                "text": _("%(n)s upcoming") % {"n": visits} if visits else _("Nothing upcoming"),
                "icon": "calendar",
            }
        )
    if may_find_forms(grant):
        rows.append(
            {
                "url": reverse("portal:forms", args=[grant.patient_id]),
                "title": _("Forms") if sees_all(grant, Scope.FORMS) else _("Forms sent to you"),
                "text": _("To fill in, and what you sent"),
                "icon": "clipboard-pen",
            }
        )
    return rows


def _locked(grant) -> list[dict]:
    name = {"name": grant.patient.given_name}
    rows = []
    if not sees_all(grant, Scope.RECORDS):
        rows.append((_("Treatment plans"), _("What the practitioners recommend")))
        rows.append((_("Documents from the clinic"), _("Letters, requisitions and results")))
    if grant.is_full and not may_find_forms(grant):
        rows.append((_("Forms"), _("To fill in before a visit")))
    if not sees_all(grant, Scope.APPOINTMENTS):
        words = _("Anything reception booked for %(name)s") % name
        rows.append(
            (
                _("Visits booked by the clinic"),
                _("Anything reception booked for you") if grant.is_self else words,
            )
        )
    return [{"title": title, "text": text, "locked": True} for title, text in rows]


def unlock(grant) -> dict | None:
    """The card that says how the rest opens; `has_code`: with the four words of the clinic."""
    if not _locked(grant):
        return None
    name = {"name": grant.patient.given_name}
    if grant.is_full:
        title = _("You see part of %(name)s’s record") % name
        return {"title": title, "text": "", "ask": ask(grant), "has_code": False}
    if grant.is_self:
        title, text = _("Unlock your record"), _("The clinic keeps it locked until it knows that it is you.")
    else:
        title = _("Unlock %(name)s’s record") % name
        text = _("The clinic keeps %(name)s’s record locked until it knows who you are.") % name
    return {
        "title": title,
        "text": text,
        "ask": _("Ask at reception or call for a code of four words:"),
        "has_code": True,
    }


def growing_up(grant, *, on) -> dict | None:
    """What changes, or has changed, as a young person grows older (D3). `on` is the day on the clinic's calendar."""
    if not grant.is_for_minor:
        return None
    name = {"name": grant.patient.given_name}
    if grant.under_review:
        coming = _coming(grant, grant.majority_age, on)
        return coming or {
            "icon": "lock",
            "title": _("Some of this record is private to %(name)s now") % name,
            "text": _(
                "You still book visits and fill in forms sent to you. %(name)s can allow more at the clinic."
            )
            % name,
        }
    if grant.consent_at is None and (coming := _coming(grant, grant.review_age, on)):
        return coming
    return _coming(grant, grant.majority_age, on)


def _coming(grant, years, on) -> dict | None:
    """The birthday that is less than a month away."""
    if years is None:
        return None
    day = birthday(grant.patient.date_of_birth, years)
    if not timedelta(0) < day - on <= A_MONTH_AHEAD:
        return None
    name = grant.patient.given_name
    if years == grant.majority_age:
        text = _(
            "From then on the record is %(name)s’s own and leaves your account. %(name)s can let you see it again."
        )
    else:
        text = _(
            "From then on some of the record is private to %(name)s. You’ll still book visits and fill in forms."
        )
    return {
        "icon": "cake",
        "title": _("%(name)s turns %(age)s on %(day)s") % {"name": name, "age": years, "day": day_month(day)},
        "text": text % {"name": name},
    }
