"""The page of the booking rules: the form in cards, the policy on one line, and what a patient would be offered."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.availability.finding import Search, one_per_start
from booking.availability.wallclock import local_day
from booking.presenters.choosing import shown_twice, slot_words
from booking.presenters.rules import rules_page
from clinic.catalogue import catalogue_of
from common import wording
from office.forms.rules import GROUPS

TIMES_SHOWN = 8  # of a day; the rest is counted


def page_of_rules(form, example, clinic, *, at) -> dict:
    """Everything booking_rules.html shows. The form's instance carries the rules as typed. One query for times."""
    return {
        "form": form,
        "example": example,
        "groups": [
            {
                "key": key,
                "title": title,
                "fields": [form[name] for name in names if not form[name].is_hidden],
            }
            for key, (title, names) in GROUPS.items()
        ],
        "hidden": form.hidden_fields(),
        "rules_page": rules_page(form.instance, clinic, at=at),
        "offer": _offer(form.instance, example.chosen, clinic, at=at),
        "has_errors": bool(form.errors),
        "book_url": reverse("booking:services"),
        "why_url": reverse("office:no_times"),
        "check_url": reverse("office:settings_check"),
    }


def _offer(rules, service, clinic, *, at) -> dict:
    """The times of next week, and how early and how late a visit can be."""
    if not rules.is_online:
        words = _("Online booking is off: the page shows %(phone)s instead of times.")
        return {"words": [words % {"phone": clinic.phone or _("the clinic’s name")}]}
    places = catalogue_of(clinic).where_given(service) if service else []
    if not places:
        return {"words": [_("No service can be booked online yet.")]}
    people = catalogue_of(clinic).who_gives(service, places[0])
    search = Search(clinic, service, people, places[0], at=at, rules=rules)
    found = one_per_start(search.all_free)
    if not found:
        return {"words": [_("Nothing is offered at all.")]}
    monday = search.first_day + 7 - (search.first_day - 1) % 7
    days = _days(found, monday, clinic)
    first, last = (one.starts_at.astimezone(clinic.zone) for one in (found[0], found[-1]))
    words = [
        _("First time on offer: %(moment)s.") % {"moment": wording.short_moment(first)},
        _("Last time on offer: %(moment)s.") % {"moment": wording.short_moment(last)},
    ]
    if not days:
        words.append(_("Next week nothing is offered."))
    return {"days": days, "words": words}


def _days(found, monday: int, clinic) -> list[dict]:
    by_day: dict[int, list] = {}
    for slot in found:
        day = local_day(slot.start, clinic.zone)
        if monday <= day < monday + 7:
            by_day.setdefault(day, []).append(slot.starts_at.astimezone(clinic.zone))
    return [{"label": wording.short_date(date.fromordinal(day)), **_times(by_day[day])} for day in by_day]


def _times(locals_) -> dict:
    repeated = shown_twice(locals_)
    more = len(locals_) - TIMES_SHOWN
    words = ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more} if more > 0 else ""
    return {"times": [slot_words(one, repeated) for one in locals_[:TIMES_SHOWN]], "more": words}
