"""What the template of a page is given: one node for each group, text and question."""

from dataclasses import dataclass, field

from smartforms.engine.reading import OTHER

SHORT_LABEL = 24


@dataclass
class Node:
    """A group, a text or a question of the page. `on` says whether it is asked now."""

    key: str
    kind: str
    text: str
    on: bool
    level: int = 2
    help: str = ""
    rich: str = ""
    rich_help: str = ""
    shape: str = ""
    still: str = ""  # where an answer comes from that is offered
    optional: bool = False
    error: str = ""
    at_once: bool = False
    options: list[dict] = field(default_factory=list)
    value: str = ""
    words: str = ""
    unit: str = ""
    units: list[dict] = field(default_factory=list)  # value, label, checked: of several one is chosen
    listed: str = ""  # which answers were offered, where they follow from other answers
    renew: str = ""  # the button that looks again which answers to offer
    boxes: list[dict] = field(default_factory=list)
    signature: dict = field(default_factory=dict)
    range: dict = field(default_factory=dict)
    ends: dict = field(default_factory=dict)
    heads: list[str] = field(default_factory=list)
    in_a_row: bool = False
    files: list[dict] = field(default_factory=list)
    accept: str = ""
    several: bool = False
    nodes: list["Node"] = field(default_factory=list)
    inside: dict[str, list["Node"]] = field(default_factory=dict)
    entries: list[dict] = field(default_factory=list)  # the boxes of a question with several answers
    room: str = ""  # the button for one more of them
    add: str = ""  # the buttons of a group that repeats
    remove: str = ""
    add_words: str = ""
    remove_words: str = ""

    @property
    def columns(self) -> int:
        """Short answers of which several may be ticked stand in two columns."""
        several = self.shape == "checkbox" and len(self.options) > 3
        short = all(
            len(option["label"]) <= SHORT_LABEL and option["value"] != OTHER for option in self.options
        )
        return 2 if several and short else 1

    @property
    def together(self) -> list[dict]:
        return [option for option in self.options if not option.get("alone")]

    @property
    def apart(self) -> list[dict]:
        """'None of these' stands apart below the list."""
        return [option for option in self.options if option.get("alone")]

    @property
    def described(self) -> str:
        """The ids of its hint, of where its answer comes from, and of its message."""
        said = {"helptext": self.help, "still": self.still, "error": self.error}
        ids = [f"{self.key}_{name}" if words else "" for name, words in said.items()]
        return " ".join(filter(None, ids))
