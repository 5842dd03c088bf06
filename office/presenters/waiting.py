"""The waiting list of the office: the table, putting somebody on it, offering a time out of turn."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.presenters.choosing import shown_twice, slot_words
from booking.presenters.waiting import when_words, with_whom
from booking.rules import rules_of
from booking.waiting.asking import has_waiting_list
from clinic.catalogue import catalogue_of
from common.wording import long_date, moment, short_date, short_moment
from office.presenters.person import workspace_page

SHOWN = 60  # free times on one page


def list_page(page, chosen, clinic, *, at) -> dict:
    """Everything waiting.html shows; `page` holds the entries, `chosen` is the filter."""
    count = page.paginator.count
    words = ngettext("%(n)d person waits", "%(n)d people wait", count) % {"n": count}
    kept = {name: value for name, value in vars(chosen).items() if value}
    return {
        "page": page,
        "query": f"{urlencode(kept)}&" if kept else "",
        "counts": words,
        "rows": [_row(entry, clinic, at=at) for entry in page],
        "practitioners": _choices(chosen.practitioner, catalogue_of(clinic).practitioners.items()),
        "services": _choices(chosen.service, catalogue_of(clinic).services.items()),
        "is_filtered": bool(kept),
        "is_off": not has_waiting_list(clinic),
        "rules_url": reverse("office:booking_rules"),
    }


def _choices(chosen, things) -> list[dict]:
    return [{"value": key, "label": str(one), "current": key == chosen} for key, one in things]


def _row(entry, clinic, *, at) -> dict:
    entry.clinic, zone = clinic, clinic.zone
    offer = next((one for one in entry.open_offers if one.is_live(at=at)), None)
    return {
        "name": entry.patient.name,
        "url": reverse("office:patient", args=[entry.patient_id]),
        "service": entry.service.title,
        "with_whom": with_whom(entry),
        "where": entry.location.name if len(catalogue_of(clinic).locations) > 1 else "",
        "when": when_words(entry),
        "since": short_date(entry.joined_at.astimezone(zone)),
        "account": entry.account.email,
        "offer": offer and _offered(offer, zone),
        "offer_url": reverse("office:waiting_offer", args=[entry.pk]),
        "removal_url": reverse("office:waiting_removal", args=[entry.pk]),
    }


def _offered(offer, zone) -> dict:
    return {
        "when": short_moment(offer.hold.starts_at.astimezone(zone)),
        "who": offer.hold.practitioner.name,
        "until": _("until %(when)s") % {"when": short_moment(offer.until.astimezone(zone))},
    }


def offer_page(entry, slots, why, *, lost=False) -> dict:
    """Everything waiting_offer.html shows: the free times that fit, or why nothing can be offered now."""
    zone = entry.clinic.zone
    by_day: dict = {}
    people = catalogue_of(entry.clinic).practitioners
    for slot in slots[:SHOWN]:
        local = slot.starts_at.astimezone(zone)
        by_day.setdefault(local.date(), []).append((slot, local))
    return {
        "title": _("Offer %(name)s a time") % {"name": entry.patient.name},
        "rows": [
            {"term": _("Service"), "answer": entry.service.title},
            {"term": _("With"), "answer": with_whom(entry)},
            {"term": _("When"), "answer": when_words(entry)},
            {"term": _("Told and answers"), "answer": entry.account.email},
        ],
        "why": why_words(why, entry) if why else "",
        "lost": _("This time is no longer free. These are:") if lost else "",
        "days": [] if why else [_day(day, found, people) for day, found in by_day.items()],
    }


def _day(day, found, people) -> dict:
    repeated = shown_twice(local for _slot, local in found)
    return {
        "label": long_date(day),
        "slots": [
            {
                "value": f"{slot.start}:{slot.practitioner}",
                "time": slot_words(local, repeated),
                "who": people[slot.practitioner].called,
            }
            for slot, local in found
        ],
    }


def why_words(why, entry) -> str:
    """Why nothing can be offered now, by `booking.waiting.offering.why_no_offer`."""
    rules = rules_of(entry.clinic)
    return {
        "ended": _("They do not wait any more, or their account sees no visits now."),
        "off": _("The waiting list is off in the booking rules."),
        "quiet": _(
            "Nothing is offered between %(first)s:00 and %(last)s:00: quiet hours, as set in the booking rules."
        )
        % {"first": rules.quiet_from, "last": rules.quiet_until},
        "offered": _("A time is on offer to them already."),
        "enough_ahead": _("They have as many visits ahead as the booking rules allow."),
    }[why]


def said(offer, entry) -> str:
    """That a time is on offer now."""
    when = moment(offer.hold.starts_at.astimezone(entry.clinic.zone))
    names = {"when": when, "name": entry.patient.name, "email": entry.account.email}
    return _("%(when)s is kept for %(name)s. A mail is on its way to %(email)s.") % names


def new_page(space, services, chosen, form) -> dict:
    """Everything waiting_new.html shows: first the service, then the rest."""
    return {
        **workspace_page(space, "patient"),
        "tab": _("Waiting list"),
        "title": _("Put %(name)s on the waiting list") % {"name": space.patient.name},
        "services": [
            {"value": key, "label": one.title, "current": one == chosen} for key, one in services.items()
        ],
        "chosen": chosen,
        "form": form,
        "has_errors": bool(form and form.errors),
        "back_url": reverse("office:patient", args=[space.patient.pk]),
    }
