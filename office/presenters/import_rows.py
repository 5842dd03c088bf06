"""Rows of an import in words: what a row says, what becomes of it and why, on a page and in a file."""

from itertools import chain

from django.core.files.storage import default_storage
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from imports import columns as of_columns
from imports.models import Outcome
from imports.people import said
from imports.reading import rows
from records.models import Patient

KINDS = {
    Outcome.NEW: "ok",
    Outcome.ALIKE: "warn",
    Outcome.KNOWN: "neutral",
    Outcome.WRONG: "bad",
    Outcome.ADDED: "ok",
    Outcome.LEFT_OUT: "neutral",
    Outcome.UNDONE: "outline",
}
LONGEST = 80
STAYED_OUT = (Outcome.WRONG, Outcome.KNOWN, Outcome.ALIKE, Outcome.LEFT_OUT)


def with_people(lines, clinic):
    """Along with whom on file a row made, or looks like: in the same question."""
    is_theirs = Q(pk=OuterRef("patient")) | Q(pk=OuterRef("like"))
    person = JSONObject(id="id", given="given_name", family="family_name", born="date_of_birth")
    return lines.annotate(
        person_there=Subquery(Patient.objects.filter(is_theirs, clinic=clinic.pk).values(said=person)[:1])
    )


def rows_shown(batch, page) -> tuple[list[dict], set[str]]:
    """The rows of a page (`with_people`), and the ids of the patients it names."""
    lines = list(page)
    words = _words_of(batch, {line.number for line in lines})
    ids = {line.person_there["id"] for line in lines if line.person_there}
    return [_row(batch, line, words.get(line.number, "")) for line in lines], ids


def _words_of(batch, numbers) -> dict[int, str]:
    """What the file says in these rows, while it is there."""
    if not numbers or batch.file_gone_at:
        return {}
    found, last = {}, max(numbers)
    with default_storage.open(batch.stored_as) as file:
        for number, cells in rows(file, batch.delimiter):
            if number in numbers:
                told = chain.from_iterable(said(cells, batch.columns).values())
                found[number] = " · ".join(told)[:LONGEST]
            if number >= last:
                break
    return found


def _row(batch, line, words) -> dict:
    outcome, person = Outcome(line.outcome), line.person_there
    return {
        "number": line.number,
        "words": words,
        "tag_label": outcome.label,
        "tag_kind": KINDS[outcome],
        "why": why(batch, line),
        "person": f"{person['given']} {person['family']}" if person else "",
        "born": person["born"] if person else "",
        "url": reverse("office:patient", args=[person["id"]]) if person else "",
    }


def why(batch, line) -> list[str]:
    """Each thing that is wrong beside its column, or which row it repeats."""
    known = of_columns.of(batch.kind)
    found = [
        _("%(column)s: %(words)s") % {"column": known[column].label, "words": words}
        if column in known
        else words
        for column, words in line.faults
    ]
    if line.same_as and not found:
        found.append(_("The same person as in row %(n)d.") % {"n": line.same_as})
    return found


def rows_left_out(batch):
    """The rows that stayed out as a table: two columns of ours, then the file's own. One at a time."""
    yield [_("Row"), _("Why it stayed out"), *batch.headings]
    lines = batch.lines.filter(outcome__in=STAYED_OUT).order_by("number").iterator(chunk_size=500)
    line = next(lines, None)
    with default_storage.open(batch.stored_as) as file:
        for number, cells in rows(file, batch.delimiter):
            if line is None:
                return
            if number == line.number:
                told = "; ".join(why(batch, line)) or str(Outcome(line.outcome).label)
                yield [number, told, *cells]
                line = next(lines, None)
