"""Red flags in words: at the head of every page of a patient, and on their own page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from office.presenters.deciding import asking_page
from office.presenters.flag_tags import LOOKS, until_words
from office.presenters.moments import time_of
from office.presenters.person import workspace_page
from office.red_flags import stands
from records.models import FlagKind


def flags_page(space, flags) -> dict:
    """Everything red_flags.html shows."""
    standing = [flag for flag in flags if stands(flag, space)]
    return {
        **workspace_page(space, ""),
        "tab": _("Flags"),
        "standing": [_row(flag, space) for flag in standing],
        "over": [_row(flag, space) for flag in flags if flag not in standing],
        "new_url": reverse("office:new_red_flag", args=[space.patient.pk]) if space.flag_kinds else "",
        "reads_all": space.reads_record,
    }


def _row(flag, space) -> dict:
    kind, icon = LOOKS[flag.kind]
    may_end = flag.kind in space.flag_kinds and flag.ended_at is None and stands(flag, space)
    return {
        "kind": FlagKind(flag.kind).label,
        "tag_kind": kind,
        "icon": icon,
        "text": flag.text,
        "until": until_words(flag.until),
        "raised": _said(flag.raised_at, flag.raised_by, space),
        "ended": _said(flag.ended_at, flag.ended_by, space) if flag.ended_at else "",
        "because": flag.ended_because,
        "end_url": reverse("office:red_flag_ending", args=[space.patient.pk, flag.pk]) if may_end else "",
    }


def _said(moment, who, space) -> str:
    words = {"when": time_of(moment, at=space.at, zone=space.zone), "name": who}
    return _("%(when)s, by %(name)s") % words


def new_flag_page(space, form) -> dict:
    """Everything red_flag.html shows."""
    return {
        **workspace_page(space, ""),
        "tab": _("New flag"),
        "form": form,
        "has_errors": bool(form.errors),
        "back_url": reverse("office:red_flags", args=[space.patient.pk]),
    }


def ending_page(space, flag, form) -> dict:
    """Does it count no more?"""
    label, text = FlagKind(flag.kind).label, flag.text
    return asking_page(
        space,
        current="red_flags",
        title=_("End “%(text)s”?") % {"text": text},
        text=_("%(kind)s: %(text)s") % {"kind": label, "text": text},
        facts=[
            _("It no longer stands above the record. Who ended it, when and why stays on the page of flags.")
        ],
        button=_("End the flag"),
        danger=True,
        form=form,
    )
