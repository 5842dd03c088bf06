"""Lists of answers and units that an item names by an address: carried in the file, or bundled with the product.

Bundled are lists of HL7 that are free to carry along (`value_sets.json`, with source and licence). Lists of LOINC and
SNOMED CT are not: what names those is asked in words, and the report says so.
"""

import json
from functools import cache
from pathlib import Path

from smartforms.fhir import shapes
from smartforms.fhir.shapes import mapping, sequence, words

BUNDLED = Path(__file__).with_name("value_sets.json")
DEEPEST = 5  # lists that name lists
LONGEST = 50_000  # answers of one list; a file of 5 MB holds no longer one, but lists that name lists grow out of it
MOST_OF_A_FORM = 50_000  # answers of all questions that name lists; one list may be named by each of 800


@cache
def _bundled() -> tuple[dict[str, dict], dict[str, dict]]:
    """The bundled lists by their addresses; those that hold all codes of a system by the system."""
    sets = json.loads(BUNDLED.read_text())["sets"]
    by_address = {address: one for one in sets for address in (one["url"], *one.get("also", ()))}
    return by_address, {one["system"]: one for one in sets if one.get("whole")}


def bundled_title(address: str) -> str:
    """What a bundled list is called; empty for an address of no such list. `|version` does not matter."""
    return _bundled()[0].get(address.partition("|")[0], {}).get("title", "")


class Sets:
    """The lists a file may name: those it carries, by their place in it or by their own address, and the bundled."""

    def __init__(self, source: dict):
        self._carried: dict[str, dict] = {}
        self._systems: dict[str, dict] = {}
        self._found: dict[tuple[str, int], list[dict] | None] = {}
        self._of_system: dict[str, list[dict]] = {}
        self._room = MOST_OF_A_FORM
        for resource in map(mapping, sequence(source.get("contained"))):
            if resource.get("resourceType") == "ValueSet":
                names = {"#" + words(resource.get("id")), words(resource.get("url"))}
                self._carried |= dict.fromkeys(names - {"#", ""}, resource)
            elif resource.get("resourceType") == "CodeSystem" and words(resource.get("url")):
                self._systems[words(resource["url"])] = resource

    def codings(self, address: str) -> list[dict] | None:
        """The codes of a list, those bundled with their words in other languages under `said`; None where it is kept
        elsewhere."""
        return self._of(address, 0)

    def has_room(self, answers: int) -> bool:
        """Whether a form may have so many more answers out of lists; they count from now on."""
        if answers > self._room:
            return False
        self._room -= answers
        return True

    def _of(self, address: str, depth: int) -> list[dict] | None:
        asked = address.partition("|")[0], depth
        if asked not in self._found:  # a list may be named by every question, and by many lists
            self._found[asked] = self._looked_up(*asked)
        return self._found[asked]

    def _looked_up(self, bare: str, depth: int) -> list[dict] | None:
        if depth > DEEPEST:
            return None
        if (carried := self._carried.get(bare)) is not None:
            return self._expanded(carried, depth)
        found = _bundled()[0].get(bare)
        return _of_bundled(found) if found else None

    def _expanded(self, value_set: dict, depth: int) -> list[dict] | None:
        """The codes of a list carried in the file; None when it only points elsewhere."""
        if isinstance(mapping(value_set.get("expansion")).get("contains"), list):
            found = [_coding(c, c.get("system")) for c in _within(value_set["expansion"]["contains"])]
            return found
        compose, codings = mapping(value_set.get("compose")), []
        for include in map(mapping, sequence(compose.get("include"))):
            included = self._included(include, depth)
            if included is None or len(codings) + len(included) > LONGEST:
                return None
            codings += included
        gone = set()
        for exclude in map(mapping, sequence(compose.get("exclude"))):
            excluded = self._included(exclude, depth)
            if excluded is None:
                return None
            gone.update((one.get("system"), one["code"]) for one in excluded)
        kept = [one for one in codings if (one.get("system"), one["code"]) not in gone]
        return [coding for coding in kept if coding.get("display") or coding["code"]] or None

    def _included(self, include: dict, depth: int) -> list[dict] | None:
        system, named = words(include.get("system")), sequence(include.get("valueSet"))
        if include.get("filter") or len(named) > 1 or (named and system):
            return None
        if named:
            return self._of(words(named[0]), depth + 1)
        if isinstance(include.get("concept"), list):
            return [_coding(c, system) for c in map(mapping, include["concept"])]
        if system in self._systems:
            if system not in self._of_system:
                concepts = _within(sequence(self._systems[system].get("concept")), "concept")
                self._of_system[system] = [_coding(one, system) for one in concepts]
            return self._of_system[system]
        whole = _bundled()[1].get(system)
        return _of_bundled(whole) if whole else None


def _of_bundled(one: dict) -> list[dict]:
    return [
        {
            "system": concept.get("system", one["system"]),
            "code": concept["code"],
            "display": concept["display"],
            "said": {"fr": concept["fr"]},
        }
        for concept in one["concepts"]
    ]


def _within(entries, inner: str = "contains"):
    """Every code of a tree of codes, but those that only head others."""
    waiting = list(entries)
    while waiting:
        entry = mapping(waiting.pop(0))
        if words(entry.get("code")) and entry.get("abstract") is not True:
            yield entry
        waiting[:0] = sequence(entry.get(inner))


def _coding(concept: dict, system) -> dict:
    coding = {"code": words(concept.get("code"))}
    if words(system):
        coding = {"system": words(system), **coding}
    if words(concept.get("display")):
        coding["display"] = words(concept["display"])
    for name in ("_display", "extension"):
        if isinstance(concept.get(name), dict | list):
            coding[name] = concept[name]
    return coding


def in_language(definition: dict, items: list[dict]) -> None:
    """Say the answers of bundled lists in the languages a form is in, so far as they are known; in no other, for a
    form is not translated by its lists."""
    main = shapes.words(definition.get("language"))[:2]
    for option in (option for item in items for option in item.get("options", ())):
        if not (said := option.pop("said", None)):
            continue
        own, option["label"] = option["label"], said.get(main, option["label"])
        known = said if main == "en" or not main else said | {"en": own}
        for language in definition.get("languages", ()):
            if language[:2] in known and language[:2] != main:
                option.setdefault("in", {}).setdefault(language, known[language[:2]])
