"""The questions of one page, ready for the template: shapes, options, typed values, messages."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from smartforms.definition import (
    Outline,
    is_asked,
    is_given_in_a_list,
    is_question,
    offered_as,
    wording,
)
from smartforms.engine import offering
from smartforms.engine.reading import OTHER
from smartforms.engine.typed import as_typed
from smartforms.presenters import dates, growing, kinds, words
from smartforms.presenters.nodes import Node
from smartforms.presenters.shaping import control_id, shape_of


class Page:
    """One page of a form with what is known of its answers.

    `signer` is the name of whoever fills it in; `signed` are signatures of a page that is shown again for another
    reason: what was typed stays in its box, to be sent once more with the rest. `level` is that of the first headings.
    """

    def __init__(
        self, outline: Outline, number: int, answers: dict, unfinished: dict, problems: dict, on: set[str],
        room: str = "", signer: str = "", signed: Iterable[str] = (), offered: dict | None = None, level: int = 2,
    ):  # fmt: skip
        self.outline, self.number, self.on, self.room = outline, number, on, room
        self.signer, self.signed = signer, signed
        self.offered = offered or {}  # what is known already, by question: `smartforms/prefilling.py`
        self.answers, self.unfinished, self.problems = answers, unfinished, problems
        page = outline.pages[number - 1]
        roots = [outline[key] for key in page["keys"]]
        said = [outline[key].get("help", "") for key in outline.around(page["keys"])]
        said += [wording(outline[key]) for key in page.get("above", ()) if key in on]
        if (
            roots
            and names_its_page(roots[-1], page)
            and not roots[-1].get("repeats")
            and all(root["type"] == "display" for root in roots[:-1])
        ):
            said.append(roots[-1].get("help", ""))
            is_table = roots[-1].get("control") == "gtable"
            named = roots[-1] | {"text": "", "rich": "", "prefix": "", "help": "", "rich_help": ""}
            roots = roots[:-1] + ([named] if is_table else roots[-1].get("items", []))
        self.help = "\n".join(filter(None, said))
        self.nodes = self._nodes(roots, level)

    @property
    def grows(self) -> bool:
        """Whether there are buttons before Continue, which Enter would press."""
        waiting = list(self.nodes)
        for node in waiting:
            if node.add or node.remove or node.room or node.renew:
                return True
            waiting += [*node.nodes, *(one for nodes in node.inside.values() for one in nodes)]
        return False

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(control id, message) in the order of the page, for the summary."""
        order = [item["key"] for item in self.outline.under(self.outline.pages[self.number - 1]["keys"])]
        found = [key for key in order if key in self.problems]
        return [
            (control_id(self.outline[key], self.problems[key]), self.problems[key].message) for key in found
        ]

    @property
    def has_sliders(self) -> bool:
        return any(item.get("control") == "slider" for item in self._here)

    @property
    def has_answers_alone(self) -> bool:
        """Whether an answer excludes the others of its question."""
        return any(option.get("alone") for item in self._here for option in item.get("options", ()))

    @property
    def has_files(self) -> bool:
        return any(item["type"] == "file" for item in self._here)

    @property
    def _here(self) -> list[dict]:
        return self.outline.under(self.outline.pages[self.number - 1]["keys"])

    @property
    def _base_keys(self) -> set[str]:
        """The questions of this page, whichever entry of a group they stand in."""
        return {item["key"].split("~")[0] for item in self._here if is_asked(item, self.outline)}

    def _nodes(self, items: list[dict], level: int) -> list[Node]:
        """The nodes of these items; one that hangs on a single option of the question before goes inside it."""
        found: list[Node] = []
        open_cards: dict[str, Node] = {}
        for item in items:
            if item.get("hidden"):
                continue
            node = self._node(item, level)
            above = _leans_on(item, open_cards)
            if above:
                card, option = above
                card.inside.setdefault(option, []).append(node)
            else:
                found.append(node)
                open_cards.clear()
            if node.shape == "radio":
                open_cards[node.key] = node
        return found

    def _node(self, item: dict, level: int) -> Node:
        kind = "question" if is_question(item) else item["type"]
        node = Node(
            item["key"],
            kind,
            wording(item),
            item["key"] in self.on,
            min(level, 6),
            item.get("help", ""),
            kinds.rich(item),
            item.get("rich_help", ""),
        )
        if item.get("cannot"):
            node.kind = "cannot"
        if kind == "question":
            self._fill(node, item)
        if item.get("control") == "gtable":
            return self._matrix(node, item)
        if item["key"].split("~")[0] in self.outline.base.repeating:
            growing.buttons(node, item, self.outline)
            if names_its_page(item, self.outline.pages[self.number - 1]):
                node.text = ""
        is_headed = bool(node.text) or kind != "group"
        node.nodes = self._nodes(item.get("items", []), level + 1 if is_headed else level)
        return node

    def _matrix(self, node: Node, group: dict) -> Node:
        """A table of its questions, whose answers head the columns."""
        node.shape = "matrix"
        node.heads = [offered_as(option) for option in group["items"][0]["options"]]
        node.nodes = [self._node(item, node.level + 1) for item in group["items"] if not item.get("hidden")]
        for row in node.nodes:
            row.shape = "row"
        return node

    def _fill(self, node: Node, item: dict):
        key = item["key"]
        given = self.answers.get(key, [])
        if not given and key not in self.unfinished and (offer := self.offered.get(key)):
            given, node.still = offer.answers, offer.words
        typed = self.unfinished.get(key) or as_typed(item, given)
        node.help = "\n".join(filter(None, [item.get("help"), item.get("hint")]))
        node.shape = shape_of(item)
        node.optional = not item.get("required")
        if problem := self.problems.get(key):
            node.error, node.at_once = problem.message, problem.at_once
        node.unit = words.unit_of(item)
        node.units = words.units_of(item, (typed.get("-unit") or [""])[-1])
        node.value = (typed.get("") or [""])[-1]
        node.words = (typed.get("-words") or [""])[-1]
        if offering.is_following(item):
            node.listed = f"{key}:{offering.mark_of(item)}"
            sources = set(item.get("follows", self._base_keys)) - {key.split("~")[0]}
            node.renew = f"update:{key}" if sources & self._base_keys else ""
        if node.shape in ("fixed", "worked_out"):
            node.value = words.answer(item, self.answers.get(key, []))
        elif node.shape in ("radio", "checkbox", "select"):
            node.options = _options(item, typed.get("", []))
            node.in_a_row = item.get("orientation") == "horizontal"
            if node.shape == "checkbox" and not node.help:
                node.help = _("Choose all that apply.")
        elif is_given_in_a_list(item):
            growing.boxes(node, item, typed, self)
        elif node.shape == "date":
            node.boxes = dates.boxes(item, typed, self.problems.get(key))
        elif node.shape in kinds.FILLED:
            kinds.FILLED[node.shape](node, item, typed, self)


