"""Asking for reports in tests."""

from django.urls import reverse


def page_of(client, slug, **asked):
    """A page of a report."""
    return client.get(reverse("office:report", args=[slug]), asked)


def heads(answer) -> list[dict]:
    """The headings of its columns, where it has rows."""
    return answer.context.get("head") or []


def rows_of(answer) -> list[list[str]]:
    """What stands in its rows."""
    return [[one["cell"].text for one in row] for row in answer.context.get("rows") or []]


def column_of(answer, label) -> list[str]:
    """What stands in one column."""
    return [
        next(one["cell"].text for one in row if one["label"] == label)
        for row in answer.context.get("rows") or []
    ]
