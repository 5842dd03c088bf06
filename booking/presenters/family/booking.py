"""Words and rows of a family day once its times are held: the slip, the last look, and what was booked."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking import policies, policy_words
from booking.models import Appointment
from booking.presenters.booked import appointment_card
from booking.presenters.family.people import prices
from booking.presenters.who import Person
from booking.rules import rules_of
from clinic.catalogue import catalogue_of
from common import clock
from common.wording import (
    all_of,
    clock_time,
    duration,
    long_date,
    money,
    short_moment,
    time_range,
    zone_words,
)
from smartforms.models import Assignment
from smartforms.presenters.listing import task


def slip(day, people, holds) -> dict:
    """The slip: a line for each person, with the time as soon as one is held, and the place."""
    catalogue, lines = catalogue_of(day.clinic), []
    held = {one.member: one for one in holds}
    url = reverse("booking:family_visits", args=[day.pk])
    for index, (member, person) in enumerate(zip(day.members, people, strict=True)):
        service = catalogue.services.get(member.get("service", ""))
        one = held.get(index)
        with_whom = catalogue.practitioners.get(one.practitioner_id if one else member.get("who"))
        start = clock_time(one.starts_at.astimezone(day.clinic.zone)) if one else ""
        lines.append(
            {
                "label": person.given_name or person.name,
                "answer": service.title if service else "",
                "detail": ", ".join(filter(None, [start, with_whom.name if with_whom else ""])),
                "change_url": url if service else "",
                "change_hidden": _("the visit"),
            }
        )
    place = day.location
    lines.append(
        {"label": _("Where"), "answer": place.name if place else "", "detail": place.detail if place else ""}
    )
    first = holds[0].starts_at.astimezone(day.clinic.zone) if holds else None
    return {
        "phone_summary": short_moment(first) if first else all_of(person.given_name for person in people),
        "weekday": date_format(first, "l") if first else "",
        "day": first.day if first else "",
        "month_time": f"{date_format(first, 'F')}, {clock_time(first)}" if first else "",
        "lines": lines,
    }


def held_notice(day, holds, *, at) -> dict:
    """The notice with the minutes left, for all times together."""
    first, last = holds[0], min(holds, key=lambda held: held.held_until)
    start = first.starts_at.astimezone(day.clinic.zone)
    may_be_kept = all(held.is_live(at=at) and not held.extended_at for held in holds)
    return {
        "date": long_date(start),
        "time": clock_time(start),
        "until": last.held_until,
        "minutes": clock.minutes_left(last.held_until, at=at),
        "keep_url": reverse("booking:family_keep", args=[day.pk]) if may_be_kept else "",
    }


def check_page(day, people, holds, *, at) -> dict:
    """Everything per person in the order of the clock, the price of all, and the rule in words."""
    clinic, rules = day.clinic, rules_of(day.clinic)
    zone, first = clinic.zone, holds[0].starts_at.astimezone(clinic.zone)
    urls = {name: reverse(f"booking:{name}", args=[day.pk]) for name in ("family_visits", "family_times")}
    rows = [(_("When"), long_date(first), zone_words(first), urls["family_times"], _("the time"))]
    for held in holds:
        start, end = held.starts_at.astimezone(zone), held.ends_at.astimezone(zone)
        said = [
            f"{held.service.title}, {duration(held.service.minutes)}",
            _("with %(name)s") % {"name": held.practitioner.name},
            money(held.service.price, held.service.currency) if held.service.price is not None else "",
        ]
        person: Person = people[held.member]
        detail = ", ".join(filter(None, said))
        rows.append((person.name, time_range(start, end), detail, urls["family_visits"], _("the visit")))
        if note := held.answers.get("note"):
            about = _("Note for %(name)s") % {"name": person.given_name or person.name}
            rows.append((about, note, "", urls["family_visits"], _("the note")))
    place = day.location
    rows.append(
        (_("Where"), f"{place.name}, {place.detail}" if place.detail else place.name, place.access, "", "")
    )
    if total := prices([held.service for held in holds]):
        rows.append((_("Price of all"), total, _("Pay at the clinic"), "", ""))
    keys = ("term", "answer", "detail", "change_url", "change_hidden")
    return {
        "rows": [dict(zip(keys, row, strict=True)) for row in rows],
        "policies": _policies(clinic, rules, people, holds, at=at),
        "count": len(holds),
        "names": all_of(people[held.member].given_name for held in holds),
        "asked_for": _asked_for(clinic, people, holds, at=at),
        "undo_minutes": rules.undo_minutes,
        "back_url": urls["family_times"],
    }


def _asked_for(clinic, people, holds, *, at) -> str:
    """What the clinic is asked for first, in words; empty where everything is booked at once."""
    asked = [
        people[held.member].given_name
        for held in holds
        if policies.is_asked_for(clinic, held.service, people[held.member].patient, at=at)
    ]
    if not asked:
        return ""
    if len(asked) == len(holds):
        return _("The clinic answers by mail. Nothing is booked until then, and the times are kept for you.")
    words = _(
        "For %(names)s the clinic answers by mail. It is not booked until then, and the time is kept for you."
    )
    return words % {"names": all_of(asked)}


def _policies(clinic, rules, people, holds, *, at) -> list[dict]:
    """The rule for each visit in words, said once for those it is the same for."""
    said: dict[str, list[str]] = {}
    for held in holds:
        words = policy_words.sentence(clinic, rules, held.starts_at, at=at)
        said.setdefault(words, []).append(people[held.member].given_name)
    return [{"who": all_of(names) if len(said) > 1 else "", "words": words} for words, names in said.items()]


def _title(booked, asked) -> str:
    names = {"names": all_of(visit.patient.given_name for visit in booked)}
    if booked:
        return (_("%(names)s are booked") if len(booked) > 1 else _("%(names)s is booked")) % names
    return _("We’ve asked the clinic") if asked else _("These visits were taken back")


def _waiting_for(booked, asked) -> str:
    """What waits for the clinic's answer, in words; empty where nothing does."""
    if not asked:
        return ""
    if not booked:
        return _("These times are kept for you. The answer comes by mail: nothing is booked until then.")
    words = _("For %(names)s we’ve asked the clinic: the time is kept, and the answer comes by mail.")
    return words % {"names": all_of(visit.patient.given_name for visit in asked)}


