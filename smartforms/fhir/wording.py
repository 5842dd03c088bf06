"""Words for questions that came without any."""

from django.utils.translation import gettext as _

from smartforms.definition import is_question, is_worked_out
from smartforms.fhir.shapes import mapping, sequence, words


def complete(items: list[dict], reader) -> None:
    """Give each of these visible questions a text: from the one it depends on, its code, or its place in the form."""
    by_key = {item["key"]: item for item in items}
    for item in items:
        if item["text"] or not is_question(item) or is_worked_out(item):
            continue
        raw = reader.raws[item["key"]]
        sources = {condition["key"] for condition in item.get("when", {}).get("conditions", ())}
        about = by_key[sources.pop()]["text"] if len(sources) == 1 else ""
        code = next((words(mapping(c).get("display")) for c in sequence(raw.get("code"))), "")
        if about:
            item["text"] = _("%(question)s: tell us more") % {"question": about.rstrip("?: ")[:200]}
        else:
            item["text"] = code[:300] or _("Question %(number)s") % {"number": item["key"][1:]}
        note = reader.note_for(raw, int(item["key"][1:]))
        note("degraded", "text", _("It has no wording; “%(text)s” is shown.") % {"text": item["text"][:120]})
