"""Small pieces about requests."""


def posted(request):
    """What was sent, for binding a form; None when nothing was sent. An empty form sent is still sent."""
    return request.POST if request.method == "POST" else None


def page_number(text) -> int:
    """The page asked for; whatever is no page is the first."""
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 5 else 1
