"""What somebody typed on a page that could not be kept, as text to copy."""

import re

from django.utils.translation import gettext as _

from smartforms.definition import wording
from smartforms.engine import reading
from smartforms.presenters import words

_ANSWER = re.compile(r"q\d(?!.*-(strokes|given)$)")  # names of answers, without what a signature is drawn of
_PICKED = re.compile(
    r"o\d+|true|false|on|\d{1,4}"
)  # what was picked or counted means nothing without its question


def typed_on(form, number: int, sent, *, names_questions: bool) -> list[dict]:
    """Rows of every answer on a page as it was sent; without questions, only what is in their own words."""
    response = getattr(form, "response", None)
    outline = response.outline_with(sent.getlist("asked")) if response else form.version.outline
    if not 1 <= number <= len(outline.pages):
        return []
    posted = reading.read_page(outline, outline.pages[number - 1]["keys"], sent)
    found = []
    for item in outline.under(outline.pages[number - 1]["keys"]):
        is_own = names_questions or not item.get("options")
        if item["key"] in posted.asked and item["type"] != "signature" and is_own:
            term = wording(item) if names_questions else _("In your own words")
            found.append({"term": term, "answer": _text(item, posted)})
    return [row for row in found if row["answer"]]


def _text(item: dict, posted) -> str:
    """The answer in words; of one that does not fit, what stood in its boxes."""
    raw = posted.unfinished.get(item["key"])
    if raw is None:
        return words.answer(item, posted.answers.get(item["key"], []))
    return "\n".join(text for texts in raw.values() for text in texts if text.strip())


def words_in(sent) -> list[dict]:
    """Rows of what is in somebody's own words, of a page nobody may know the questions of."""
    texts = [text for name, texts in sent.lists() if _ANSWER.match(name) for text in texts]
    own = [text for text in texts if len(text.strip()) > 1 and not _PICKED.fullmatch(text)]
    return [{"term": _("In your own words"), "answer": text} for text in own]
