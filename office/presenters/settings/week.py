"""Weekly hours in words: everybody's on one page, and one person's as they are set."""

from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.admin_fields import span_words
from clinic.catalogue import catalogue_of
from clinic.models.hours import Weekday
from common.templatetags.ui import first_control_id
from common.wording import all_of
from office.presenters.settings.pages import hit_page, list_page, row


def hours_page(clinic) -> dict:
    """Everybody in use with their week. The catalogue alone."""
    catalogue, rows = catalogue_of(clinic), []
    several = len(catalogue.locations) > 1
    for person in catalogue.practitioners.values():
        lines = _week_words(catalogue, person, several)
        tag = "" if lines else _("No hours")
        url = reverse("office:settings_week", args=[person.pk])
        rows.append(row(url, person.name, lines, tag=tag, kind="warn"))
    return list_page(
        _("Weekly hours"),
        [_("Name"), _("Hours")],
        rows,
        empty=_("No practitioner yet: somebody has to be booked."),
    ) | {"tabs": tabs("hours")}


def _week_words(catalogue, person, several) -> list[str]:
    """'Monday, Tuesday: 9:00 – 12:00, 13:00 – 17:00', days with the same hours together."""
    said = []
    for key, place in catalogue.locations.items():
        same: dict[tuple, list[str]] = {}
        for day in Weekday:
            if spans := tuple(catalogue.weekly(person.pk, key, day.value)):
                same.setdefault(spans, []).append(str(day.label))
        for spans, days in same.items():
            hours = ", ".join(span_words(*span) for span in spans)
            where = f" · {place.name}" if several else ""
            said.append(_("%(days)s: %(hours)s") % {"days": all_of(days), "hours": hours} + where)
    return said


def tabs(current) -> list[dict]:
    """The pages about when somebody is there."""
    pages = [
        ("hours", _("Weekly hours"), "office:settings_hours"),
        ("closures", _("Closed days"), "office:settings_closures"),
        ("away", _("Time off"), "office:settings_away"),
        ("days", _("Days that differ"), "office:settings_days"),
    ]
    return [{"label": label, "url": reverse(name), "current": key == current} for key, label, name in pages]


def week_page(form, person, clinic) -> dict:
    """What a week shows: the rows by day, those that go, what is wrong."""
    new_row = form.data.get("new_row") if form.is_bound else None
    days, gone = [], []
    rows = {day.value: [] for day in Weekday}
    for number, block in enumerate(form.blocks.forms):
        if form.is_bound and block.is_empty and str(number) != new_row:
            gone.append(block)
            continue
        day = _day_of(block)
        if day in rows:
            rows[day].append(_row(block, number, new_row))
    for day in Weekday:
        days.append({"key": day.value, "label": str(day.label), "rows": rows[day.value]})
    return {
        "form": form,
        "person": person,
        "title": _("Hours of %(name)s") % {"name": person.name},
        "days": days,
        "gone": [block for block in gone if block.instance.pk],
        "management": form.blocks.management_form,
        "several": len(catalogue_of(clinic).locations) > 1,
        "things": _things(form),
        "has_errors": bool(form.is_bound and (form.errors or not form.blocks.is_valid())),
        **hit_page(form, clinic),
    }


def _day_of(block) -> int | None:
    value = block["weekday"].value()
    return int(value) if str(value).isdecimal() else None


def _row(block, number, new_row) -> dict:
    services = list(block.instance.services.all()) if block.instance.pk else []
    return {
        "form": block,
        "number": number,
        "is_new": str(number) == new_row,
        "day": str(Weekday(_day_of(block)).label),
        "kept_for": all_of(service.title for service in services) if services else "",
    }


def _things(form) -> list[tuple[str, str]]:
    """What is wrong, each with its day."""
    if not form.is_bound:
        return []
    found = [
        (f"id_{name}", words) for name in form.errors if name != "__all__" for words in form.errors[name]
    ]
    found += [("", words) for words in form.blocks.non_form_errors()]
    for block in form.blocks.standing():
        day = _day_of(block)
        for name, errors in block.errors.items():
            label = str(Weekday(day).label) if day in Weekday.values else ""
            control = first_control_id(block[name]) if name in block.fields else ""
            found += [
                (control, _("%(name)s: %(words)s") % {"name": label, "words": words}) for words in errors
            ]
    return found
