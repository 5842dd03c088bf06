"""A patient at a glance: the official record, visits, forms."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from booking.presenters.booked import KINDS
from clinic.catalogue import catalogue_of
from common import wording
from office.presenters.joining import likeness_notice, merge_notice
from office.presenters.patient_forms import sending_address
from office.presenters.person import workspace_page
from office.presenters.personal import at_a_glance, details_card
from smartforms.presenters import titles
from smartforms.presenters.listing import TAGS, why_and_when


def visit_rows(overview) -> list[dict]:
    """Visits, the latest first. What the patient wrote for the practitioner is for those who care for them."""
    space = overview.space
    clinic, at = space.patient.clinic, space.at
    several = len(catalogue_of(clinic).locations) > 1
    this_year = at.astimezone(clinic.zone).year
    return [
        {
            "when": _when(visit.starts_at.astimezone(clinic.zone), this_year),
            "service": visit.service.title,
            "url": reverse("office:visit", args=[space.patient.pk, visit.pk]),
            "who": f"{visit.practitioner.name}, {visit.location.name}"
            if several
            else visit.practitioner.name,
            "online": visit.is_made_online,
            "note": visit.note if space.reads_record else "",
            "because": visit.cancelled_because,
            "fee": wording.money(visit.late_fee, visit.currency) if visit.late_fee else "",
            "tag_label": _stands(visit, at),
            "tag_kind": KINDS[visit.status] if visit.status != "booked" or visit.ends_at > at else "neutral",
        }
        for visit in overview.visits[: overview.shown]
    ]


def _stands(visit, at) -> str:
    if visit.status != "booked":
        return visit.status_label
    return _("Booked") if visit.ends_at > at else _("Past")


def _when(local, this_year) -> str:
    if local.year == this_year:
        return wording.short_moment(local)
    return date_format(local, pgettext("date of a visit", "D j M Y")) + ", " + wording.clock_time(local)


def form_rows(overview) -> list[dict]:
    """Forms, the last sent first; those whose answers this member may read are links."""
    patient, zone, at = overview.space.patient, overview.space.zone, overview.space.at
    return [
        {
            "title": titles.of_form(form),
            "text": why_and_when(form, at=at, zone=zone),
            "url": reverse("office:answers", args=[patient.pk, form.pk]) if overview.may_read(form) else "",
            "closed": (bool(form.sent_in) or form.is_on_paper)
            and not (overview.may_read(form) or overview.may_have_scan(form)),
            "tag_label": form.status(at=at).label,
            "tag_kind": TAGS[form.status(at=at)],
        }
        for form in overview.forms[: overview.shown]
    ]


def overview_page(overview, rows, *, mark, whole: bool, twins=(), merges=()) -> dict:
    """Everything patient.html shows; `rows` and `mark` are of the card of the record, `twins` the pairs with records
    that may be the same person's."""
    space = overview.space
    return {
        **workspace_page(space, "patient"),
        **details_card(space, at_a_glance(rows), mark=mark),
        "visits": visit_rows(overview),
        "more_visits": len(overview.visits) > overview.shown,
        "forms": form_rows(overview),
        "more_forms": len(overview.forms) > overview.shown,
        "sees_forms": space.sees_forms,
        "forms_url": reverse("office:patient_forms", args=[space.patient.pk]),
        "send_url": sending_address(space),
        "book_url": reverse("office:booking", args=[space.patient.pk]) if space.books else "",
        "twins": [likeness_notice(pair, space.patient) for pair in twins],
        "merges": [merge_notice(space, merge) for merge in merges],
        "all_url": "" if whole else "?rows=all",
    }
