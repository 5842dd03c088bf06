"""A page of a report's rows, together with how many there are: one query where counting alone would be another."""

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
    return Page(found, number, counted((), PER_PAGE, count=found[0].in_all if found else 0))
