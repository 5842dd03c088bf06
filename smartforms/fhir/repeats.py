"""What may be answered several times: choices, plain answers, and whole groups."""

from django.utils.translation import gettext as _

from smartforms.definition import is_question, walk


def read(item: dict, note) -> None:
    """Take away `repeats` where several answers make no sense or cannot be asked for."""
    if not item.get("repeats"):
        return
    if item["type"] == "display":
        del item["repeats"]
    elif item["type"] == "boolean" and not item.get("options"):
        note("degraded", "repeats", _("Yes or no is asked once."))
        del item["repeats"]
    elif item["type"] == "group" and not any(map(is_question, walk([item]))):
        del item["repeats"]  # only texts: there is nothing to answer again
