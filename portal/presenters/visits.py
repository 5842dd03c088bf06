"""Visits as cards, and what stands on the page of one."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from booking.actions.will_come import is_asked
from booking.guests import AsGuest
from booking.presenters.booked import appointment_card
from booking.rules import rules_of
from clinic.catalogue import catalogue_of
from common.wording import day_month, in_days, long_date, money
from portal.presenters import will_come
from portal.reach import in_portal

TABS = ("coming", "past", "cancelled")


def tabs(patient_id, shown) -> list[dict]:
    """Coming, past, cancelled."""
    words = {"coming": _("Coming"), "past": _("Past"), "cancelled": _("Cancelled")}
    url = reverse("portal:visits", args=[patient_id])
    return [
        {
            "label": words[name],
            "url": url if name == "coming" else f"{url}?show={name}",
            "current": name == shown,
        }
        for name in TABS
    ]


def nothing(shown) -> dict:
    """What an empty tab says."""
    return {
        "coming": {
            "icon": "calendar",
            "title": _("Nothing booked"),
            "text": _("Visits you book appear here."),
            "action_url": reverse("booking:services"),
            "action_label": _("Book a visit"),
        },
        "past": {
            "icon": "history",
            "title": _("No past visits"),
            "text": _("After a visit it is listed here."),
        },
        "cancelled": {
            "icon": "calendar-x",
            "title": _("No cancelled visits"),
            "text": _("Visits that did not take place are listed here."),
        },
    }[shown]


def card(visit, grant, *, clinic, at, when=False, links=None) -> dict:
    """One visit of the person a grant is on. `when` adds 'in two days' to whose it is."""
    name = _("You") if grant.is_self else grant.patient.given_name
    if when:
        today, day = (instant.astimezone(clinic.zone).date() for instant in (at, visit.starts_at))
        days = max(0, (day - today).days)
        name = _("%(name)s, %(when)s") % {"name": name, "when": in_days(days)}
    shown = appointment_card(
        visit,
        zone=clinic.zone,
        who=name,
        initials=grant.patient.initials,
        colour=grant.colour,
        links=links_of(visit, grant, clinic=clinic, at=at) if links is None else links,
    )
    if isinstance(grant, AsGuest):  # a link that travels by mail: no clinical words (product §4)
        shown["service"] = _("Visit")
    years = {instant.astimezone(clinic.zone).year for instant in (at, visit.starts_at)}
    if len(years) > 1:  # last year's third of September is not this year's
        shown["month"] = f"{shown['month']} {visit.starts_at.astimezone(clinic.zone).year}"
    if visit.ends_at <= at and visit.status == "booked":
        shown |= {"state": "past", "tag_label": ""}
    return shown


def links_of(visit, grant, *, clinic, at) -> list[dict]:
    """What can be done with a visit from its card."""
    page = {"label": _("See details"), "url": in_portal(visit).visit}
    if visit.is_off or visit.ends_at <= at:
        again = book_again(visit, clinic=clinic)
        return [page, {"label": _("Book again"), "url": again}] if again else [page]
    page["label"] = _("Change or cancel")
    links = [page]
    if not visit.is_waiting:
        links.append({"label": _("Add to calendar"), "url": in_portal(visit).calendar})
    if is_asked(visit, at=at):
        links.insert(0, {"label": will_come.label(grant), "url": in_portal(visit).attendance})
    if visit.location.map_url:
        links.append({"label": _("Directions"), "url": visit.location.map_url})
    return links


def book_again(visit, *, clinic) -> str:
    """The booking pages with service, place and practitioner chosen; empty where that cannot be booked online."""
    catalogue = catalogue_of(clinic)
    service = catalogue.services.get(visit.service.slug)
    if service is None or not service.is_online or not rules_of(clinic).is_online:
        return ""
    query = {}
    if catalogue.practitioners.get(visit.practitioner_id) in catalogue.who_gives(service, visit.location):
        query = {"with": visit.practitioner.slug}
        if len(catalogue.where_given(service)) > 1:
            query["place"] = visit.location_id
    url = reverse("booking:practitioners", args=[service.slug])
    return f"{url}?{urlencode(query)}" if query else url


def title(visit, grant, *, zone) -> str:
    """'Your visit on Thursday 26 November' or 'Elis’s visit on …'."""
    day = {"day": long_date(visit.starts_at.astimezone(zone))}
    if grant.is_self:
        return _("Your visit on %(day)s") % day
    return _("%(name)s’s visit on %(day)s") % {"name": grant.patient.given_name, **day}


def facts(visit, account, *, zone) -> list[str]:
    """Who booked it and what it costs."""
    made = day_month(visit.booking.made_at.astimezone(zone))
    if visit.requested_at:
        said = [_("Asked for online, %(day)s") % {"day": made}]
    elif not visit.is_made_online:
        said = [_("Booked by the clinic, %(day)s") % {"day": made}]
    elif visit.made_online_by_id == getattr(account, "pk", None):
        said = [_("Booked online by you, %(day)s") % {"day": made}]
    else:
        said = [_("Booked online, %(day)s") % {"day": made}]
    if visit.price is not None:
        said.append(_("%(price)s, pay at the clinic") % {"price": money(visit.price, visit.currency)})
    return said
