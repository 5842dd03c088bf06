"""Groups that are answered several times: a form with each of them as often as it was begun.

A group asked three times stands in the outline three times. The first keeps its keys; the others carry their number,
`q7~2`, and inside each other all numbers, outermost first: `q9~2~3`. Ones at the end are left off. How often a group
was begun is kept among the answers, under its own key: `{"q7": [3]}`.

Everything that looks through an outline so meets plain groups and needs to know nothing of this. Conditions, totals and
formulas look at the same entry where they can, and at all entries from outside, where any answer counts (FHIR).
"""

from collections.abc import Iterable

from smartforms.definition import Outline, is_question, walk

MOST = 20  # entries of one group, where the form sets no limit
MOST_ITEMS = 3_000  # of the grown form; formulas give up beyond 5,000

Place = tuple[int, ...]


def most_of(group: dict) -> int:
    """How often a group may be answered."""
    return min(group.get("most", MOST), MOST)


def named(key: str, place: Place) -> str:
    """What an item is called in the entry at this place: `q9~2~3`."""
    while place and place[-1] == 1:
        place = place[:-1]
    return "~".join([key, *map(str, place)])


def place_of(outline: Outline, name: str) -> tuple[str, Place] | None:
    """("q9", (2, 3)) for `q9~2~3`; None where that can be no item of this form."""
    key, *numbers = name.split("~")
    if key not in outline.base or len(numbers) > len(way := outline.base.ways[key]):
        return None
    if not all(n.isascii() and n.isdecimal() and len(n) < 3 and 0 < int(n) <= MOST for n in numbers):
        return None
    return key, (*map(int, numbers), *[1] * (len(way) - len(numbers)))


def counts(outline: Outline, answers: dict, also: Iterable[str] = ()) -> dict[str, int]:
    """How often each repeating group was begun, where that is more than once; and often enough to hold `also`.

    A page may name anything in `also`: together it has to fit, as what people add does, or nothing of it counts.
    """
    found: dict[str, int] = {}
    if not outline.base.repeating:
        return found
    for name, given in answers.items():
        if name.split("~")[0] in outline.base.repeating and given and isinstance(given[0], int):
            found[name] = given[0]
    begun = {name: n for name, n in found.items() if n > 1}
    for name in also:
        if "~" in name and (placed := place_of(outline, name)):
            key, place = placed
            for depth, group in enumerate(outline.base.ways[key]):
                counter = named(group, place[:depth])
                found[counter] = max(found.get(counter, 1), place[depth])
    wanted = {name: n for name, n in found.items() if n > 1}
    return wanted if wanted == begun or fits(outline, wanted) else begun


def fits(outline: Outline, counts: dict[str, int]) -> bool:
    """Whether a form grown so far is not too large; counted no further than that."""
    room = MOST_ITEMS
    waiting = [(item, ()) for item in outline.base.definition["items"]]
    while waiting:
        item, around = waiting.pop()
        for place in _around(outline, counts, item, around):
            room -= 1
            if room < 0:
                return False
            waiting += [(inner, place) for inner in item.get("items", ())]
    return True


def _times(outline: Outline, counts: dict[str, int], item: dict, place: Place) -> int:
    if item["key"] not in outline.base.repeating:
        return 1
    return max(1, min(counts.get(named(item["key"], place), 1), most_of(item)))


def _around(outline: Outline, counts: dict[str, int], item: dict, place: Place) -> list[Place]:
    """The places of an item whose surroundings stand at `place`: of a repeating group as many as it has entries."""
    if item["key"] not in outline.base.repeating:
        return [place]
    return [(*place, n) for n in range(1, _times(outline, counts, item, place) + 1)]


def grown(outline: Outline, counts: dict[str, int]) -> Outline:
    """The outline with each repeating group as often as `counts` says."""
    return _Growing(outline.base, counts).outline() if counts else outline.base


