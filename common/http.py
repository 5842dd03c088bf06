"""Small pieces about requests."""

from common.text import without_unseen

SECRET = "password"  # kept as typed: it is compared, never read


def posted(request):
    """What was sent, for binding a form, without unseen marks; None when nothing was sent. An empty form sent is still
    sent."""
    return seen(request.POST) if request.method == "POST" else None


def seen(sent):
    """What was sent, without marks that nobody sees (`common/text.py`)."""
    found = {
        name: [without_unseen(text) for text in texts] for name, texts in sent.lists() if SECRET not in name
    }
    if all(texts == sent.getlist(name) for name, texts in found.items()):
        return sent
    cleaned = sent.copy()
    for name, texts in found.items():
        cleaned.setlist(name, texts)
    return cleaned


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
