"""Whether the settings agree: amber with the page that mends it, green where all is well."""

from django.urls import reverse
from django.utils.translation import gettext as _

from booking.contradictions import CODES
from booking.presenters.rules import why_nobody_is_charged
from booking.rules import first_end
from clinic.models.hours import Weekday
from common.wording import all_of
from smartforms.presenters import titles

OF_RULES = {"off", "notice", "fee", "reminder"}
OF_BUTTON = {"button", "sites", "colour"}
IN_THE_WEEK = {"no_hours", "elsewhere"}


def settings_check_page(found) -> dict:
    """Everything settings_check.html shows: what does not fit, with the page that mends it, and what does."""
    names = titles.of_templates([one.detail for one in found if one.code == "form"])
    met = {one.code for one in found}
    fits = [{"icon": "circle-check", "text": _fits(code)} for code in CODES if code not in met]
    return {
        "rows": [{"text": _words(one, names), "url": _mends(one)} for one in found],
        "fits": fits,
    }


def _words(one, names) -> str:
    """What is wrong, with its names."""
    if one.code == "fee":
        return why_nobody_is_charged(one.detail)
    if one.code == "colour":
        return _("The button of your website cannot be read well. %(why)s") % {"why": one.detail}
    return {
        "nothing": _("No service can be booked online."),
        "off": _("Online booking is off, although there are services that could be booked online."),
        "phone": _("There is no phone number, although patients are asked to call."),
        "nobody": _("“%(name)s” has no practitioner."),
        "no_hours": _("%(name)s has no hours for any of the services given."),
        "no_times": _("“%(name)s” can be booked online, but nobody who gives it has hours for it."),
        "elsewhere": _("%(name)s gives services at %(place)s, but has no hours for them there."),
        "idle": _("%(name)s has hours at %(place)s, but gives nothing there."),
        "limited": _("%(name)s has hours kept for services not given there: %(services)s (%(days)s)."),
        "closed": _("The clinic is closed for as long as one can book ahead (%(days)s days)."),
        "away": _("%(name)s is not there for as long as one can book ahead (%(days)s days)."),
        "room": _("“%(name)s” needs “%(thing)s”, which is retired: it is booked without it."),
        "too_long": _("“%(name)s” is longer than any block of hours it could lie in."),
        "notice": _("The notice of %(hours)s hours reaches as far as the %(days)s days ahead."),
        "reminder": _(
            "The reminder goes out %(hours)s hours before a visit. Changing it online, or without a fee, "
            "ends sooner: %(ends)s hours before."
        ),
        "form": _("“%(name)s” brings the form “%(form)s”, which is archived or not published."),
        "button": _("The button of your website leads to “%(name)s”, which cannot be booked online."),
        "sites": _("The button shows booking on your website, but no site is named that may do so."),
    }[one.code] % _told(one, names)


def _told(one, names) -> dict:
    """The names and figures of a sentence."""
    told = {"name": one.about and (getattr(one.about, "title", "") or one.about.name)}
    if one.code == "notice":
        told |= {"hours": one.detail.notice_hours, "days": one.detail.days_ahead}
    elif one.code == "reminder":
        told |= {"hours": one.detail.reminder_hours, "ends": first_end(one.detail)}
    elif one.code == "limited":
        services, blocks = one.detail
        told["services"] = all_of(_("“%(name)s”") % {"name": service.title} for service in services)
        told["days"] = all_of(dict.fromkeys(str(Weekday(block.weekday).label) for block in blocks))
    elif one.code in ("elsewhere", "idle"):
        told["place"] = one.detail.name
    elif one.code == "closed":
        told["days"] = one.detail.days_ahead
    elif one.code == "away":
        told["days"] = one.detail[0].days_ahead
    elif one.code == "room":
        told["thing"] = one.detail.name
    elif one.code == "form":
        told["form"] = names[one.detail.pk]
    return told


def _fits(code: str) -> str:
    return {
        "nothing": _("There are services to book online."),
        "off": _("Online booking is on."),
        "phone": _("The phone number is there."),
        "nobody": _("Every service has a practitioner."),
        "no_hours": _("Every practitioner who gives a service has hours for it."),
        "no_times": _("For every service somebody has hours."),
        "elsewhere": _("Practitioners have hours wherever they give services."),
        "idle": _("Wherever there are hours, something is given."),
        "limited": _("Hours that are kept for a service lie where it is given."),
        "closed": _("The clinic opens within the days ahead."),
        "away": _("Nobody is away for as long as one can book ahead, and no room."),
        "room": _("The rooms and machines that services need are in use."),
        "too_long": _("Every service fits into a block of hours."),
        "notice": _("Notice and days ahead fit together."),
        "fee": _("Fee window and cut-off fit together."),
        "reminder": _("The reminder goes out while a visit can still be changed."),
        "form": _("The forms that services bring can be sent."),
        "button": _("The button of your website leads to what can be booked."),
        "sites": _("The sites that show booking are named."),
        "colour": _("The button of your website can be read well."),
    }[code]


def _mends(one) -> str:
    """The page on which it is mended."""
    if one.code in OF_RULES:
        return reverse("office:booking_rules")
    if one.code in OF_BUTTON:
        return reverse("office:website")
    if one.code in ("nothing", "no_times"):
        return reverse(f"office:settings_{'services' if one.code == 'nothing' else 'hours'}")
    if one.code == "closed":
        return reverse("office:settings_closures")
    if one.code == "phone":
        return reverse("office:settings_details")
    if one.code == "limited":
        return reverse("admin:clinic_openinghours_change", args=[one.detail[1][0].row])
    if one.code == "away":
        return reverse("office:settings_time_off", args=[one.detail[1].row])
    if one.code in IN_THE_WEEK:
        return reverse("office:settings_week", args=[one.about.pk])
    if one.code == "form":
        return reverse("office:settings_service_forms", args=[one.about.pk])
    return reverse(f"office:settings_{'person' if one.code == 'idle' else 'service'}", args=[one.about.pk])
