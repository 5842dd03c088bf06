"""Tags and filters the components need: icons, form controls, the calendar's rows."""

import re
from functools import lru_cache

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.html import format_html, strip_tags
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from common import clock
from common.date_field import LABELS, PARTS, ThreePartDateWidget

register = template.Library()

TELEPHONE = re.compile(r"\+?[\d(][\d ().-]{5,22}\d")

_COUNT_WORDS = [
    "",
    _("one"),
    _("two"),
    _("three"),
    _("four"),
    _("five"),
    _("six"),
    _("seven"),
    _("eight"),
    _("nine"),
]


@register.simple_tag
def icon(name, label="", size=""):
    """One icon of the sprite. Hidden from assistive technology unless it stands alone and has a label."""
    return _drawn(static("icons.svg"), str(name), str(label), size)


@lru_cache(maxsize=512)
def _drawn(sprite, name, label, size):
    attrs = {"class": f"icon icon-{size}" if size else "icon"}
    attrs |= {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    return format_html('<svg{}><use href="{}#{}"/></svg>', flatatt(attrs), sprite, name)


@register.filter
def first_line(name):
    """A clinic's name without its last word: 'Harbour Street' of 'Harbour Street Clinic'."""
    return name.rpartition(" ")[0] or name


@register.filter
def last_word(name):
    """The last word of a name of several: 'Clinic' of 'Harbour Street Clinic'."""
    return name.rpartition(" ")[2] if " " in name else ""


@register.filter
def count_in_words(number):
    """Up to nine in words, as running text wants it: 'two'."""
    return str(_COUNT_WORDS[number]) if 0 < number < len(_COUNT_WORDS) else str(number)


@register.filter
def dialled(phone):
    """A telephone number as a tel: link wants it: digits and a leading plus."""
    return "".join(c for c in phone if c.isdecimal() or c == "+")


@register.filter
def breakable(words):
    """An address that may break before its @ rather than anywhere, a telephone number that may not break."""
    if TELEPHONE.fullmatch(str(words)):
        return format_html('<span class="unbroken">{}</span>', words)
    before, sign, after = str(words).partition("@")
    return format_html("{}<wbr>{}", before, sign + after) if sign else before


@register.filter
def calling(words, phone):
    """A sentence with its telephone number as a link, which keeps the number on one line."""
    before, said, after = str(words).partition(phone) if phone else (str(words), "", "")
    link = format_html('<a href="tel:{}">{}</a>', dialled(phone), phone) if said else ""
    return format_html("{}{}{}", before, link, after)


@register.filter
def folded(nav_items):
    """The places that go under More on a phone."""
    return [item for item in nav_items if item.get("more")]


@register.filter
def undo_url(message):
    """Where Undo leads, from a message's tag 'undo:/path/'; nothing when there is none."""
    tag = next((t for t in (message.extra_tags or "").split() if t.startswith("undo:/")), "")
    return tag.removeprefix("undo:")


# Forms -------------------------------------------------------------------------------------------
@register.filter
def control_kind(field):
    """Which shape a bound field takes: date, radio, checkboxes, checkbox or plain."""
    widget = field.field.widget
    if isinstance(widget, ThreePartDateWidget):
        return "date"
    if isinstance(widget, CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, RadioSelect):
        return "radio"
    return "checkbox" if isinstance(widget, CheckboxInput) else "plain"


@register.simple_tag
def control(field, hint="", width=""):
    """The bare control of a bound field, described by its hint and its error."""
    names = ["control", f"control-{width}" if width else "", field.field.widget.attrs.get("class", "")]
    attrs = {"class": " ".join(filter(None, names))}
    if described_by := described(field, hint):
        attrs["aria-describedby"] = described_by
    return field.as_widget(attrs=attrs)


@register.simple_tag
def control_mark(field, hint=""):
    """The box of a single checkbox, drawn as the cards draw theirs."""
    attrs = {"class": "choice-mark"}
    if described_by := described(field, hint):
        attrs["aria-describedby"] = described_by
    return field.as_widget(attrs=attrs)


@register.filter
def is_optional(field):
    """Whether an answer may be left out: required is the default and unmarked."""
    return not field.field.required


@register.filter
def card_type(kind):
    """The input behind the cards of a kind of field."""
    return "radio" if kind == "radio" else "checkbox"


@register.filter
def described(field, hint=""):
    """The ids of the words that explain a field: its hint, then its error."""
    hinted = f"{field.auto_id}_helptext" if hint or field.help_text else ""
    return " ".join(filter(None, [hinted, f"{field.auto_id}_error" if field.errors else ""]))


@register.filter
def options(field):
    """The choices of a bound field as the cards' options; the empty choice of a model field is left out.

    The widget may say of its values what they mean (`texts`), or that they are colours to show (`are_colours`).
    """
    widget = field.field.widget
    texts, are_colours = getattr(widget, "texts", {}), getattr(widget, "are_colours", False)
    return [
        {
            "value": o.data["value"],
            "label": o.choice_label,
            "text": texts.get(o.data["value"], ""),
            "colour": o.data["value"] if are_colours else "",
            "checked": o.data["selected"],
        }
        for o in field.subwidgets
        if str(o.data["value"] or "") != ""
    ]


@register.filter
def date_boxes(field):
    """The three boxes of a date field: name, id, label, value, and whether this is the wrong one."""
    value = field.value()
    widget = field.field.widget
    values = value if isinstance(value, list | tuple) else widget.decompress(value)
    codes = {error.code for error in field.errors.as_data()} if field.errors else set()
    return [
        {
            "name": f"{field.html_name}_{part}",
            "id": f"{field.auto_id}_{part}",
            "label": LABELS[part],
            "value": typed if typed is not None else "",
            "wrong": bool(codes) and (part in codes or not codes & set(PARTS)),
            "length": 4 if part == "year" else 2,
            "autocomplete": f"{widget.autocomplete}-{part}" if widget.autocomplete else "off",
        }
        for part, typed in zip(PARTS, values, strict=True)
    ]


@register.filter
def first_control_id(field):
    """Where a link in the error summary leads: the first control of the field that is wrong."""
    kind = control_kind(field)
    if kind == "date":
        return next((box["id"] for box in date_boxes(field) if box["wrong"]), f"{field.auto_id}_day")
    return f"{field.auto_id}_0" if kind in ("radio", "checkboxes") else field.id_for_label or field.auto_id


@register.simple_tag
def things_to_fix(form=None, forms=None, errors=None):
    """Every error as (id of its control, words), in the order of the page; the first where no one is to blame."""
    found = list(errors or [])
    for each in [form] if form else forms or []:
        first = next((first_control_id(field) for field in each.visible_fields()), "")
        found += [(first, words) for words in each.non_field_errors()]
        found += [
            (first_control_id(field), words)
            for field in each
            if isinstance(field, BoundField)
            for words in field.errors
        ]
    return found


@register.filter
def page_numbers(page):
    """The page numbers worth showing, with … for those left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def seconds_left(until):
    """Seconds until an instant by the application's clock, never below zero."""
    return max(0, int((until - clock.now()).total_seconds()))


@register.filter
def labelled(cells, headers):
    """The cells of a row of Django’s admin, each with the name of its column: on a phone rows are blocks."""
    for cell, header in zip(cells, headers, strict=True):
        name = capfirst(header["text"])
        says_more = strip_tags(cell) != name
        yield (
            mark_safe(cell.replace("<td", format_html('<td data-label="{}"', name), 1)) if says_more else cell
        )


# Calendar ----------------------------------------------------------------------------------------
@register.filter
def starts_at(minute):
    """The row classes of a minute of the day, in steps of five: 495 (8:15) is 'h8 m15'."""
    return f"h{int(minute) // 60} m{int(minute) % 60 // 5 * 5}"


@register.filter
def lasts(minutes):
    """The span classes of a length in minutes, in steps of five, at least one: 75 is 'hh1 mm15'."""
    steps = max(1, -(-int(minutes) // 5))
    return f"hh{steps // 12} mm{steps % 12 * 5}"