def done_page(request, day, visits, grants, *, at) -> dict:
    """The cards of all, what is to be done before, and the minutes in which all of it can be taken back."""
    zone = request.clinic.zone
    by_patient = {grant.patient_id: grant for grant in grants}
    standing = [visit for visit in visits if not visit.is_off]
    cards = []
    for visit in visits:
        grant = by_patient.get(visit.patient_id)
        shown = {
            "who": _("You") if grant and grant.is_self else visit.patient.given_name,
            "initials": visit.patient.initials,
            "colour": grant.colour if grant else "",
        }
        cards.append(appointment_card(visit, zone=zone, **shown))
    brought = Assignment.objects.visible_to(request.user, at=at).filter(
        pk__in=Appointment.assignments.through.objects.filter(appointment__in=standing).values("assignment")
    )
    waiting = brought.waiting(at=at).select_related("version__template", "response", "patient")
    tasks = [
        {**row, "text": f"{form.patient.given_name}. {row['text']}"}
        for form in waiting
        for row in [task(form, at=at, zone=zone)]
    ]
    left = clock.minutes_left(policies.undo_ends_at(visits[0]), at=at)
    asked = [visit for visit in standing if visit.is_waiting]
    booked = [visit for visit in standing if not visit.is_waiting]
    words = ngettext("One form to fill in before", "%(n)d forms to fill in before", len(tasks))
    return {
        "title": _title(booked, asked),
        "asked_for": _waiting_for(booked, asked),
        "has_file": bool(booked),
        "cards": cards,
        "is_cancelled": not standing,
        "tasks": tasks,
        "tasks_title": words % {"n": len(tasks)},
        "undo_minutes": left if standing else 0,
        "undo_url": reverse("booking:family_undo", args=[day.pk]),
        "calendar_url": reverse("booking:family_calendar", args=[day.pk]),
        "location": visits[0].location,
        "email": request.user.email,
        "is_verified": request.user.is_verified,
    }  # fmt: skip
