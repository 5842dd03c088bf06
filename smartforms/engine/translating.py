"""A form in another of its languages: the same questions under the same keys; what is not translated stays as it is."""

from smartforms.definition import Outline, wording

MARKED_UP = {"text": "rich", "help": "rich_help"}


def nearest(definition: dict, wanted: str) -> str:
    """Which of a form's translations to show somebody who reads `wanted`; empty for the form's own words.

    Canadian French serves who asks for French, and the other way round.
    """
    own, offered = definition.get("language", ""), definition.get("languages", ())
    exact = next((code for code in offered if code.casefold() == wanted.casefold()), "")
    if exact or not wanted or _spoken(own) == _spoken(wanted):
        return exact
    return next((code for code in offered if _spoken(code) == _spoken(wanted)), "")


def language_of(definition: dict, wanted: str) -> str:
    """The language somebody who asks for `wanted` reads a form in; empty where the form does not say."""
    return nearest(definition, wanted) or definition.get("language", "")


def _spoken(code: str) -> str:
    return code.partition("-")[0].casefold()


def translated(outline: Outline, language: str) -> Outline:
    """The outline in one of the languages its definition names; `titled` is its title, where that is translated."""
    if not language:
        return outline
    definition = outline.definition
    items = [_translated(item, language) for item in definition["items"]]
    shown = Outline({"items": items})
    names = {
        wording(item): wording(shown[key]) for key, item in outline.items.items() if item["type"] == "group"
    }
    pages = [
        page
        | {"title": names.get(page["title"], page["title"])}
        | {"under": [names.get(text, text) for text in page["under"]]}
        for page in definition["pages"]
    ]
    head = definition.get("in", {}).get(language, {})
    if "intro" in head:
        definition = {name: value for name, value in definition.items() if name != "rich_intro"}
    titled = {"titled": head["title"]} if "title" in head else {}
    return Outline(
        definition | head | titled | {"language": language, "items": items, "pages": pages}, outline.source
    )


def _translated(item: dict, language: str) -> dict:
    said = item.get("in", {}).get(language, {})
    shown = item | said
    for name in said:
        if MARKED_UP.get(name) not in said:
            shown.pop(MARKED_UP.get(name), None)  # its markup is in the main language
    if "options" in item:
        shown["options"] = [
            option | {"label": option.get("in", {}).get(language, option["label"])}
            for option in item["options"]
        ]
    if "bands" in item:
        shown["bands"] = [
            band | {"label": band.get("in", {}).get(language, band["label"])} for band in item["bands"]
        ]
    if "rules" in item:
        shown["rules"] = [rule | rule.get("in", {}).get(language, {}) for rule in item["rules"]]
    if "items" in item:
        shown["items"] = [_translated(inner, language) for inner in item["items"]]
    return shown
