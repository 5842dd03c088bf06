"""A random form, filled in at random by somebody who changes their mind, and what must hold at the end.

`chance` is a `random.Random`, or hypothesis in its shape: the same chance makes the same story.
"""

import json
from datetime import UTC
from types import SimpleNamespace

from common.tests.moment import AT
from smartforms.definition import Outline, is_asked, is_given_in_a_list, is_question, walk
from smartforms.engine import beginning, checking, merging, offering, pruning, reading, repeating, standing
from smartforms.engine.reading import OTHER
from smartforms.engine.typed import as_typed
from smartforms.engine.unfit import Unfit
from smartforms.fhir import values
from smartforms.fhir.exporter import export_questionnaire, export_response
from smartforms.fhir.importer import read_questionnaire
from smartforms.models import Addendum
from smartforms.tests.forms import (
    calculated,
    choice,
    extension,
    formula,
    question,
    questionnaire,
    sent,
    toggle,
    when,
)

PLAIN = ("string", "text", "integer", "decimal", "date", "time", "boolean", "quantity")
UNITS = [extension("questionnaire-unitOption", valueCoding={"code": code}) for code in ("kg", "lb")]
PATTERN = extension("regex", valueString="[a-z]{2,9}[0-9]?")
FITTING = {
    "string": ["nuts", "<b>", "ça va"], "text": ["a\nb", "{{ 7*7 }}"], "integer": ["0", "7", "12"],
    "decimal": ["2.5", "10"], "time": ["10:30"], "boolean": ["yes", "no"],
    "quantity": ["70", "70.5"],
}  # fmt: skip
UNFIT = {"integer": "seven", "decimal": "1.2.3", "time": "late", "quantity": "heavy"}


class Maker:
    """Makes one random questionnaire; conditions look at what stands before them."""

    def __init__(self, chance):
        self.chance, self.count, self.made = chance, 0, []

    def questionnaire(self) -> dict:
        items = [self._item(0) for _n in range(self.chance.randint(1, 5))]
        if numbers := [raw["linkId"] for raw in self.made if raw["type"] == "integer"]:
            text = f"%resource.descendants().where(linkId = '{numbers[0]}').answer.value.sum()"
            items.append(question("sum", "decimal", extension=[calculated(text)]))
            if self._now_and_then(0.5):
                # What the sum decides hangs on nothing that hangs on the sum.
                items.append(question("after", extension=[formula("enableWhenExpression", text + " > 7")]))
        return questionnaire(*items)

    def _now_and_then(self, share: float) -> bool:
        return self.chance.randint(0, 99) < share * 100

    def _item(self, depth: int) -> dict:
        self.count += 1
        before = list(self.made)  # a group that hangs on what stands in it would be a circle
        link = f"/l.{self.count}[x]"
        if depth < 3 and self._now_and_then(0.35):
            raw = {"linkId": link, "type": "group", "text": f"Group {self.count}"}
            raw["item"] = [self._item(depth + 1) for _n in range(self.chance.randint(1, 4))]
            raw |= {"repeats": True} if self._now_and_then(0.5) else {}
        elif before and self._now_and_then(0.12):
            raw = question(link, "choice", extension=[formula("answerExpression", self._answers_of(before))])
        elif self._now_and_then(0.35):
            raw = choice(link, *"abcd"[: self.chance.randint(2, 4)])
            raw |= {"type": "open-choice"} if self._now_and_then(0.3) else {}
            raw |= {"repeats": True} if self._now_and_then(0.3) else {}
            if before and self._now_and_then(0.3):
                raw["extension"] = [toggle(f"{self._answers_of(before)}.exists()", "a")]
        else:
            raw = question(link, self.chance.choice(PLAIN))
            raw |= {"repeats": True} if self._now_and_then(0.25) else {}
        if raw["type"] != "group":
            raw |= {"required": True} if self._now_and_then(0.2) else {}
            if raw["type"] == "integer":
                raw["extension"] = [extension("maxValue", valueInteger=10)]
            elif raw["type"] == "quantity":
                raw["extension"] = UNITS[: self.chance.randint(0, 2)]
            elif raw["type"] == "string" and self._now_and_then(0.4):
                raw["extension"] = [PATTERN]
        if before and self._now_and_then(0.35):
            raw["enableWhen"] = [self._condition(before) for _n in range(self.chance.randint(1, 2))]
            raw["enableBehavior"] = self.chance.choice(["all", "any"])
        if raw["type"] != "group":
            self.made.append(raw)
        return raw

    def _answers_of(self, before: list[dict]) -> str:
        link = self.chance.choice(before)["linkId"]
        return f"%resource.descendants().where(linkId = '{link}').answer.value"

    def _condition(self, before: list[dict]) -> dict:
        raw = self.chance.choice(before)
        link, operator = raw["linkId"], self.chance.choice(["=", "!=", "exists"])
        if operator != "exists" and raw.get("answerOption"):
            return when(link, operator, answerCoding={"code": "a"})
        if operator != "exists" and raw["type"] == "boolean":
            return when(link, operator, answerBoolean=True)
        if raw["type"] == "integer" and self._now_and_then(0.7):
            return when(link, self.chance.choice(["<", ">", ">=", "<="]), answerInteger=7)
        return when(link, "exists", answerBoolean=self._now_and_then(0.7))


