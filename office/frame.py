"""What stands around every page of the team: where one can go, who one is, what time it is."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts import once_more
from accounts.policies import idle_limit
from booking.policies import sees_waiting_list
from clinic.catalogue import catalogue_of
from clinic.models.clinic import Role
from clinic.models.people import PersonColour
from clinic.policies import may_configure
from clinic.team import is_operator, may_enter_settings, member_behind
from common import clock, wording
from office.emergencies import open_glass
from office.guide import is_bookable
from office.policies import sees_forms, sees_tray
from office.presenters.ages import ages_missing
from office.presenters.emergencies import strip, waiting_notice
from office.presenters.guide import guide_notice
from office.tray import EMERGENCY, waiting_counts
from records.policies import reviews_emergencies

TABLES = "/admin/"
PLACES = ("/office/", TABLES)
DAY_BEGINS = {"office:calendar", "office:patients"}
SETTINGS = ("office:settings", "office:website")  # where the guide sends one, and comes back from


def page(request):
    """Inputs of the office shell. Elsewhere, and for whoever is not of the team, nothing."""
    onwards = once_more.leads_to(request)
    if (
        not (onwards or request.path).startswith(PLACES)
        or not getattr(request, "user", None)
        or not request.user.is_authenticated
    ):
        return {}
    if member_behind(request) is None and not is_operator(request):
        return {}
    member = member_behind(request)
    patients = reverse("office:patients")
    return {
        "home_url": reverse("office:home" if member else "admin:index"),
        "once_more_shell": "shells/office.html" if onwards else "",
        "nav_items": _rooms(request) if member else [],
        "nav_more": _settings(request),
        "search_url": patients if member else "",
        "search_query": request.GET.get("q", "") if request.path == patients else "",
        "found_url": reverse("office:found") if member else "",
        "keys": _keys(member) if member else [],
        "clock_text": _moment(request),
        "quiet_notice": _what_to_look_over(request) or _guide(request) or _what_is_missing(request),
        "emergency": _emergency(request),
        "lock_after": int(idle_limit(is_staff=True).total_seconds()),
        "staff": SimpleLazyObject(lambda: _staff(request)),
    }


def _moment(request) -> str:
    local = clock.now().astimezone(request.clinic.zone)
    return f"{date_format(local, 'D j F')}, {wording.clock_time(local)}"


def _rooms(request) -> list[dict]:
    """The daily rooms that exist."""
    rooms = [
        _place(request, _("Calendar"), "office:calendar", "calendar"),
        _place(request, _("Patients"), "office:patients", "users"),
    ]
    if sees_tray(member_behind(request)):
        rooms.append(_tray(request))
    if sees_forms(member_behind(request)):
        rooms.append(_place(request, _("Forms"), "office:forms", "clipboard-pen"))
    if sees_waiting_list(member_behind(request)):
        rooms.append(_place(request, _("Waiting list"), "office:waiting", "hourglass"))
    rooms.append(_place(request, _("Reports"), "office:reports", "clipboard-list"))
    return rooms


def _keys(member) -> list[dict]:
    """Where "g" and a key lead (static/js/keys.js)."""
    rooms = [("c", _("Calendar"), "office:calendar"), ("p", _("Patients"), "office:patients")]
    rooms += [("t", _("Tray"), "office:tray")] if sees_tray(member) else []
    return [{"key": key, "label": label, "url": reverse(name)} for key, label, name in rooms]


def _tray(request) -> dict:
    """With how much waits for oneself; only a page that shows it pays its query (performance, P8)."""
    counted = getattr(request, "in_tray", None)  # along with a patient's workspace
    waits = SimpleLazyObject(lambda: sum(waiting_counts(request).values())) if counted is None else counted
    return _place(request, _("Tray"), "office:tray", "inbox") | {"count": waits}


def _settings(request) -> list[dict]:
    if not may_enter_settings(request):
        return []
    places = [_place(request, _("Settings"), "office:settings", "settings")]
    if may_configure(member_behind(request)):
        places = [
            _place(request, _("Online booking"), "office:booking_rules", "mouse-pointer-click"),
            _portal(request),
            _place(request, _("Website button"), "office:website", "app-window"),
            *places,
        ]
    # The tables are settings too; what has a place of its own is that place.
    is_settings = places[-1]["current"] or request.path.startswith(TABLES)
    places[-1]["current"] = is_settings and not any(place["current"] for place in places[:-1])
    return places


def _portal(request) -> dict:
    """Inviting many stands beneath it, at an address of its own."""
    place = _place(request, _("Portal and invites"), "office:portal", "send")
    return place | {"current": place["current"] or request.path.startswith(reverse("office:invitations"))}


def _what_is_missing(request) -> dict | None:
    """On the pages a day begins with: what managers and owners still have to decide."""
    match = request.resolver_match
    if match is None or match.view_name not in DAY_BEGINS or not may_configure(member_behind(request)):
        return None
    # The calendar learns it along with the membership of whoever looks.
    return ages_missing(request.clinic, chosen=getattr(member_behind(request), "ages_chosen", None))


def _guide(request) -> dict | None:
    """The way back to the set-up guide: from the settings until it is put away, and while nobody can book."""
    clinic, match = request.clinic, request.resolver_match
    if match is None or clinic.guide_put_away_at or not may_configure(member_behind(request)):
        return None
    if match.view_name in DAY_BEGINS:
        return None if is_bookable(clinic) else guide_notice(_("Patients cannot book online yet."))
    in_settings = request.path.startswith(tuple(reverse(name) for name in SETTINGS))
    return guide_notice(_("The clinic is being set up.")) if in_settings else None


def _what_to_look_over(request) -> dict | None:
    """On the same pages: what was opened in an emergency and waits for a manager's or an owner's word."""
    match = request.resolver_match
    member = member_behind(request)
    if match is None or match.view_name not in DAY_BEGINS or not reviews_emergencies(member):
        return None
    count = waiting_counts(request).get(EMERGENCY, 0)
    return waiting_notice(count) if count else None


def _emergency(request) -> dict | None:
    """The strip on every page of a patient whose record this member opened in an emergency."""
    patient = request.resolver_match.kwargs.get("patient") if request.resolver_match else None
    member, at = member_behind(request), clock.now()
    if patient is None or member is None:
        return None
    if not hasattr(request, "glass_until"):  # a page that stands outside the workspace
        glass = open_glass(member, patient, at=at)
        request.glass_until = glass.until if glass else None
    until = request.glass_until
    return strip(patient, until, at=at, zone=request.clinic.zone) if until and until > at else None


def _place(request, label, name, icon) -> dict:
    url = reverse(name)
    return {"label": label, "url": url, "icon": icon, "current": request.path.startswith(url)}


def _staff(request) -> dict:
    member = member_behind(request)
    people = catalogue_of(request.clinic).practitioners.values()
    colour = next((one.colour for one in people if one.user_id == request.user.pk), PersonColour.ROSE)
    return {
        "name": request.user.name or request.user.email,
        "initials": request.user.initials,
        "colour": colour,
        "notices_url": reverse("office:notices") if sees_forms(member) else "",
        "role": ", ".join(str(Role(role).label) for role in member.roles) if member else _("Operator"),
    }
