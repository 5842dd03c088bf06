"""A form as patients would see it, for whoever makes it: its cover and its pages, with nobody's answers."""

from smartforms.definition import Outline
from smartforms.engine import progress, standing, translating
from smartforms.engine.beginning import begin
from smartforms.presenters.filling import answered_words, facts, place_words
from smartforms.presenters.questions import Page
from smartforms.presenters.sections import page_label, page_title


def look(version, number: int, *, language: str, is_all: bool, at) -> dict:
    """One page, 0 for the cover; the nearest where nothing is asked on that. `at` is in the clinic's zone.

    With `is_all` questions that depend on answers are shown too, else those that are asked at first.
    """
    definition = version.definition
    plain = Outline(definition, version.source)
    outline = translating.translated(plain, translating.nearest(definition, language))
    title, answers = outline.definition.get("titled") or definition["title"], begin(outline, at=at)
    now = standing.of(outline, answers, at=at)
    on = set(outline.items) if is_all else now.on
    pages, state = progress.open_pages(outline, on), progress.of(outline, answers, on)
    number = max((n for n in (0, *pages) if n <= number), default=0)
    place = pages.index(number) + 1 if number else 0
    shown = {
        "number": number,
        "before": ([0, *pages])[place - 1] if number else None,
        "after": pages[place] if place < len(pages) else None,
        "places": [{"number": n, "label": page_label(outline, n, title) or str(n)} for n in pages],
        "language": outline.definition.get("language", ""),
        "part": place_words(outline, place, len(pages)) if number else "",
        "answered": answered_words(state),
        "progress": state,
    }
    if not number:
        names = ("intro", "rich_intro")
        head = {name: outline.definition.get(name, "") for name in names}
        return shown | head | {"title": title, "facts": facts(state, version.template.minutes)}
    page = Page(outline, number, answers | now.worked_out, {}, {}, on, level=3)
    under = outline.pages[number - 1].get("under", [])
    return shown | {"title": page_title(outline, number, title), "page": page, "under": under}