class Story:
    """Somebody fills a form in: page by page, forth and back, with mistakes. `typed` is what must still be there."""

    def __init__(self, chance, source: dict):
        self.chance = chance
        self.base = Outline(read_questionnaire(source).definition, json.dumps(source))
        self.answers, self.unfinished, self.touched = beginning.begin(self.base, at=AT), {}, {}
        self.revision, self.typed = 0, {}

    @property
    def outline(self) -> Outline:
        return repeating.grown(self.base, repeating.counts(self.base, self.answers))

    def stands(self) -> tuple[Outline, standing.Standing]:
        """The form with what it offers now."""
        now = standing.of(self.outline, self.answers, at=AT)
        return offering.narrowed(self.outline, now), now

    def go(self, steps: int) -> None:
        for _step in range(steps):
            if self.base.repeating and self.chance.randint(0, 3) == 0:
                self._grow()
            else:
                self._fill(self.chance.choice(self.outline.pages)["keys"])

    def _fill(self, keys: list[str], only=(), fits: bool = False) -> None:
        outline, now = self.stands()
        on = now.on
        shown = [i for i in outline.under(keys) if i["key"] in on and is_asked(i, outline)]
        controls = {}
        for item in shown:
            if not only or item["key"] in only:
                raw = self._controls(item, fits)
                controls |= {item["key"] + part.replace("-", "__"): texts for part, texts in raw.items()}
        asked = [item["key"] for item in shown if not only or item["key"] in only]
        posted = reading.read_page(outline, keys, sent(asked, **controls))
        merged = merging.merge(self, posted, self.revision)
        assert merged.conflicts == merged.unkept == set()
        self.answers, self.unfinished, self.touched = merged.answers, merged.unfinished, merged.touched
        self.revision += 1
        for key in posted.asked:
            self.typed[key] = (posted.answers.get(key, []), posted.unfinished.get(key))

    def _controls(self, item: dict, fits: bool) -> dict[str, list[str]]:
        kind, chance = item["type"], self.chance
        if offering.is_empty(item):
            return {"": [""]}
        if options := [option["key"] for option in item.get("options", ())]:
            if item.get("open") and chance.randint(0, 3) == 0:
                return {"": [OTHER], "-words": ["own words"]}
            return {
                "": options[: chance.randint(1, len(options))]
                if item.get("repeats")
                else [chance.choice(options)]
            }
        if not fits and chance.randint(0, 5) == 0:
            return {"": [""]}
        times = chance.randint(1, 3) if is_given_in_a_list(item) else 1
        if kind == "date":
            year = "x" if not fits and chance.randint(0, 5) == 0 else "2020"
            return {"-day": ["1"] * times, "-month": ["2"] * times, "-year": [year] * times}
        if not fits and kind in UNFIT and chance.randint(0, 4) == 0:
            return {"": [UNFIT[kind]] * times}
        if "pattern" in item:
            return {"": ["abc7" if fits or chance.randint(0, 2) else "No!"] * times}
        if item.get("units"):
            return {"": [chance.choice(FITTING[kind])], "-unit": [chance.choice(item["units"])["key"]]}
        given = [chance.choice(FITTING[kind]) for _n in range(times)]
        return {"": ["7" if fits and kind == "integer" else text for text in given]}

    def _grow(self) -> None:
        outline = self.outline
        group = self.chance.choice([key for key in outline.items if key.split("~")[0] in self.base.repeating])
        counter, count = repeating.counter_of(outline, group), repeating.begun(outline, group)
        if count > 1 and self.chance.randint(0, 2) == 0:
            self.answers = repeating.without(outline, self.answers, group) | {counter: [count - 1]}
            self.unfinished = repeating.without(outline, self.unfinished, group)
            self.typed = repeating.without(outline, self.typed, group)
        elif repeating.may_add(outline, group) and count < 3:
            self.answers = self.answers | {counter: [count + 1]}

    def nothing_is_lost(self) -> bool:
        return all(
            (self.answers.get(key, []), self.unfinished.get(key)) == kept for key, kept in self.typed.items()
        )

    def finish(self) -> dict | None:
        """The answers as they would be sent, once what stands in the way is mended; None where nothing helps."""
        for _round in range(12):
            outline, now = self.stands()
            stops = checking.obstacles(outline, self.answers, self.unfinished, now.on, now.broken())
            if not stops:
                return pruning.prune(self.outline, self.answers, at=AT)
            for page in self.outline.pages:
                self._fill(page["keys"], only=stops, fits=True)
        return None


