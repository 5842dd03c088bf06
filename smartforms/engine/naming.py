"""What a formula speaks of, read from its tree without working it out."""

from smartforms.engine.formulas import nodes

OF_THE_SHEET = {"resource", "context", "questionnaire", "ucum"}  # names every formula may use
_CHAINS = {
    "InvocationExpression", "TermExpression", "ExternalConstantTerm", "IndexerExpression", "InvocationTerm",
    "MemberInvocation", "ParenthesizedTerm",
}  # fmt: skip
_OF_THE_MOMENT = {"today", "now", "timeOfDay"}


def names(tree: dict) -> set[str]:
    """The names behind a % in a formula."""
    return {_name(node) for node in nodes(tree) if node["type"] == "ExternalConstant"}


def links_sought(tree: dict, in_form: bool = False, is_sought: bool = False) -> set[str]:
    """The quoted texts a formula holds against the linkIds of answers; what it seeks in %questionnaire is left out."""
    kind, parts = tree["type"], tree.get("children", ())
    if kind == "StringLiteral":
        return {tree["text"][1:-1].replace("\\'", "'")} if is_sought and not in_form else set()
    if kind == "InvocationExpression":
        start = _start(tree)
        if start["type"] == "ExternalConstant":
            in_form = _name(start) == "questionnaire"
        is_sought = is_sought or _is_link(parts[0])
    elif kind in ("EqualityExpression", "MembershipExpression"):
        is_sought = is_sought or any(map(_is_link, parts))
    elif kind == "Functn" and parts[0]["text"].startswith("where linkId"):
        is_sought = True
    return set().union(*(links_sought(part, in_form, is_sought) for part in parts))


def _is_link(tree: dict) -> bool:
    """Whether a part of a formula is a linkId, or made from one: `linkId`, `$this.linkId`, `linkId.lower()`."""
    while tree["type"] == "InvocationExpression":
        tree, last = tree["children"]
        if _start(last).get("text") == "linkId":
            return True
    return _start(tree).get("text") == "linkId"


def changes(tree: dict) -> bool:
    """Whether a formula can come to something else when an answer or the day changes."""
    called = {node["children"][0]["text"] for node in nodes(tree) if node["type"] == "Functn"}
    return bool(called & _OF_THE_MOMENT or names(tree) & {"resource", "context"}) or _starts_at_answers(tree)


def _starts_at_answers(tree: dict) -> bool:
    """Whether a formula begins where it stands: `item.answer` without a name before it."""
    if tree["type"] == "InvocationTerm":
        return True
    # What stands behind a dot is about what stands before it.
    within = tree.get("children", ())[: 1 if tree["type"] == "InvocationExpression" else None]
    return any(_starts_at_answers(child) for child in within)


def _start(tree: dict) -> dict:
    """The leftmost part of a chain: %resource of `%resource.item.answer`, linkId of `linkId.lower()`."""
    while tree["type"] in _CHAINS:
        tree = tree["children"][0]
    return tree


def _name(constant: dict) -> str:
    return constant["children"][0]["text"].strip("`")
