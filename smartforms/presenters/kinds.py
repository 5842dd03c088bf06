"""What questions of special kinds need on the page, each put onto its node."""

from django.utils.html import escape
from django.utils.translation import gettext as _

from common.files import kinds_in_words
from common.wording import file_size
from smartforms.engine import handing_in, signing
from smartforms.presenters import words


def rich(item: dict) -> str:
    """The rich wording of an item with its number before it; empty where it has none."""
    if not (made := item.get("rich")):
        return ""
    prefix = escape(item.get("prefix", ""))
    return f"<p>{prefix}</p>{made}" if prefix and item["type"] == "display" else f"{prefix} {made}".strip()


def consent(node, item: dict, typed: dict, page) -> None:
    """One card to tick."""
    box = {"value": "yes", "label": words.agreed(item), "checked": node.value == "yes"}
    node.options = [box | {"id": f"{node.key}_0"}]


def is_scale(item: dict) -> bool:
    """Whether a slider is short enough to be boxes: whole numbers from 0 to 10."""
    return item["type"] == "integer" and (item["min"], item["max"], item.get("step", "1")) == (0, 10, "1")


def scale(node, item: dict, typed: dict, page) -> None:
    """Eleven boxes, and what their ends mean."""
    node.ends = words.ends(item)
    node.options = [
        {"value": n, "label": n, "checked": node.value == str(n), "id": f"{node.key}_{n}"} for n in range(11)
    ]


def slider(node, item: dict, typed: dict, page) -> None:
    """The ends and steps of a slider."""
    is_whole = item["type"] == "integer"
    node.ends = words.ends(item)
    node.range = {
        "min": item["min"],
        "max": item["max"],
        "step": item.get("step", "1" if is_whole else "any"),
        "inputmode": "numeric" if is_whole else "decimal",
    }


def signature(node, item: dict, typed: dict, page) -> None:
    """The signature as it was given, or the name typed so far and who is expected to sign."""
    given = page.answers.get(node.key, [])[:1]
    if given and (node.key not in page.signed or "strokes" in given[0]):
        node.signature = {"given": given[0], "path": signing.path(given[0]), "words": words.signed(given[0])}
        return
    node.signature = {
        "signer": page.signer,
        "typed_only": item.get("typed_only", False),
        "name": given[0]["name"] if given else (typed.get("-name") or [""])[-1],
    }


def files(node, item: dict, typed: dict, page) -> None:
    """The files handed in so far, and which ones are taken."""
    node.files = [
        {"id": one["file"], "words": words.answer(item, [one])} for one in page.answers.get(node.key, [])
    ]
    node.accept = ",".join(item["types"])
    node.several = handing_in.most(item) > 1
    limits = {"kinds": kinds_in_words(item["types"]), "most": file_size(item["max_bytes"])}
    taken = _("%(kinds)s, up to %(most)s.") % limits
    node.help = "\n".join(filter(None, [node.help, taken]))


FILLED = {"file": files, "consent": consent, "scale": scale, "slider": slider, "signature": signature}