def faults_of(chance) -> list[str]:
    """What did not hold in one story; empty when all did."""
    source = Maker(chance).questionnaire()
    found, story = [], Story(chance, source)
    if again(source, story.base.definition) != story.base.definition:
        found.append("a questionnaire comes back changed")
    story.go(chance.randint(1, 12))
    if not story.nothing_is_lost():
        found.append("something typed is lost")
    kept = story.finish()
    if kept is None:
        return [*found, "the form cannot be sent"]
    if not story.nothing_is_lost():
        found.append("something typed is lost while mending")
    return found + _faults_of_sent(story, kept)


def _faults_of_sent(story: Story, kept: dict) -> list[str]:
    outline, found = story.outline, []
    now = standing.of(outline, kept, at=AT)
    on, offered = now.on, offering.narrowed(outline, now)
    if not set(kept) <= on:
        found.append("an answer to a question that is not asked is sent")
    asked = [key for key in kept if is_question(outline[key]) and is_asked(outline[key], outline)]
    if any(_reads_otherwise(offered[key], kept[key]) for key in asked):
        found.append("an answer is sent that does not fit")
    if any(
        kept.get(key) != given
        for key, given in story.answers.items()
        if key in on and is_question(outline[key])
    ):
        found.append("an answer to a question that is asked is not sent")
    flat = list(_flat(exported(outline, kept)["item"] if kept else ()))
    told = [
        (
            item["linkId"],
            json.loads(json.dumps([values.as_fhir(item, one, UTC) for one in kept[item["key"]]])),
        )
        for item in walk(outline.definition["items"])
        if is_question(item) and kept.get(item["key"])
    ]
    if flat != told:
        found.append("the export says something else")
    return found


def _reads_otherwise(item: dict, given: list) -> bool:
    try:
        return reading.read(item, as_typed(item, given)) != given
    except Unfit:
        return True


def again(source: dict, definition: dict) -> dict:
    """The definition after an export and an import."""
    clinic = SimpleNamespace(slug="clinic")
    version = SimpleNamespace(
        source=json.dumps(source),
        number=1,
        template=SimpleNamespace(slug="form", clinic=clinic),
        definition=definition,
    )
    return read_questionnaire(json.dumps(export_questionnaire(version))).definition


def exported(outline: Outline, kept: dict) -> dict:
    clinic = SimpleNamespace(slug="clinic", zone=UTC)
    version = SimpleNamespace(
        source=outline.source, number=1, template=SimpleNamespace(slug="form", clinic=clinic)
    )
    response = SimpleNamespace(
        pk="r", patient_id="p", submitted_at=AT, saved_at=AT, language="", answers=kept, outline=outline,
        addenda=Addendum.objects.none(),
        assignment=SimpleNamespace(version=version, clinic=clinic),
    )  # fmt: skip
    return {"item": []} | json.loads(json.dumps(export_response(response)))


def _flat(items):
    for item in items:
        if item.get("answer"):
            bare = [{name: value for name, value in one.items() if name != "item"} for one in item["answer"]]
            yield item["linkId"], bare
        yield from _flat(item.get("item", ()))
        for answer in item.get("answer", ()):
            yield from _flat(answer.get("item", ()))
