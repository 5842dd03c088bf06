"""The pages of the settings in words: a form in cards, a list with its tags, the question before something goes."""

from django.urls import reverse
from django.utils.translation import gettext as _

from booking.admin_forms import SEEN
from booking.presenters.hit import visits_hit
from clinic.admin_errors import things_to_fix


def form_page(form, clinic) -> dict:
    """What every form of the settings shows. The view adds title, back and what else there is."""
    return {
        "form": form,
        "things": things_to_fix(form, []),
        "has_errors": bool(form.errors),
        "groups": [group for group in _groups(form) if group["fields"]],
        "hidden": form.hidden_fields(),
        "multipart": form.is_multipart(),
        **hit_page(form, clinic),
    }


def _groups(form) -> list[dict]:
    named = getattr(form, "groups", None) or [("", list(form.fields))]
    return [
        {
            "key": f"group-{number}",
            "title": title,
            "fields": [form[name] for name in names if name in form.fields and not form[name].is_hidden],
        }
        for number, (title, names) in enumerate(named)
    ]


def hit_page(form, clinic) -> dict:
    """The visits that what is typed would hit, and the mark that says that just these were looked at."""
    if not hasattr(form, "fingerprint"):
        return {}
    return {"hit": visits_hit(form.visits, clinic), "hit_name": SEEN, "hit_seen": form.fingerprint}


def list_page(title, heads, rows, *, add=None, empty="", retired=None) -> dict:
    """A list: `heads` of its columns, `rows` as `row` makes them; `add` and `retired` are links (url, label)."""
    return {
        "title": title,
        "heads": heads,
        "rows": [{**one, "cells": _cells(heads, one["cells"])} for one in rows],
        "add_url": add and add[0],
        "add_label": add and add[1],
        "empty": empty,
        "retired_url": retired and retired[0],
        "retired_label": retired and retired[1],
        **back_to_settings(),
    }


def _cells(heads, cells) -> list[dict]:
    """What stands in the columns after the first, each with its head and its lines."""
    return [
        {"head": head, "lines": cell if isinstance(cell, list) else [cell]}
        for head, cell in zip(heads[1:], cells, strict=True)
    ]


def row(url, *cells, tag="", kind="neutral") -> dict:
    """A row of a list: its first cell is the link."""
    return {"url": url, "name": cells[0], "cells": cells[1:], "tag_label": tag, "tag_kind": kind}


def back_to_settings() -> dict:
    return {"back_url": reverse("office:settings"), "back_label": _("Settings")}


def back_to(name, label, *args) -> dict:
    """The link above the heading."""
    return {"back_url": reverse(name, args=args), "back_label": label}
