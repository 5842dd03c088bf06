"""How much two records look like one person's, and why. Never links anything: staff look (D2). Pure."""

from dataclasses import dataclass, field
from datetime import date

from common.folding import fold
from records.models.matching import compact, given_key

VERY_LIKELY, LIKELY, MAYBE = "very_likely", "likely", "maybe"
FROM = ((80, VERY_LIKELY), (62, LIKELY), (0, MAYBE))  # points
SAME, PART, NICKNAME, OTHER = "same", "part", "nickname", "other"


@dataclass(frozen=True)
class Likeness:
    """Points, and the reasons by name with the words they need, the strongest first."""

    points: int
    reasons: tuple = field(default_factory=tuple)
    may_be_twins: bool = False

    @property
    def rank(self) -> str:
        """`very_likely`, `likely` or `maybe`. Twins are never more than that."""
        if self.may_be_twins:
            return MAYBE
        return next(rank for least, rank in FROM if self.points >= least)


def likeness(one, other) -> Likeness | None:
    """What speaks for two patients being one person; None where it is too little to look at."""
    born, contact = _born(one.date_of_birth, other.date_of_birth), _contact(one, other)
    given, family = _given(one, other), _family(one, other)
    if _is_swapped(one, other):
        given = family = SAME
        name, points = [("swapped", {})], 40
    else:
        name, points = _name(given, family, one, other)
    reasons = [*born[1], *name, *contact[1]]
    total = points + born[0] + contact[0]
    if given == OTHER:
        # Sister and brother share all but the given name; on one day of birth they are twins.
        is_twin = born[0] == _SAME_DAY and family != OTHER
        return Likeness(total, tuple(reasons), may_be_twins=True) if is_twin else None
    if family == OTHER and not (born[0] == _SAME_DAY and contact[0]):
        return None
    if not born[0]:
        # Father and son of one name share a telephone, too: worth a look at most.
        strong = contact[0] >= _SAME_PHONE and points >= 34
        return Likeness(min(total, 61), tuple(reasons)) if strong else None
    return Likeness(total, tuple(reasons))


_SAME_DAY, _SAME_PHONE = 40, 20


def _born(one: date, other: date):
    if one == other:
        return _SAME_DAY, [("born", {})]
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return 26, [("born_swapped", {})]
    if sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True)) == 1:
        return 22, [("born_digit", {})]
    return 0, []


def _contact(one, other):
    points, reasons = 0, []
    if one.match_phone and one.match_phone == other.match_phone:
        points, reasons = points + _SAME_PHONE, [("phone", {})]
    # A family shares these.
    for name in ("email", "address"):
        mine, theirs = fold(getattr(one, name)), fold(getattr(other, name))
        if mine and mine == theirs:
            points, reasons = points + 10, [*reasons, (name, {})]
    return points, reasons


def _given(one, other) -> str:
    if compact(one.given_name) == compact(other.given_name):
        return SAME
    mine, theirs = fold(one.given_name).split(), fold(other.given_name).split()
    if mine[:1] == theirs[:1] or _is_within(mine, theirs):
        return PART
    return NICKNAME if given_key(one.given_name) == given_key(other.given_name) else OTHER


def _family(one, other) -> str:
    if compact(one.family_name) == compact(other.family_name):
        return SAME
    mine, theirs = fold(one.family_name).split(), fold(other.family_name).split()
    return PART if _is_within(mine, theirs) else OTHER


def _is_within(mine, theirs) -> bool:
    """'Smith' and 'Smith Jones': a double name of which one record has a part."""
    return bool(mine and theirs) and (set(mine) <= set(theirs) or set(theirs) <= set(mine))


def _is_swapped(one, other) -> bool:
    return compact(one.given_name) == compact(other.family_name) and compact(one.family_name) == compact(
        other.given_name
    ) != compact(one.given_name)


def _name(given, family, one, other):
    if given == OTHER:
        return ([("family", {})] if family != OTHER else []), 0
    reasons = []
    if given == SAME and family == SAME:
        is_exact = (one.given_name, one.family_name) == (other.given_name, other.family_name)
        return [("name" if is_exact else "name_folded", {})], 40
    points = {SAME: 20, PART: 17, NICKNAME: 17}[given] + {SAME: 17, PART: 12, OTHER: -5}[family]
    if given == NICKNAME:
        is_long = fold(one.given_name).split()[0] == given_key(one.given_name)
        short, long = (other, one) if is_long else (one, other)
        reasons.append(("nickname", {"short": short.given_name, "long": long.given_name}))
    elif given == PART:
        reasons.append(("given_part", {}))
    else:
        reasons.append(("given", {}))
    reasons.append(({SAME: "family", PART: "family_part", OTHER: "family_other"}[family], {}))
    return reasons, points
