"""A page of a report's rows, together with how many there are: one query where counting alone would be another."""

from django.core.paginator import Page, Paginator
from django.db.models import Count, Window

PER_PAGE = 50


class _Counted(Paginator):
    """Of rows whose number is known already."""

    def __init__(self, number: int):
        super().__init__((), PER_PAGE)
        self.count = number  # in place of the property that would ask


def page_of(rows, number: int) -> Page:
    """The page asked for; after the last one, the last."""
    start = (number - 1) * PER_PAGE
    found = list(rows.annotate(in_all=Window(Count("*")))[start : start + PER_PAGE])
    if not found and number > 1:
        return page_of(rows, _pages(rows.count()))
    counted = _Counted(found[0].in_all if found else 0)
    return Page(found, number, counted)


def _pages(count: int) -> int:
    return max(1, -(-count // PER_PAGE))
