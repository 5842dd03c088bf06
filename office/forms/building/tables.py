"""The tables of a question's page: its answers, the rows of a table of questions, what a score means."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from office.forms.building.rows import MOST, Rows, posted
from smartforms.authoring import listing, matrix, options, scores
from smartforms.authoring.kinds import kind_of
from smartforms.authoring.options import Row
from smartforms.authoring.scores import TONES, Band
from smartforms.authoring.tree import Place
from smartforms.fhir import options as importer
from smartforms.fhir import values

NAME, LONGEST = "option-lines", 500  # of the text of a long list; characters of a line


def _number(text: str):
    """A number as it was typed; None for none. Raises ValueError."""
    if not text:
        return None
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise ValueError(text) from None
    if not found.is_finite() or abs(found) > 1_000_000:
        raise ValueError(text)
    return values.json_number(found)


class Table:
    """Rows that belong to the item at a place."""

    prefix, names, needed, at_first = "", (), "label", 3

    def __init__(self, *, source: dict, place: Place, data):
        self.source, self.place, self.code, self.faults = source, place, kind_of(place).code, []
        self.is_wanted = self.is_for_it()
        rows = []
        if self.is_wanted:
            was_sent = data is not None and f"{self.prefix}-count" in data
            rows = posted(data, self.prefix, self.names, self.needed) if was_sent else self.read()
        self.rows = Rows(self.prefix, self.names, rows, 1 if rows else self.at_first)

    @property
    def shown(self) -> list[dict]:
        wrong = {control.rsplit("-", 1)[0]: words for control, words in self.faults}
        return [row | {"error": wrong.get(row["id"], "")} for row in self.rows.shown]

    def number(self, at: int, name: str, text: str):
        try:
            return _number(text)
        except ValueError:
            self.faults.append((f"{self.prefix}-{at}-{name}", _("Enter a number")))
            return None


class OptionRows(Table):
    """The answers a question offers; of a table of questions those that all rows share."""

    prefix, names = "option", ("label", "score", "alert", "alone", "was", "prefix", "chosen")

    def is_for_it(self) -> bool:
        if self.code == "matrix":
            return matrix.is_even(self.source, self.place.item)
        return kind_of(self.place).is_choice and len(options.offered(self.source, self.place.item)) <= MOST

    def read(self) -> list[dict]:
        if self.code == "matrix":
            found = matrix.answers_of(self.source, self.place.item)
        else:
            found = options.rows_of(self.source, self.place.item)
        return [
            {"label": row.label, "score": "" if row.score is None else row.score, "alert": row.alert,
             "alone": "on" if row.alone else "", "was": row.was, "prefix": row.prefix,
             "chosen": "on" if row.chosen else ""}
            for row in found
        ]  # fmt: skip

    def write(self, source: dict, place: Place) -> None:
        self.faults = []
        rows = [
            Row(
                row["label"],
                self.number(at, "score", row["score"]),
                row["alert"],
                row["alone"] == "on",
                row["was"],
                row["prefix"][:20],
                None if self.code == "matrix" else row["chosen"] == "on",
            )
            for at, row in enumerate(self.rows.rows)
        ]
        chosen = [at for at, row in enumerate(rows) if row.chosen]
        if len(chosen) > 1 and place.item.get("repeats") is not True:
            told = _("The question can begin with one answer only")
            self.faults.append((f"{self.prefix}-{chosen[1]}-chosen", told))
        if self.code == "matrix":
            matrix.set_answers(source, place, rows)
        else:
            options.set_options(source, place, rows)


class OptionLines:
    """The answers of a long list, as a text with a line for each."""

    prefix = "lines"

    def __init__(self, *, source: dict, place: Place, data):
        self.source, self.place, self.faults = source, place, []
        self.is_wanted = kind_of(place).is_choice and len(options.offered(source, place.item)) > MOST
        if self.is_wanted:
            self.was = listing.text_of(options.rows_of(source, place.item))
            self.text = data.get(NAME, self.was) if data is not None else self.was

    def write(self, source: dict, place: Place) -> None:
        self.faults = []
        lines = [line for line in self.text.splitlines() if line.strip()]
        if len(lines) > importer.MOST:
            self.faults = [(NAME, _("Use at most %(most)d answers") % {"most": importer.MOST})]
        elif long := next((n for n, line in enumerate(lines, 1) if len(line) > LONGEST), 0):
            told = _("Line %(number)d is longer than %(longest)d characters")
            self.faults = [(NAME, told % {"number": long, "longest": LONGEST})]
        elif self.text.splitlines() != self.was.splitlines():
            rows = listing.rows_of_text(self.text, options.rows_of(source, place.item))
            options.set_options(source, place, rows)


class TableRows(Table):
    """The questions of a table."""

    prefix, names = "row", ("label", "was")

    def is_for_it(self) -> bool:
        return self.code == "matrix"

    def read(self) -> list[dict]:
        found = matrix.questions_of(self.place.item)
        return [{"label": row.get("text") or "", "was": row.get("id", "")} for row in found]

    def write(self, source: dict, place: Place) -> None:
        matrix.set_rows(source, place, [(row["was"], row["label"]) for row in self.rows.rows])


class BandRows(Table):
    """What the values of a score mean."""

    prefix, names, at_first = "band", ("low", "high", "label", "tone", "alert"), 1

    def is_for_it(self) -> bool:
        return self.code in ("score", "slider") or bool(scores.bands_of(self.place.item))

    def read(self) -> list[dict]:
        return [
            {
                "low": "" if b.low is None else b.low,
                "high": "" if b.high is None else b.high,
                "label": b.label,
                "tone": b.tone,
                "alert": "on" if b.alert else "",
            }
            for b in scores.bands_of(self.place.item)
        ]

    def write(self, source: dict, place: Place) -> None:
        self.faults = []
        bands = [
            Band(
                self.number(at, "low", row["low"]), self.number(at, "high", row["high"]), row["label"],
                row["tone"] if row["tone"] in TONES else "ok", row["alert"] == "on",
            )
            for at, row in enumerate(self.rows.rows)
        ]  # fmt: skip
        scores.set_bands(place.item, bands)
