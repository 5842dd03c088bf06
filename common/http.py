"""Small pieces about requests."""


def posted(request):
    """What was sent, for binding a form; None when nothing was sent. An empty form sent is still sent."""
    return request.POST if request.method == "POST" else None
