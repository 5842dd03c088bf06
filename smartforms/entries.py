"""Beginning a repeating group once more, and taking an entry of it away, while a form is being filled in."""

from smartforms.actions import afresh, keep
from smartforms.engine import beginning, repeating, signing
from smartforms.engine.merging import Merged
from smartforms.engine.reading import Posted
from smartforms.models import Response


def add_entry(*, response, group: str, number: int, by, at) -> Response | None:
    """Begin a repeating group once more: its entry `number`. None when the form was sent meanwhile.

    An entry that is there already, or for which there is no room, changes nothing.
    """
    while not response.submitted_at:
        outline = response.outline
        if (
            group not in outline
            or repeating.begun(outline, group) != number - 1
            or not repeating.may_add(outline, group)
        ):
            return response
        counter = repeating.counter_of(outline, group)
        answers = response.answers | {counter: [number]}
        added = response.assignment.version.outline_for(repeating.counts(outline, answers))
        new = [item["key"] for item in added.under([repeating.entry_of(outline, group, number)])]
        begun = beginning.starting(added, answers, new, at=at.astimezone(response.assignment.clinic.zone))
        changed = {counter, *(begun.keys() - answers.keys())}
        if _keep(response, outline, begun, response.unfinished, changed, by=by, at=at):
            return response
        response = afresh(response)
    return None


def remove_entry(*, response, group: str, revision: int, by, at) -> Response | None:
    """Take one entry of a repeating group away, with its answers. None when the form was sent meanwhile.

    As many as there must be stay, one at least; and where entries were added or taken away since `revision` nothing
    happens: the numbers on that page are old.
    """
    while not response.submitted_at:
        outline = response.outline
        if group not in outline:
            return response
        counter, count = repeating.counter_of(outline, group), repeating.begun(outline, group)
        if not repeating.may_remove(outline, group) or response.touched.get(counter, 0) > revision:
            return response
        answers = repeating.without(outline, response.answers, group) | {counter: [count - 1]}
        unfinished = repeating.without(outline, response.unfinished, group)
        moved = {
            key for key in {**response.answers, **answers} if response.answers.get(key) != answers.get(key)
        }
        moved |= response.unfinished.keys() ^ unfinished.keys()
        if _keep(response, outline, answers, unfinished, moved, by=by, at=at):
            return response
        response = afresh(response)
    return None


def _keep(response, outline, answers, unfinished, changed: set[str], *, by, at) -> bool:
    """Keep it unless somebody was faster; a signature that stood for what changed lapses."""
    touched = response.touched | dict.fromkeys(changed, response.revision + 1)
    merged = Merged(dict(answers), dict(unfinished), touched, changed)
    signing.lapse(outline, response, merged, Posted())
    return keep(response, merged.answers, merged.unfinished, merged.touched, by=by, at=at)
