"""“Add another” and “Remove”: buttons of a page of questions that keep it and change how much it asks."""

from smartforms import entries
from smartforms.definition import is_given_in_a_list
from smartforms.engine import repeating
from smartforms.views import files
from smartforms.views.coming_in import author_of


def grow(response, then: str, request, *, at) -> str:
    """Do what such a button says, and tell what of the page to show next; empty where `then` is no such button.

    add:q7:3 begins the group once more, as its third entry; remove:q7~2 takes an entry away; room:q8 shows one more
    box for an answer; update:q5 looks again which answers q5 offers.
    """
    verb, _colon, name = then.partition(":")
    outline = response.outline
    if verb == "room":
        item = outline[name] if name in outline else {}
        return f"?room={name}#{name}-question" if item and is_given_in_a_list(item) else ""
    if verb == "update":
        return f"#{name}-question" if name in outline else ""
    name, _colon, number = name.partition(":")
    placed = repeating.place_of(outline, name)
    if placed is None or placed[0] not in outline.repeating:
        return ""
    if verb == "add" and number.isascii() and number.isdecimal() and len(number) < 3:
        entries.add_entry(response=response, group=name, number=int(number), by=author_of(request), at=at)
        return f"#{repeating.entry_of(outline, name, int(number))}-question"
    if verb == "remove":
        seen = revision_of(request.POST)
        by, before = author_of(request), response.answers
        left = entries.remove_entry(response=response, group=name, revision=seen, by=by, at=at)
        if left:
            files.let_go_of_dropped(response.assignment, before, left.answers, by=by, at=at)
        return f"#{repeating.counter_of(outline, name)}-question"
    return ""


def revision_of(sent) -> int:
    """The revision a page was made from; a page without one counts as the oldest."""
    text = sent.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
