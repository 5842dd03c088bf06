"""How a red flag looks wherever it stands: the gravest first, each in words and with its sign."""

from datetime import date

from django.utils.translation import gettext as _

from common import wording
from records.models import FlagKind

LOOKS = {
    FlagKind.ALLERGY: ("bad", "triangle-alert"),
    FlagKind.RISK: ("warn", "octagon-alert"),
    FlagKind.NOTE: ("outline", "info"),
}


def flag_tags(flags) -> list[dict]:
    """Tags of (label, kind, icon) of flags that stand: {"kind", "text", "until"}, the last one a day as JSON has it."""
    order = list(FlagKind)
    return [_tag(flag) for flag in sorted(flags, key=lambda flag: order.index(flag["kind"]))]


def _tag(flag) -> dict:
    kind, icon = LOOKS[flag["kind"]]
    words = _("%(kind)s: %(text)s") % {"kind": FlagKind(flag["kind"]).label, "text": flag["text"]}
    until = until_words(date.fromisoformat(flag["until"]) if flag["until"] else None)
    return {"label": f"{words}, {until}" if until else words, "kind": kind, "icon": icon}


def until_words(until: date | None) -> str:
    """The last day of a flag; empty where it has none."""
    return _("until %(day)s") % {"day": wording.day_month_year(until)} if until else ""
