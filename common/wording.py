"""Dates, times, money and sizes as people read them, in the clinic's zone and the reader's language."""

import re

from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, npgettext, pgettext
from django.utils.translation import gettext as _

_FIRST = re.compile(r"(?<!\d)1 (?=[^\W\d])")  # the first of a month
HARD = "\u00a0"  # a space that no line breaks at


def _french() -> bool:
    return (get_language() or "en").startswith("fr")


def clock_time(local) -> str:
    """'3:40 pm', '15 h 40'."""
    if _french():
        return f"{local.hour}{HARD}h{HARD}{local.minute:02}"
    hour = local.hour % 12 or 12
    return f"{hour}:{local.minute:02} {'pm' if local.hour >= 12 else 'am'}"


def time_range(start, end) -> str:
    """'3:40 to 4:40 pm', with both halves of the day named only where they differ."""
    if _french() or (start.hour < 12) != (end.hour < 12):
        return _("%(start)s to %(end)s") % {"start": clock_time(start), "end": clock_time(end)}
    return _("%(start)s to %(end)s") % {"start": clock_time(start).rsplit(" ", 1)[0], "end": clock_time(end)}


def long_date(day) -> str:
    """'Thursday 26 November'."""
    return dated(day, "l j F")


def long_date_year(day) -> str:
    """'Thursday 26 November 2026'."""
    return dated(day, "l j F Y")


def dated(day, pattern) -> str:
    """A day in one of Django's formats. French writes months small, which Django's abbreviations are not, and '1er'."""
    words = date_format(day, pattern)
    return _FIRST.sub("1er ", words.lower()) if _french() else words


def short_date(day) -> str:
    """'Thu 26 Nov', 'jeu 26 nov'."""
    return dated(day, "D j M")


def day_month(day) -> str:
    """'26 November'."""
    return dated(day, "j F")


def day_month_year(day) -> str:
    """'26 November 2026'."""
    return dated(day, "j F Y")


def short_day_year(day) -> str:
    """'26 Nov 2026'."""
    return dated(day, "j M Y")


def moment(local) -> str:
    """'Thursday 26 November, 3:40 pm'."""
    return f"{long_date(local)}, {clock_time(local)}"


def moment_with_year(local) -> str:
    """'Thursday 26 November 2026, 3:40 pm'."""
    return f"{long_date_year(local)}, {clock_time(local)}"


def short_moment(local) -> str:
    """'Thu 26 Nov, 3:40 pm'."""
    return f"{short_date(local)}, {clock_time(local)}"


def money(cents, currency) -> str:
    """'$110' or '$110.50'; the currency's code for those without a sign of their own."""
    whole, rest = divmod(cents, 100)
    figure = f"{whole}" if not rest else f"{whole}.{rest:02}"
    sign = {"CAD": "$", "USD": "$", "AUD": "$", "NZD": "$", "EUR": "€", "GBP": "£"}.get(currency)
    if _french():
        return f"{figure.replace('.', ',')}{HARD}{sign or currency}"
    return f"{sign}{figure}" if sign else f"{figure} {currency}"


def duration(minutes) -> str:
    """'60 minutes'."""
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def age_words(born, on) -> str:
    """'9', in French '9 ans'; '8 months' before the second birthday and '12 days' in the first month."""
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    if months >= 24:
        return npgettext("age in years", "%(n)d", "%(n)d", months // 12) % {"n": months // 12}
    if months > 0:
        return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    days = max(0, (on - born).days)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def one_of(names) -> str:
    """'Ana, Ben or Cleo'."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    return pgettext("list of names", "%(first)s or %(last)s") % {
        "first": ", ".join(names[:-1]),
        "last": names[-1],
    }


def all_of(names) -> str:
    """'Ana, Ben and Cleo'."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    return pgettext("list of names", "%(first)s and %(last)s") % {
        "first": ", ".join(names[:-1]),
        "last": names[-1],
    }


def zone_words(local) -> str:
    """'Halifax time (AST)': the city of the zone and its present abbreviation."""
    city = str(local.tzinfo).rpartition("/")[2].replace("_", " ")
    return _("%(city)s time (%(abbreviation)s)") % {"city": city, "abbreviation": local.tzname()}


def in_days(days) -> str:
    """'today', 'tomorrow', 'in two days' … 'in 9 days'."""
    words = {0: _("today"), 1: _("tomorrow"), 2: _("in two days"), 3: _("in three days")}
    return words.get(days) or ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}


def file_size(octets: int) -> str:
    """'20 MB', '1.5 MB', '1,5 Mio'."""
    return re.sub(r"[.,]0(?=\D)", "", filesizeformat(octets))


def kind_of_file(content_type: str, pages: int | None = None) -> str:
    """'PDF, 2 pages', 'Picture'."""
    if content_type == "application/pdf":
        return ngettext("PDF, %(n)d page", "PDF, %(n)d pages", pages) % {"n": pages} if pages else _("PDF")
    return _("Picture") if content_type.startswith("image/") else _("Text")