class _Growing:
    def __init__(self, outline: Outline, counts: dict[str, int]):
        self.base, self.counts, self.ways = outline, counts, outline.ways
        self.places: dict[str, list[Place]] = {key: [] for key in outline.items}
        self._settle(outline.definition["items"], ())

    def outline(self) -> Outline:
        definition = self.base.definition
        items = self._copies(definition["items"], ())
        pages = [
            page | {"keys": [name for key in page["keys"] for name in self._entries(key)]}
            for page in definition["pages"]
        ]
        return Outline(definition | {"items": items, "pages": pages}, self.base.source, self.base)

    def _settle(self, items: list[dict], around: Place) -> None:
        for item in items:
            for place in _around(self.base, self.counts, item, around):
                self.places[item["key"]].append(place)
                self._settle(item.get("items", ()), place)

    def _entries(self, key: str) -> list[str]:
        return [named(key, place) for place in self.places[key]]

    def _copies(self, items: list[dict], around: Place) -> list[dict]:
        return [
            self._copy(item, place)
            for item in items
            for place in _around(self.base, self.counts, item, around)
        ]

    def _copy(self, item: dict, place: Place) -> dict:
        copy = item | {"key": named(item["key"], place)}
        many = [n for depth, n in enumerate(place) if self._is_many(item, place, depth)]
        if item["key"] in self.base.repeating and self._is_many(item, place, len(place) - 1):
            copy["entry"] = place[-1]
        elif many and is_question(item):
            copy["of_entry"] = ".".join(map(str, many))
        if of := item.get("of"):  # what a signature stands for
            [copy["of"]] = self._seen(item, place, [of])
        if when := item.get("when"):
            conditions = [self._condition(item, place, one) for one in when["conditions"]]
            copy["when"] = when | {"conditions": conditions}
        if total := item.get("total"):
            copy["total"] = total | {"over": self._seen(item, place, total["over"])}
        if calculated := item.get("calculated"):
            copy["calculated"] = calculated | {"needs": self._seen(item, place, calculated["needs"])}
        if rules := item.get("rules"):
            copy["rules"] = [copied for rule in rules for copied in self._rules(item, place, rule)]
        if "items" in item:
            copy["items"] = self._copies(item["items"], place)
        return copy

    def _is_many(self, item: dict, place: Place, depth: int) -> bool:
        """Whether the group at this depth around an item has several entries here."""
        return _times(self.base, self.counts, self.base[self.ways[item["key"]][depth]], place[:depth]) > 1

    def _condition(self, item: dict, place: Place, condition: dict) -> dict:
        first, *also = self._seen(item, place, [condition["key"]])
        return condition | {"key": first} | ({"also": also} if also else {})

    def _rules(self, item: dict, place: Place, rule: dict) -> list[dict]:
        """A rule of something around all entries is told once, beside the first."""
        if rule["of"] is None:
            return [rule] if all(n == 1 for n in place) else []
        shared = len(self._shared(item["key"], rule["of"]))
        if any(n > 1 for n in place[shared:]):
            return []
        return [rule | {"of": name} for name in self._seen(item, place, [rule["of"]])]

    def _shared(self, one: str, other: str) -> list[str]:
        pairs = zip(self.ways[one], self.ways[other], strict=False)
        return [mine for mine, theirs in pairs if mine == theirs]

    def _seen(self, item: dict, place: Place, keys: list[str]) -> list[str]:
        """These items as one entry sees them: those beside it, and all entries of groups it does not stand in."""
        found = []
        for key in keys:
            shared = len(self._shared(item["key"], key))
            found += [named(key, each) for each in self.places[key] if each[:shared] == place[:shared]]
        return found


# Adding and taking away ---------------------------------------------------------------------------


def may_add(outline: Outline, group: str) -> bool:
    """Whether one more entry of a group still fits."""
    size = sum(1 for _item in walk([outline[group]]))
    return begun(outline, group) < most_of(outline[group]) and len(outline.items) + size <= MOST_ITEMS


def may_remove(outline: Outline, group: str) -> bool:
    """Whether there are more entries of a group than there must be."""
    return begun(outline, group) > max(1, min(outline[group].get("least", 1), most_of(outline[group])))


def begun(outline: Outline, group: str) -> int:
    """How many entries of a group there are, given any of them."""
    key, place = place_of(outline, group)
    return next(n for n in range(MOST, 0, -1) if named(key, (*place[:-1], n)) in outline)


def entry_of(outline: Outline, group: str, n: int) -> str:
    """The n-th entry of a group, given any of them."""
    key, place = place_of(outline, group)
    return named(key, (*place[:-1], n))


def counter_of(outline: Outline, group: str) -> str:
    """Where it is kept how often a group was begun, given any entry of it."""
    return entry_of(outline, group, 1)


def counters_of(outline: Outline, name: str) -> list[str]:
    """Where it is kept how often each group around an item was begun, given the item in any entry."""
    key, place = place_of(outline, name)
    return [named(group, place[:depth]) for depth, group in enumerate(outline.base.ways[key])]


def inside(outline: Outline, group: str) -> set[str]:
    """The keys of all that a repeating group holds, as the form has them; none where this is no such group."""
    key = group.split("~")[0].split(":")[0]
    found = walk(outline.base[key].get("items", [])) if key in outline.base.repeating else ()
    return {item["key"] for item in found}


def reaching(outline: Outline, answers: dict, names: Iterable[str]) -> dict:
    """The counters as they must be so that these items stand in the form."""
    known, wanted = counts(outline, answers), counts(outline, answers, names)
    return {name: [n] for name, n in wanted.items() if n != known.get(name)}


def without(outline: Outline, kept: dict, group: str) -> dict:
    """What was kept by key, without one entry of a group; those after it move up."""
    key, place = place_of(outline, group)
    depth, within, found = len(place) - 1, inside(outline, group), {}
    for name, value in kept.items():
        placed = place_of(outline, name) if name.split("~")[0] in within else None
        if placed is None or placed[1][:depth] != place[:-1] or placed[1][depth] < place[depth]:
            found[name] = value
        elif placed[1][depth] > place[depth]:
            theirs = placed[1]
            found[named(placed[0], (*theirs[:depth], theirs[depth] - 1, *theirs[depth + 1 :]))] = value
    return found
