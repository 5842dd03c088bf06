"""Comparing two stored answers of one kind: the same rule while importing and while filling."""

from decimal import Decimal

ORDERINGS = {
    ">": lambda left, right: left > right,
    "<": lambda left, right: left < right,
    ">=": lambda left, right: left >= right,
    "<=": lambda left, right: left <= right,
}
OPERATORS = {"exists", "=", "!=", *ORDERINGS}


def is_equal(kind: str, left, right) -> bool:
    """Whether two answers of one kind are the same; 1.0 and 1 are, as numbers."""
    if isinstance(left, dict) or isinstance(right, dict):  # an amount in another unit than the first
        return (
            type(left) is type(right)
            and left["unit"] == right["unit"]
            and is_equal(kind, left["number"], right["number"])
        )
    if kind in ("decimal", "quantity"):
        return Decimal(left) == Decimal(right)
    return type(left) is type(right) and left == right


def holds(kind: str, operator: str, left, right) -> bool:
    """Whether `left operator right` holds for one answer. Dates of unequal detail compare on what both state."""
    if operator == "=":
        return is_equal(kind, left, right)
    if kind == "boolean" or type(left) is not type(right):
        return False
    if isinstance(left, dict):
        if left["unit"] != right["unit"]:
            return False
        left, right = left["number"], right["number"]
    if kind in ("decimal", "quantity"):
        left, right = Decimal(left), Decimal(right)
    elif kind in ("date", "dateTime"):
        shared = min(len(left), len(right))
        left, right = left[:shared], right[:shared]
    return ORDERINGS[operator](left, right)
