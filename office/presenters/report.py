"""A report in words: its filters, the head that sorts, its rows, what can be taken along."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from office.presenters.plot import plot_page


def report_page(asked, page, *, takes: bool, here: str = "") -> dict:
    """Everything report.html shows. `page` are the rows shown, None where what was asked for is wrong; `here` is the
    address of a list that is no report."""
    report = asked.report
    shown = {
        "title": report.title,
        "note": report.note,
        "form": asked.form,
        "here": here or reverse("office:report", args=[report.slug]),
        "is_right": asked.is_right,
        "nothing": report.nothing,
    }
    if not asked.is_right:
        return {**shown, "open": True}
    chosen = asked.said()
    files = _files(asked) if takes and page.paginator.count else []
    return {
        **shown,
        "period": _period(asked) if report.period else "",
        "counts": report.count(page.paginator.count),
        "chosen": [{"words": words, "url": f"?{asked.address(**{name: ''})}"} for name, words in chosen],
        "files": files,
        "taking": next((one for one in files if one["kind"] == asked.query.get("take")), None),
        "head": [_head(column, asked) for column in report.columns],
        "rows": [[_cell(column, row, asked) for column in report.columns] for row in page],
        "page": page,
        "query": f"{asked.address()}&" if asked.address() else "",
    }


def with_plot(shown, plot) -> dict:
    """The page along with its drawing."""
    return {**shown, "plot": plot_page(plot)}


def _period(asked) -> str:
    first, last = asked.days
    words = _("%(first)s to %(last)s")
    return words % {"first": date_format(first, "j M Y"), "last": date_format(last, "j M Y")}


def _files(asked) -> list[dict]:
    """The same rows, all pages of them, as files."""
    return [
        {
            "url": f"{reverse('office:report_file', args=[asked.report.slug, kind])}?{asked.address()}",
            "label": label,
            "kind": kind,
        }
        for kind, label in (("csv", "CSV"), ("xlsx", "Excel"))
    ]


def _head(column, asked) -> dict:
    """A heading that sorts by its column, and the other way round when it does already."""
    sort = asked.sort
    is_sorted = sort.removeprefix("-") == column.name
    wanted = f"-{column.name}" if sort == column.name else column.name
    return {
        "label": column.label,
        "url": f"?{asked.address(sort=wanted)}",
        "sorted": ("descending" if sort.startswith("-") else "ascending") if is_sorted else "",
        "is_number": column.is_number,
    }


def _cell(column, row, asked) -> dict:
    cell = column.cell(row, asked)
    return {"label": column.label, "cell": cell, "is_number": column.is_number}
