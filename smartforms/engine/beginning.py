"""What a form says already when it is opened: its author's starting values, and those that formulas come to.

A formula that looks at the record (`%patient`) is no starting value but an offer to whoever may see the record; see
`smartforms/prefilling.py`.
"""

from collections.abc import Iterable
from datetime import datetime

from smartforms.definition import Outline
from smartforms.engine import bounds, fitting, repeating
from smartforms.engine.bounds import Work
from smartforms.engine.standing import ROUNDS
from smartforms.engine.working import Working


def begin(outline: Outline, *, at: datetime) -> dict:
    """The answers a form starts with, and the entries of groups that must be answered more than once.

    `at` is in the clinic's zone. Formulas are worked out once, now; later answers change nothing of it.
    """
    least: dict[str, int] = {}
    for key in filter(outline.repeating.__contains__, outline.items):
        n = min(outline[key].get("least", 1), repeating.most_of(outline[key]))
        if n > 1 and repeating.fits(outline, least | {key: n}):
            least[key] = n  # what does not fit begins with one entry
    begun = repeating.grown(outline, least)
    return starting(begun, {key: [n] for key, n in least.items()}, begun.items, at=at)


def starting(outline: Outline, answers: dict, keys: Iterable[str], *, at: datetime) -> dict:
    """`answers` with those that these items start with: fixed ones first, then what formulas make of all of them."""
    items = [outline[key] for key in keys]
    found = answers | {item["key"]: list(item["initial"]) for item in items if item.get("initial")}
    waiting = [item for item in items if "starts" in item and not item["starts"].get("of_record")]
    spent = Work(bounds.MOST_WORK_OF_A_FORM)
    for _round in range(ROUNDS):  # one may look at another
        left = [item for item in waiting if item["key"] not in found]
        if not (new := worked_out(outline, found, left, at=at, spent=spent)):
            break
        found |= new
    return found


def worked_out(
    outline: Outline,
    answers: dict,
    items: list[dict],
    *,
    at: datetime,
    patient=None,
    spent: Work | None = None,
) -> dict[str, list]:
    """What the formulas of these items come to, as answers; `patient` is what `%patient` stands for, or
    the name that a form has for it. `spent` counts the work of several calls together."""
    if not items:
        return {}
    known = {"today": [at.date().isoformat()]}
    known |= {name: patient for item in items for name in item["starts"].get("of_record", ())}
    spent = spent or Work(bounds.MOST_WORK_OF_A_FORM)
    working = Working(outline, answers, set(outline.items), at=at, wanted=set(), spent=spent, known=known)
    found = {
        item["key"]: fitting.as_answers(item, working.result(item["key"], item["starts"]["formula"]).values)
        for item in items
    }
    return {key: given for key, given in found.items() if given}
