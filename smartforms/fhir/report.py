"""What became of each item of an imported file, in words a clinic understands."""

from smartforms.fhir import shapes


class Report:
    """Notes about a file: what was taken in part (degraded), not taken (refused), or kept without effect (ignored).

    Also what it did not ask for, and we do for the patient's sake (added).
    """

    def __init__(self):
        self.items = 0
        self.degraded: list[dict] = []
        self.refused: list[dict] = []
        self.ignored: list[dict] = []
        self.added: list[dict] = []
        self.rejected = False

    def note(self, fate: str, what: str, why: str, item: dict | None = None, index: int | None = None):
        """Add one line. `what` names the thing in the file, `why` says what it means for the form."""
        link = shapes.mapping(item).get("linkId")
        line = {
            "linkId": shapes.clean(link) if isinstance(link, str) else None,
            "index": index,
            "text": shapes.words(shapes.mapping(item).get("text"))[:120],
            "what": shapes.clean(what)[:200],
            "why": shapes.clean(why)[:600],
        }
        lines = getattr(self, fate)
        if line not in lines[-20:]:  # the same remark twice in a row tells nothing new
            lines.append(line)

    def reject(self, what: str, why: str, item: dict | None = None, index: int | None = None):
        """The whole file cannot be used."""
        self.rejected = True
        self.note("refused", what, why, item, index)

    def as_json(self) -> dict:
        return {
            "status": "refused" if self.rejected else "imported",
            "items": self.items,
            "degraded": _in_order(self.degraded),
            "refused": _in_order(self.refused),
            "ignored": _in_order(self.ignored),
            "added": _in_order(self.added),
        }


def _in_order(lines: list[dict]) -> list[dict]:
    return sorted(lines, key=lambda line: line["index"] or 0)
