"""The two pages on which staff book for a patient: choosing a time, and the last look before it is saved."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from booking.actions.moving import stays_put
from booking.availability import wallclock
from booking.availability.finding import one_per_start
from booking.objections import seen
from booking.presenters.choosing import shown_twice, slot_words
from booking.waiting.asking import has_waiting_list
from clinic.catalogue import catalogue_of
from common import wording
from office.forms.booking import LONGEST, SHORTEST
from office.presenters.person import workspace_page
from office.presenters.reaching import visits_words


def booking_url(form, **more) -> str:
    """The page with what was chosen in its address, and with more of it; `day` is a date."""
    cleaned = form.cleaned_data
    day = more.pop("day", cleaned["day"])
    chosen = {name: cleaned[name] for name in ("service", "practitioner", "location")}
    if cleaned.get("every"):
        chosen |= {"every": cleaned["every"], "times": cleaned["times"]}
    if cleaned.get("minutes"):
        chosen["minutes"] = cleaned["minutes"]
    query = {**chosen, "day_day": day.day, "day_month": day.month, "day_year": day.year, **more}
    return f"{form.offer.url}?{urlencode(query)}"


def place_of(visit) -> dict:
    """What the page that moves a visit is asked for by, day and time aside: as it stands now."""
    return {
        "service": visit.service.slug,
        "practitioner": visit.practitioner_id,
        "location": visit.location_id,
    }


def length_url(visit) -> str:
    """Where another length is chosen for a visit that stays where it is."""
    day = visit.starts_at.astimezone(visit.clinic.zone)
    query = place_of(visit) | {"day_day": day.day, "day_month": day.month, "day_year": day.year}
    query |= {"start": wallclock.to_minutes(visit.starts_at)}
    return f"{reverse('office:visit_move', args=[visit.patient_id, visit.pk])}?{urlencode(query)}"


def choose_page(space, form, times=None) -> dict:
    """Everything booking_choose.html shows; `times` are the free starts of a week, None before anything was asked."""
    title, back_url = _heading(space, form.offer)
    page = {
        **workspace_page(space, "patient"),
        "tab": title,
        "title": title,
        "form": form,
        "has_errors": bool(form.errors),
        "back_url": back_url,
    }
    if times is None:
        return page
    first = form.cleaned_data["day"]
    last = first + timedelta(days=6)
    days = _days(space, form, times)
    return page | {
        "days": days,
        "week": _("%(first)s to %(last)s")
        % {"first": wording.short_date(first), "last": wording.short_date(last)},
        "zone": _("All times are %(zone)s.") % {"zone": wording.zone_words(space.at.astimezone(space.zone))},
        "earlier_url": _other_week(space, form, -7),
        "later_url": _other_week(space, form, 7),
        "is_empty": not days,
        "waiting_url": _waiting_url(space, form),
    }


def _waiting_url(space, form) -> str:
    """Where this patient is put on the waiting list for the service; '' for a visit that moves, or without a list."""
    service = form.service_chosen
    if form.offer.moves or not service.is_online or not has_waiting_list(space.patient.clinic):
        return ""
    url = reverse("office:new_waiting", args=[space.patient.pk])
    return f"{url}?{urlencode({'service': service.slug})}"


def _heading(space, offer) -> tuple[str, str]:
    """What is done here, and where Back leads."""
    if offer.moves is None:
        title = _("Book a visit for %(name)s") % {"name": space.patient.name}
        return title, reverse("office:patient", args=[space.patient.pk])
    when = wording.moment(offer.moves.starts_at.astimezone(space.zone))
    back_url = reverse("office:visit", args=[space.patient.pk, offer.moves.pk])
    return _("Move the visit on %(when)s") % {"when": when}, back_url


def _other_week(space, form, days: int) -> str:
    first, today = form.cleaned_data["day"], space.at.astimezone(space.zone).date()
    if days < 0 and first <= today:
        return ""  # nothing is free before today
    return booking_url(form, day=max(first + timedelta(days=days), today))


def _days(space, form, times) -> list[dict]:
    people, with_anybody = (
        catalogue_of(space.patient.clinic).practitioners,
        not form.cleaned_data["practitioner"],
    )
    by_day: dict[date, list] = {}
    for slot in one_per_start(times):
        local = slot.starts_at.astimezone(space.zone)
        by_day.setdefault(local.date(), []).append((slot, local))
    days = []
    for day, found in by_day.items():
        repeated = shown_twice(local for _slot, local in found)
        slots = [
            {
                "url": booking_url(form, practitioner=slot.practitioner, start=slot.start),
                "time": slot_words(local, repeated),
                "who": people[slot.practitioner].called if with_anybody else "",
            }
            for slot, local in found
        ]
        days.append({"label": wording.long_date(day), "slots": slots})
    return days


def check_page(space, wishes, form, objections, *, back_url) -> dict:
    """Everything booking_check.html shows: one visit, or the first of several with the days of all."""
    title, _back = _heading(space, form.offer)
    wish = wishes[0]
    return {
        **workspace_page(space, "patient"),
        "tab": title,
        "title": title,
        "told": _wished(space, wish),
        "series": _days_of_series(space, wishes) if len(wishes) > 1 else [],
        "form": form,
        "has_errors": bool(form.errors),
        "objections": objections,
        "accepted": seen(objections) if objections else "",
        "hears": _nobody_hears(space) if "to" not in form.fields else "",
        "reach": visits_words(space.patient),
        "back_url": back_url,
    }


def _days_of_series(space, wishes) -> list[str]:
    """Every visit of a series by its day and time; what the clocks do to it shows in its zone."""
    return [wording.moment_with_year(wish.starts_at.astimezone(space.zone)) for wish in wishes]


def _wished(space, wish) -> list[dict]:
    local, end = (one.astimezone(space.zone) for one in (wish.starts_at, wish.ends_at))
    when = f"{wording.long_date_year(local)}, {wording.time_range(local, end)}"
    service, lasts = wish.service, wish.minutes or wish.service.minutes
    told = [
        {"term": _("When"), "answer": f"{when}, {wording.zone_words(local)}"},
        {"term": _("What"), "answer": f"{service.title}, {wording.duration(lasts)}"},
        {"term": _("With"), "answer": wish.practitioner.name},
        {"term": _("Where"), "answer": wish.location.name},
    ]
    if service.price is not None and wish.instead_of is None:  # what moves keeps the price that was told
        told.append({"term": _("Price"), "answer": wording.money(service.price, service.currency)})
    return told


def move_page(space, wish, form, objections, *, asked, back_url, has_changed) -> dict:
    """Everything office/visit_move.html shows; `asked` is what its address asked for."""
    visit = form.offer.moves
    title, _back = _heading(space, form.offer)
    return {
        **workspace_page(space, "patient"),
        "tab": title,
        "title": title,
        "told": _wished(space, wish),
        "before": _before(visit, space.zone),
        "form": form,
        "has_errors": bool(form.errors),
        "objections": objections,
        "accepted": seen(objections) if objections else "",
        "seen": visit.sequence,
        "has_changed": has_changed,
        "asked": [(name, value) for name, value in asked.items() if name != "minutes"],
        "minutes": wish.minutes,
        "shortest": SHORTEST,
        "longest": LONGEST,
        "button": _("Change the length") if stays_put(visit, wish) else _("Move this visit"),
        "reach": visits_words(space.patient),
        "back_url": back_url,
    }


def _before(visit, zone) -> str:
    start, end = visit.starts_at.astimezone(zone), visit.ends_at.astimezone(zone)
    return f"{wording.long_date_year(start)}, {wording.time_range(start, end)}, {visit.practitioner.name}"


def _nobody_hears(space) -> str:
    """Why no mail can be sent about it."""
    if space.patient.is_locked:
        return _("Portal access to this record is locked, so no mail is sent about the visit.")
    return _("Nobody is told by mail: there is no address on file and no account that sees the visits.")
