"""Imports in words: the files so far, how far one has come, what is asked before it goes on."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common import wording
from imports.actions import KEEPS_FILE, LEFT_LYING
from imports.columns import NAMED
from imports.columns import of as columns_of
from imports.models import Kind, Outcome, Work
from office.presenters.import_rows import KINDS, STAYED_OUT, rows_shown

DELIMITERS = {
    ",": gettext_lazy("commas"),
    ";": gettext_lazy("semicolons"),
    "\t": gettext_lazy("tabs"),
    "|": gettext_lazy("bars"),
}
SAMPLES = 3
ICONS = {
    "ok": "circle-check",
    "warn": "users",
    "neutral": "circle-dot",
    "bad": "triangle-alert",
    "outline": "x",
}


def with_counts(imports):
    """Along with how many rows came to each outcome, in the same question."""
    return imports.annotate(
        **{f"rows_{outcome.value}": Count("lines", filter=Q(lines__outcome=outcome)) for outcome in Outcome}
    )


def counts_of(batch) -> dict[str, int]:
    """How many rows of each outcome (`with_counts`)."""
    return {outcome.value: getattr(batch, f"rows_{outcome.value}") for outcome in Outcome}


def imports_page(page, clinic) -> dict:
    """Everything imports.html shows."""
    return {
        "page": page,
        "new_url": reverse("office:import_new"),
        "rows": [
            {
                "url": reverse("office:import_batch", args=[one.pk]),
                "name": one.name,
                "kind": one.get_kind_display(),
                "rows": _rows(one.rows),
                "when": wording.short_moment(one.uploaded_at.astimezone(clinic.zone)),
                "who": str(one.uploaded_by),
                "tag": _state(one),
            }
            for one in page
        ],
    }


def _rows(count) -> str:
    words = ngettext("%(n)s row", "%(n)s rows", count)
    return words % {"n": number_format(count, force_grouping=True)}


def _state(one) -> tuple[str, str]:
    """(words, kind of tag)."""
    for is_so, words, kind in (
        (one.dropped_at, _("Given up"), "outline"),
        (one.failed_at, _("Stopped"), "bad"),
        (one.work, one.get_work_display(), "info"),
        (one.undone_at, _("Undone"), "outline"),
        (one.let_in_at, _("Imported"), "ok"),
        (one.checked_at, _("Looked over"), "warn"),
    ):
        if is_so:
            return words, kind
    return _("Begun"), "warn"


def new_page(form) -> dict:
    return {
        "form": form,
        "has_errors": bool(form.errors),
        "back_url": reverse("office:imports"),
        "days": KEEPS_FILE.days,
    }


def _head(batch) -> dict:
    return {
        "title": batch.name,
        "kind": batch.get_kind_display(),
        "about": _("%(rows)s, %(size)s, %(encoding)s, parted by %(delimiter)s")
        % {
            "rows": _rows(batch.rows),
            "size": wording.file_size(batch.size),
            "encoding": batch.encoding,
            "delimiter": DELIMITERS.get(batch.delimiter, batch.delimiter),
        },
        "back_url": reverse("office:imports"),
        "here": reverse("office:import_batch", args=[batch.pk]),
    }


def columns_page(batch, form, samples) -> dict:
    """Everything import_columns.html shows: each heading with what stands below it."""
    return {
        **_head(batch),
        "form": form,
        "has_errors": bool(form.errors),
        "columns": [
            {
                "field": form[name],
                "samples": [cells[place] for cells in samples if place < len(cells) and cells[place]][
                    :SAMPLES
                ],
            }
            for place, name in enumerate(form.places)
        ],
    }


def names_page(batch, form) -> dict:
    """Everything import_names.html shows: each name with whom it means."""
    known = columns_of(batch.kind)
    return {
        **_head(batch),
        "form": form,
        "has_errors": bool(form.errors),
        "groups": [
            {"title": known[kind].label, "fields": [form[name] for name, _key in form.groups[kind]]}
            for kind in NAMED
        ],
        "columns_url": reverse("office:import_columns", args=[batch.pk]),
    }


def too_many_names(batch, key) -> str:
    words = _("The column chosen for “%(name)s” holds more than 200 different names. Is it the right one?")
    return words % {"name": columns_of(batch.kind)[key].label}


def batch_page(batch, counts, shown, page, *, at) -> dict:
    """Everything import.html shows, and `ids`: whom of the clinic's patients it names."""
    rows, ids = rows_shown(batch, page)
    here, zone = reverse("office:import_batch", args=[batch.pk]), batch.clinic.zone
    addresses = {
        name: reverse(f"office:import_{name}", args=[batch.pk])
        for name in ("columns", "letting_in", "undoing", "dropping", "again", "rows")
    }
    return {
        **_head(batch),
        "ids": ids,
        "urls": addresses,
        "tag": _state(batch),
        "tiles": [
            {
                "url": f"{here}?show={outcome}",
                "count": number_format(counts[outcome], force_grouping=True),
                "label": outcome.label,
                "icon": ICONS[KINDS[outcome]],
                "kind": KINDS[outcome],
                "current": outcome == shown,
            }
            for outcome in Outcome
            if counts[outcome] and batch.work != Work.CHECK
        ],
        "shown": Outcome(shown).label if shown else "",
        "rows": rows,
        "page": page,
        "query": f"show={shown}&" if shown else "",
        "running": _running(batch),
        "failed": bool(batch.work and batch.failed_at),
        "seen_at": wording.clock_time(at.astimezone(zone)),
        "can_describe": batch.is_open and not batch.work,
        "can_let_in": batch.is_checked and bool(counts["new"] or counts["alike"]),
        "invite_url": reverse("office:invitations") if _came_in(batch, counts) else "",
        "can_undo": batch.has_begun and not batch.work and bool(counts["added"]),
        "can_drop": not (batch.has_begun or batch.dropped_at),
        "has_rows_out": not batch.file_gone_at and not batch.work and any(counts[one] for one in STAYED_OUT),
        "sentence": _sentence(batch, counts, zone),
        "stays_until": _stays_until(batch, zone),
    }


