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
