"""Being forgotten in words: what goes, what the law keeps and until when, how the last request stands."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.wording import day_month, long_date_year
from portal.presenters.record_tabs import record_tabs
from records import contract, retention
from records.contract import Goes


def erasure_page(own, last, *, at) -> dict:
    """`last` is the last request of this account, or None."""
    patient = own.patient
    years = retention.years_of(patient.clinic)
    fates = [fate for room in contract.answerers() for fate in room.erase(patient)]
    return {
        "patient": patient,
        "grant": own,
        "record_tabs": record_tabs(own, "access"),
        "goes": [{"icon": "check", "text": fate.what} for fate in fates if fate.goes == Goes.NOW],
        "stays": [{"term": fate.what, "answer": fate.why} for fate in fates if fate.goes != Goes.NOW],
        "until": long_date_year(retention.keep_until(patient)),
        "years": ngettext("%(n)d year", "%(n)d years", years) % {"n": years},
        "state": _state(last, patient.clinic.zone) if last else None,
        "is_asked": last is not None and last.decided_at is None,
        "back_url": reverse("portal:takeout", args=[patient.pk]),
    }


def _state(last, zone) -> dict:
    day = day_month(last.asked_at.astimezone(zone))
    if last.decided_at is None:
        return {"kind": "info", "text": _("You asked on %(day)s. The clinic answers by mail.") % {"day": day}}
    if last.accepted is False:
        words = _("The clinic said no to what you asked on %(day)s: %(reason)s")
        return {"kind": "warn", "text": words % {"day": day, "reason": last.reason}}
    return {"kind": "ok", "text": _("The clinic did what you asked on %(day)s.") % {"day": day}}