def _came_in(batch, counts) -> bool:
    """Whether patients came in who could be invited now."""
    is_over = batch.let_in_at and not batch.undone_at and not batch.work
    return batch.kind == Kind.PATIENTS and bool(is_over and counts["added"])


def _running(batch) -> dict | None:
    if not batch.is_running:
        return None
    words = _("%(done)s of %(all)s") % {
        "done": number_format(batch.rows_done, force_grouping=True),
        "all": number_format(batch.rows, force_grouping=True),
    }
    return {
        "part": batch.get_work_display(),
        "answered": words,
        "value": batch.rows_done,
        "max": max(batch.rows, 1),
    }


def _sentence(batch, counts, zone) -> str:
    """Where it stands, in a sentence."""
    if batch.work:
        return ""
    if batch.dropped_at:
        return _("It was given up. Nothing was added.")
    if batch.undone_at:
        kept = ngettext(
            "Taken back. %(n)d row stayed, as it has been used since.",
            "Taken back. %(n)d rows stayed, as they have been used since.",
            counts["added"],
        )
        return kept % {"n": counts["added"]} if counts["added"] else _("Taken back, as if it had never come.")
    if batch.let_in_at:
        when = wording.short_moment(batch.let_in_at.astimezone(zone))
        return _("Imported by %(name)s, %(when)s.") % {"name": batch.let_in_by, "when": when}
    if batch.checked_at:
        return _("Nothing has been added yet. This is what would become of each row.")
    return _("Nothing has been added yet. Say first what the columns are.")


def _stays_until(batch, zone) -> str:
    if batch.file_gone_at:
        return _("The file has been deleted; nobody can read it any more.")
    begin, after = (batch.let_in_at, KEEPS_FILE) if batch.let_in_at else (batch.uploaded_at, LEFT_LYING)
    day = wording.long_date_year((begin + after).astimezone(zone))
    return _("The file is deleted on %(day)s.") % {"day": day}


def letting_in_page(batch, counts, form) -> dict:
    """Everything confirm_import.html shows before rows are let in."""
    new, alike = counts["new"], counts["alike"]
    of_patients = batch.kind == Kind.PATIENTS
    words = (
        ngettext("%(n)d patient will be added.", "%(n)d patients will be added.", new)
        if of_patients
        else ngettext("%(n)d visit will be booked.", "%(n)d visits will be booked.", new)
    )
    out = counts["wrong"] + counts["known"]
    stays = ngettext("%(n)d row stays out.", "%(n)d rows stay out.", out) % {"n": out} if out else ""
    return {
        **_head(batch),
        "title": _("Import “%(name)s”") % {"name": batch.name},
        "paragraphs": [words % {"n": new}, stays, _("No mail is sent by importing.") if of_patients else ""],
        "alike": ngettext("%(n)d row looks like somebody.", "%(n)d rows look like somebody.", alike)
        % {"n": alike}
        if alike
        else "",
        "form": form,
        "button": _("Import"),
    }


def undoing_page(batch, counts) -> dict:
    """Everything confirm_import.html shows before an import is taken back."""
    added = counts["added"]
    words = ngettext("%(n)d row was added.", "%(n)d rows were added.", added) % {"n": added}
    return {
        **_head(batch),
        "title": _("Undo the import of “%(name)s”") % {"name": batch.name},
        "paragraphs": [
            words,
            _("What it added goes again. What somebody has used since stays, and the list says why."),
        ],
        "form": None,
        "button": _("Undo it"),
        "is_danger": True,
    }
