"""What became of each question of a file, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST = 200  # lines of a kind on the page; the rest is counted


def report_page(report: dict) -> dict:
    """Everything _report.html shows."""
    items = report.get("items", 0)
    kinds = (
        ("refused", "bad", _("Left out"), _("These could not be taken.")),
        (
            "added",
            "info",
            _("Added"),
            _("The file does not ask for these; they are done for the patient’s sake."),
        ),
        ("degraded", "warn", _("Works otherwise"), _("These work, but not quite as their author meant.")),
        (
            "ignored",
            "neutral",
            _("Kept without effect"),
            _("These travel along in the file and change nothing here."),
        ),
    )
    parts = [
        {"kind": kind, "title": title, "text": text, "count": len(report[name]), **_lines(report[name])}
        for name, kind, title, text in kinds
        if report.get(name)
    ]
    read = ngettext("%(n)d item was read.", "%(n)d items were read.", items) % {"n": items}
    return {
        "is_refused": report.get("status") == "refused",
        "read": read,
        "plain": "" if parts else _("Everything was taken as it is."),
        "parts": parts,
    }


def _lines(lines: list[dict]) -> dict:
    shown = [
        {"question": line.get("text") or line.get("linkId") or "", "what": line["what"], "why": line["why"]}
        for line in lines[:MOST]
    ]
    more = len(lines) - len(shown)
    return {"lines": shown, "more": ngettext("%(n)d more", "%(n)d more", more) % {"n": more} if more else ""}
