"""Whether the settings agree, as rows: amber with the page that mends it, green where all is well."""

from django.urls import reverse
from django.utils.translation import gettext as _

from booking.contradictions import CODES
from booking.presenters.rules import why_nobody_is_charged
from smartforms.presenters import titles

OF_RULES = {"off", "notice", "fee"}


def settings_check_page(found, clinic) -> dict:
    """Everything settings_check.html shows: rows of (kind, text, url). What is amber stands first."""
    names = titles.of_templates([one.detail for one in found if one.code == "form"])
    amber = [{"kind": "warn", "text": _words(one, names), "url": _mends(one, clinic)} for one in found]
    met = {one.code for one in found}
    return {"rows": amber + [{"kind": "ok", "text": _fits(code)} for code in CODES if code not in met]}


def _words(one, names) -> str:
    if one.code == "fee":
        return why_nobody_is_charged(one.detail)
    if one.code == "button":
        words = _("The button of your website leads to “%(name)s”, which cannot be booked online.")
        return words % {"name": one.detail}
    told = {"name": one.about and (one.about.name if one.code == "no_hours" else one.about.title)}
    if one.code == "form":
        told["form"] = names[one.detail.pk]
    if one.code == "notice":
        told |= {"hours": one.detail.notice_hours, "days": one.detail.days_ahead}
    return {
        "nothing": _("No service can be booked online."),
        "off": _("Online booking is off, although there are services that could be booked online."),
        "phone": _("There is no phone number, although patients are asked to call."),
        "nobody": _("“%(name)s” has no practitioner."),
        "no_hours": _("%(name)s has no hours for any of the services given."),
        "too_long": _("“%(name)s” is longer than any block of hours it could lie in."),
        "notice": _("The notice of %(hours)s hours reaches as far as the %(days)s days ahead."),
        "form": _("“%(name)s” brings the form “%(form)s”, which is archived or not published."),
    }[one.code] % told


def _fits(code: str) -> str:
    return {
        "nothing": _("There are services to book online."),
        "off": _("Online booking is on."),
        "phone": _("The phone number is there."),
        "nobody": _("Every service has a practitioner."),
        "no_hours": _("Every practitioner who gives a service has hours for it."),
        "too_long": _("Every service fits into a block of hours."),
        "notice": _("Notice and days ahead fit together."),
        "fee": _("Fee window and cut-off fit together."),
        "form": _("The forms that services bring can be sent."),
        "button": _("The button of your website leads to what can be booked."),
    }[code]


def _mends(one, clinic) -> str:
    if one.code in OF_RULES:
        return reverse("office:booking_rules")
    if one.code == "button":
        return reverse("office:website")
    if one.code == "phone":
        return reverse("admin:clinic_clinic_change", args=[clinic.pk])
    if one.code == "nothing":
        return reverse("admin:clinic_service_changelist")
    table = "practitioner" if one.code == "no_hours" else "service"
    return reverse(f"admin:clinic_{table}_change", args=[one.about.pk])
