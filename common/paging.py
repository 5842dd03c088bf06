"""Pages of a list that is counted elsewhere."""

from django.core.paginator import Page, Paginator


def a_page_of(rows, number, size: int, *, count: int) -> Page:
    """One page of rows of which it is known already how many there are; a number past the end is the last page."""
    pages = Paginator(rows, size)
    pages.count = count
    return pages.get_page(number)
