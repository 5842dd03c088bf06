"""A page of a report's rows, together with how many there are: one query where counting alone would be another.

Of a list that may be very long (`page_of_many`) only the ids are sorted, and the rest is asked for those shown.
"""

from django.core.paginator import Page
from django.db.models import Count, Window

from common.paging import counted

PER_PAGE = 50


def page_of(rows, number: int) -> Page:
    """The page asked for; after the last one, the last."""
    start = (number - 1) * PER_PAGE
    found = list(rows.annotate(in_all=Window(Count("*")))[start : start + PER_PAGE])
    if not found and number > 1:
        return page_of(rows, counted((), PER_PAGE, count=rows.count()).num_pages)
    return Page(found, number, counted((), PER_PAGE, count=_in_all(found[0]) if found else 0))


def _in_all(row) -> int:
    return row["in_all"] if isinstance(row, dict) else row.in_all


def page_of_many(rows, number: int) -> Page:
    """The same page in two queries, each of which does less: what a row tells beside its place in the order is worked
    out for the rows of the page alone."""
    bare = page_of(rows.values("pk"), number)
    places = {row["pk"]: place for place, row in enumerate(bare)}
    found = sorted(rows.filter(pk__in=places).order_by(), key=lambda row: places[row.pk])
    return Page(found, bare.number, bare.paginator)
