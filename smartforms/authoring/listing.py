"""A long list of answers as a text: one line an answer, its words and, behind a stroke, its score."""

from collections import defaultdict
from dataclasses import replace
from difflib import SequenceMatcher

from smartforms.authoring.options import Row
from smartforms.fhir import shapes


def line_of(row: Row) -> str:
    """'Aspirin', or 'Often | 3' for an answer that counts something."""
    words = " ".join(row.label.split())
    return words if row.score is None else f"{words} | {row.score}"


def text_of(rows: list[Row]) -> str:
    return "\n".join(map(line_of, rows))


def rows_of_text(text: str, there: list[Row]) -> list[Row]:
    """The answers of a text. A line that is as it was stays that answer with all that is said of it, wherever it moved.

    One with the same words and another score, or with other words in the same place, is that answer too.
    """
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lines = [line for line in lines if line]
    by_line, by_words = defaultdict(list), defaultdict(list)
    for row in reversed(there):
        by_line[line_of(row)].append(row)
        by_words[" ".join(row.label.split())].append(row)
    taken: dict[int, Row] = {n: by_line[line].pop() for n, line in enumerate(lines) if by_line[line]}
    claimed = {row.was for row in taken.values()}
    for n, line in enumerate(lines):
        free = [row for row in by_words[_read(line)[0]] if row.was not in claimed]
        if n not in taken and free:
            taken[n] = free[-1]
            claimed.add(free[-1].was)
    for n, row in _in_the_same_place(lines, there):
        if n not in taken and row.was not in claimed:
            taken[n] = row
            claimed.add(row.was)
    return [_row(line, taken.get(n)) for n, line in enumerate(lines)]


def _row(line: str, before: Row | None) -> Row:
    if before is not None and line == line_of(before):
        return before
    words, score = _read(line)
    return replace(before or Row(""), label=words, score=score)


def _read(line: str) -> tuple[str, int | float | None]:
    """(words, score); a stroke with no number behind it belongs to the words."""
    words, stroke, number = line.rpartition("|")
    score = shapes.number(number.strip().replace(",", ".")) if stroke else None
    if score is None or not words.strip() or abs(score) > 1_000_000:
        return line, None
    return words.strip(), score


def _in_the_same_place(lines: list[str], there: list[Row]):
    """(line, answer) where as many lines stand between unchanged ones as stood there before."""
    before = [line_of(row) for row in there]
    for what, a, b, c, d in SequenceMatcher(None, before, lines, autojunk=False).get_opcodes():
        if what == "replace" and b - a == d - c:
            yield from zip(range(c, d), there[a:b], strict=True)
