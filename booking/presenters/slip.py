"""The appointment card that fills in beside the questions."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from booking import steps
from common.wording import clock_time, duration, money, short_moment


def _price(service) -> str:
    minutes = duration(service.minutes)
    if service.price is None:
        return minutes
    return f"{minutes}, {money(service.price, service.currency)}"


def _line(label, answer="", detail="", change_url="", change_hidden=""):
    return {
        "label": label,
        "answer": answer,
        "detail": detail,
        "change_url": change_url,
        "change_hidden": change_hidden,
    }


def _lines(service, person, place, urls, *, anybody=False, for_whom=None):
    with_whom = _("No preference") if anybody else (person.name if person else "")
    return [
        _line(
            _("Visit"),
            service.title if service else "",
            _price(service) if service else "",
            urls.get("service", "") if service else "",
            _("the visit"),
        ),
        _line(
            _("With"),
            with_whom,
            person.credentials if person else "",
            urls.get("practitioner", "") if with_whom else "",
            _("the practitioner"),
        ),
        _line(
            _("Where"),
            place.name if place else "",
            place.detail if place else "",
            urls.get("place", "") if place else "",
            _("the place"),
        ),
        _line(
            _("For"), *(for_whom or ("", "")), urls.get("patient", "") if for_whom else "", _("the person")
        ),
    ]


def slip_of(way, choice=None) -> dict:
    """The slip while nothing is held yet."""
    service = choice.service if choice else None
    way = replace(way, kept={})
    urls = {"service": way.url("services")}
    if choice and len(choice.candidates) > 1:
        urls["practitioner"] = way.url("practitioners", service.slug)
    if choice and len(choice.places) > 1:
        urls["place"] = way.url("practitioners", service.slug)
    anybody = bool(choice and choice.who == "anyone")
    place = choice.place if choice else None
    return {
        "phone_summary": service.title if service else _("nothing chosen yet"),
        "weekday": "",
        "day": "",
        "month_time": "",
        "lines": _lines(service, choice.practitioner if choice else None, place, urls, anybody=anybody),
    }


def slip_of_hold(held, clinic) -> dict:
    """The slip once a time is held: the stub carries the date."""
    from django.utils.formats import date_format

    start = held.starts_at.astimezone(clinic.zone)
    urls = {
        "service": steps.change_url(held, "booking:services"),
        "practitioner": steps.change_url(held, "booking:practitioners"),
        "patient": reverse("booking:patient", args=[held.pk]),
    }
    return {
        "phone_summary": short_moment(start),
        "weekday": date_format(start, "l"),
        "day": start.day,
        "month_time": f"{date_format(start, 'F')}, {clock_time(start)}",
        "lines": _lines(held.service, held.practitioner, held.location, urls),
    }
