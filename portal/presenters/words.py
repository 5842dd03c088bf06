"""Sentences of the portal's pages."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from common.templatetags.ui import count_in_words
from common.wording import clock_time, day_month, day_month_year


def greeting(local, name: str) -> str:
    """'Good morning, Maya', by the clock of the clinic's place."""
    part = (
        _("Good morning")
        if local.hour < 12
        else _("Good afternoon")
        if local.hour < 18
        else _("Good evening")
    )
    return _("%(greeting)s, %(name)s") % {"greeting": part, "name": name}


def _only_visits(visits: int) -> str:
    if not visits:
        return _("Nothing coming up.")
    coming = ngettext("%(n)s visit coming up", "%(n)s visits coming up", visits) % {
        "n": count_in_words(visits)
    }
    return f"{coming[:1].upper()}{coming[1:]}."


def ahead(visits: int | None, forms: int | None, *, name: str = "") -> str:
    """'Two visits coming up, and one form to fill in.' `name` is whom it is for, empty for oneself.

    None instead of a number: that part of the record is not the reader's to know, and not spoken of.
    """
    if visits is None and forms is None:
        return ""
    if forms is None:
        return _only_visits(visits)
    visits = visits or 0
    coming = ngettext("%(n)s visit coming up", "%(n)s visits coming up", visits) % {
        "n": count_in_words(visits)
    }
    if name:
        to_do = ngettext("%(n)s form to fill in for %(name)s", "%(n)s forms to fill in for %(name)s", forms)
    else:
        to_do = ngettext("%(n)s form to fill in", "%(n)s forms to fill in", forms)
    to_do = to_do % {"n": count_in_words(forms), "name": name}
    if visits and forms:
        said = _("%(coming)s, and %(to_do)s.") % {"coming": coming, "to_do": to_do}
    elif visits:
        said = _("%(coming)s, and nothing to fill in.") % {"coming": coming}
    elif forms:
        said = _("%(to_do)s.") % {"to_do": to_do}
    else:
        said = _("Nothing coming up, and nothing to fill in.")
    return said[:1].upper() + said[1:]


def day_and_time(instant, *, at, zone) -> str:
    """'Today, 10:20 am', 'Yesterday, 9:02 am', '9 November, 7:41 pm', with the year when it is another."""
    local, today = instant.astimezone(zone), at.astimezone(zone).date()
    time, days = clock_time(local), (today - local.date()).days
    if days == 0:
        return _("Today, %(time)s") % {"time": time}
    if days == 1:
        return _("Yesterday, %(time)s") % {"time": time}
    return f"{day_with_year(local, today)}, {time}"


def day_with_year(local, today) -> str:
    """'9 November', or '9 November 2025' when that is another year."""
    return day_month(local) if local.year == today.year else day_month_year(local)


def new_mark(is_new: bool) -> dict:
    """The tag of what an account has not opened yet."""
    return {"tag_label": pgettext("not opened yet", "New"), "tag_kind": "warn"} if is_new else {}
