"""Canaries: words found nowhere but in one record, and who may read which. Whoever reads another has found a leak."""

from itertools import product

WHOSE = ("ana", "kit", "uma", "lou", "ida", "teo", "zoe")
KINDS = (
    "name", "more", "note", "told", "staffnote", "draft", "answer", "paper", "secret", "card", "chart", "private",
    "theirs", "plan", "kept", "flag",
)  # fmt: skip


def canary(whose: str, kind: str) -> str:
    """'Qananote': what Ana wrote when she booked. `more` is address, phone and e-mail; `answer` was sent in a form;
    `paper`, `secret` and `card` are the titles of documents; `chart` and `private` stand in Petra's notes, `theirs` in
    the private notes of a colleague; `plan` in a plan and an activity, `kept` in those only the patient sees; `flag`
    in notes above a record."""
    return f"Q{whose}{kind}"


WORDS = [canary(*one) for one in product(WHOSE, KINDS)]
# The names of the other clinic's people, places and forms all carry its name.
ELSEWHERE = "Lakeside"

_OF_HARBOUR = [whose for whose in WHOSE if whose != "zoe"]
_OF_THE_TEAM = dict.fromkeys(_OF_HARBOUR, "name more told flag")
_OF_THE_DESK = dict.fromkeys(_OF_HARBOUR, "name more told card flag")
_OF_WHO_CARES = dict.fromkeys(
    _OF_HARBOUR, "name more told note staffnote answer paper secret card chart private plan kept flag"
)
READS = {
    # Limited: what she did herself. A visit the clinic made is not hers to see.
    "ana": {"ana": "name note told draft answer"},
    # Full, for somebody else: everything but what Ana wrote for her practitioner's eyes.
    "ben": {
        "ana": "name more told draft answer paper card plan",
        "kit": "name more note told draft answer paper plan",
    },
    "cleo": {"ana": "name"},
    "sol": {"ana": "name"},
    "ida": {"ida": "name more note told answer paper secret plan kept"},
    "gil": {"ida": "name told"},
    # Under review: what he did himself, nothing that Teo did or was given since.
    "wes": {"teo": "name note told answer"},
    # Not proved yet: her own words of this browser, but no answers once they are sent.
    "uma": {"uma": "name note told draft"},
    "finn": _OF_THE_DESK,
    # In an emergency Uma’s is open to her.
    "quinn": _OF_THE_TEAM
    | {"uma": "name more told note staffnote answer paper secret card chart plan kept flag"},
    "bea": _OF_THE_TEAM,
    "mo": _OF_THE_DESK,
    "nora": _OF_THE_DESK,
    "petra": _OF_WHO_CARES,
}


def forbidden(person: str) -> list[bytes]:
    """The words this person may read on no page of Harbour."""
    mine = {canary(whose, kind) for whose, kinds in READS.get(person, {}).items() for kind in kinds.split()}
    return [word.encode() for word in WORDS if word not in mine] + [ELSEWHERE.encode()]
