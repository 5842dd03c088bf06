"""The last steps of the set-up guide in words: a form that comes along, the website button, the check."""

from django.urls import reverse

from booking.rules import forms_of
from clinic.admin_errors import things_to_fix
from clinic.catalogue import catalogue_of
from clinic.letterhead import site_of
from office.guide import BY_KEY, is_bookable
from office.presenters.guide import address_of
from office.presenters.settings_check import settings_check_page
from office.presenters.website import website_page
from smartforms.presenters.titles import of_templates

# What a contradiction is mended with: a step of the guide, and of which row where there are several.
MENDED_BY = {
    "nothing": "service", "phone": "clinic", "nobody": "service", "no_times": "hours", "no_hours": "hours",
    "elsewhere": "hours", "idle": "practitioner", "too_long": "service", "button": "button", "sites": "button",
    "colour": "button", "limited": "hours", "room": "service",
}  # fmt: skip
# Of somebody, or of a service.
OF_ONE = {"no_hours", "elsewhere", "idle", "limited", "nobody", "too_long", "room"}


def bring_page(form, clinic) -> dict:
    """The forms to choose from, and those that come along already."""
    links = [
        (service, link)
        for service in catalogue_of(clinic).services.values()
        for link in forms_of(clinic, service)
    ]
    titles = of_templates([link.template for _service, link in links])
    return {
        "form": form,
        "things": things_to_fix(form, []),
        "has_errors": bool(form.errors),
        "along": [
            {"form": titles[link.template_id], "service": service.title, "rule": link.get_rule_display()}
            for service, link in links
        ],
    }


def button_page(button, form) -> dict:
    """The button as it is typed with its code, and where patients sign in."""
    return website_page(button, form) | {
        "things": things_to_fix(form, []),
        "has_errors": bool(form.errors),
        "is_more_open": any(form[name].errors for name in ("size", "colour", "opens")),
        "portal": site_of(button.clinic) + reverse("portal:home"),
    }


def check_page(found, clinic) -> dict:
    """What does not fit, each with the way to mend it that leads back here, and what fits."""
    page = settings_check_page(found)
    rows = [{**row, "url": _mends(one) or row["url"]} for one, row in zip(found, page["rows"], strict=True)]
    return page | {
        "rows": rows,
        "is_bookable": is_bookable(clinic),
        "is_put_away": clinic.guide_put_away_at is not None,
        "patients_url": reverse("booking:services"),
        "has_errors": False,
    }


def _mends(one) -> str:
    """The step that mends it, or the page of the settings; empty where the guide knows no better one."""
    if one.code == "closed":
        return reverse("office:settings_closures")
    if one.code == "away":
        return reverse("office:settings_time_off", args=[one.detail[1].row])
    if one.code not in MENDED_BY:
        return ""
    step = BY_KEY[MENDED_BY[one.code]]
    if one.code in OF_ONE:
        return f"{reverse('office:guide_row', args=[step.key, one.about.pk])}?back=check"
    return address_of(step, back=True)
