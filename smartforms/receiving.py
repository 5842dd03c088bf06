"""A page as it comes in, where what may be answered hangs on what the same page answers."""

from smartforms.engine import offering, reading, standing


def read_page(response, outline, keys: list[str], sent, *, at) -> reading.Posted:
    """Read the questions of one page. Lists that follow from answers are those of the answers on this very page."""
    if not outline.has_offering:
        return reading.read_page(outline, keys, sent)
    moment = at.astimezone(response.assignment.clinic.zone)
    here, answers = [item["key"] for item in outline.under(keys)], response.answers
    for _round in range(2):  # a list may follow from what was chosen from another
        now = standing.of(outline, answers, at=moment)
        posted = reading.read_page(offering.narrowed(outline, now, here), keys, sent)
        answers = response.answers | posted.answers
    now = standing.of(outline, answers, at=moment)
    return reading.read_page(offering.narrowed(outline, now, here), keys, sent)


def renewed(outline, answers: dict, on: set[str], sent) -> list[str]:
    """The questions of a page that had another list when it was made, and have no answer yet. `outline` is narrowed."""
    seen = dict(mark.rpartition(":")[::2] for mark in sent.getlist("listed"))
    return [
        key
        for key in outline.items
        if key in on and key in seen and not answers.get(key) and seen[key] != offering.mark_of(outline[key])
    ]
