"""Pages of a list: which one is asked for, what stands on it, and where the others are."""

from django.core.paginator import Page, Paginator


def page_number(text) -> int:
    """The page asked for; whatever is no page is the first."""
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 5 else 1


def a_page(rows, number: int, size: int) -> tuple[list, bool]:
    """Some of these rows, and whether there are more: one more than a page holds tells, without counting them all."""
    found = list(rows[(number - 1) * size : number * size + 1])
    return found[:size], len(found) > size


def around(number: int, has_more: bool, address: str) -> dict:
    """Where the pages before and after this one are, or nothing; `address` has {} where their number goes."""
    return {
        "before": address.format(number - 1) if number > 1 else "",
        "after": address.format(number + 1) if has_more else "",
    }


def counted(rows, size: int, *, count: int) -> Paginator:
    """The pages of rows of which it is known already how many there are."""
    pages = Paginator(rows, size)
    pages.count = count  # in place of the property that would ask
    return pages


def a_page_of(rows, number, size: int, *, count: int) -> Page:
    """One page of counted rows; a number past the end is the last page."""
    return counted(rows, size, count=count).get_page(number)