def names_its_page(item: dict, page: dict) -> bool:
    """Whether the page is called like this group, so that its wording stands in the heading already."""
    return item["type"] == "group" and "entry" not in item and page["title"] in (item["text"], wording(item))


def _options(item: dict, picked: list[str]) -> list[dict]:
    if item["type"] == "boolean" and not item.get("options"):
        offered = [{"value": "yes", "label": _("Yes")}, {"value": "no", "label": _("No")}]
    else:
        offered = [
            {"value": o["key"], "label": offered_as(o), "alone": o.get("alone", False)}
            for o in item["options"]
        ]
    if item.get("open"):
        offered.append({"value": OTHER, "label": item.get("open_label") or _("Something else")})
    return [
        option | {"checked": option["value"] in picked, "id": f"{item['key']}_{place}"}
        for place, option in enumerate(offered)
    ]


def _leans_on(item: dict, cards: dict[str, Node]) -> tuple[Node, str] | None:
    """The question and the one option this item hangs on, when that is all its condition says."""
    conditions = item.get("when", {}).get("conditions", ())
    if len(conditions) != 1 or conditions[0]["operator"] != "=" or conditions[0]["key"] not in cards:
        return None
    condition = conditions[0]
    if isinstance(condition.get("value"), bool):
        return cards[condition["key"]], "yes" if condition["value"] else "no"
    picked = condition.get("options", [])
    return (cards[condition["key"]], picked[0]) if len(picked) == 1 else None
