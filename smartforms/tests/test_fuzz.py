"""Any file, any answers: the importer and the engine end, keep their promises, and never fall over."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.tests.moment import AT
from smartforms.definition import Outline, is_asked, is_worked_out, walk
from smartforms.engine import checking, progress, reading, standing
from smartforms.engine.beginning import begin
from smartforms.engine.enabling import enabled
from smartforms.engine.pruning import prune
from smartforms.fhir.importer import read_questionnaire
from smartforms.tests.forms import NAMES, fixture, formula, outline_of, rule, sent, variable

CALM = settings(max_examples=120, suppress_health_check=list(HealthCheck))
texts = st.text(max_size=12) | st.sampled_from(
    ["a", "b", "\x00", "\ud800", "=", "choice", "group", "string", "q1", "1e999"]
)
atoms = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts
NAMES_IN_FILES = (
    "linkId type text item required repeats enableWhen enableBehavior answerOption initial answerValueSet extension "
    "maxLength readOnly prefix code _text modifierExtension url question operator answerString answerCoding "
    "valueCoding valueString valueInteger valueBoolean valueCodeableConcept coding display system"
).split()
KINDS = (
    "string text boolean integer decimal date dateTime time choice open-choice group display url quantity attachment "
    "reference coding nonsense signature file"
).split()
names = st.sampled_from(NAMES_IN_FILES) | texts
anything = st.recursive(
    atoms,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=6),
    max_leaves=25,
)
kinds = st.sampled_from(KINDS)
links = st.sampled_from(["a", "b", "c", "d", "/e.f[1]"])
codings = st.fixed_dictionaries(
    {"code": st.sampled_from(["x", "y", "z"])}, optional={"display": texts, "system": texts}
)
typed = st.one_of(
    st.tuples(st.just("String"), texts),
    st.tuples(st.just("Boolean"), st.booleans()),
    st.tuples(st.just("Integer"), st.integers(-9, 9)),
    st.tuples(st.just("Decimal"), st.floats(-9, 9)),
    st.tuples(st.just("Date"), st.sampled_from(["2020", "2020-05", "2020-05-01", "x"])),
    st.tuples(st.just("Coding"), codings),
    st.tuples(st.just("Coding"), anything),
)
conditions = st.builds(
    lambda link, operator, value: {"question": link, "operator": operator, f"answer{value[0]}": value[1]},
    links,
    st.sampled_from(["exists", "=", "!=", ">", "<", ">=", "<=", "~"]),
    typed,
)
options = st.builds(lambda value: {f"value{value[0]}": value[1]}, typed)
texts_of_formulas = st.sampled_from(
    [
        "%resource.descendants().where(linkId = 'a').answer.value",
        "%resource.repeat(item).answer.value.ordinal().sum()",
        "%resource.item.where(linkId.startsWith('b')).answer.value = 'x'",
        "answer.value.exists().not()",
        "%v + 1",
        "%questionnaire.item.answerOption.valueCoding.first()",
        "today()",
        "%patient.name.given",
        "item.where(",
        "1 / 0",
    ]
)
formulas = st.one_of(
    st.builds(
        formula,
        st.sampled_from(
            ["calculatedExpression", "enableWhenExpression", "answerExpression", "initialExpression"]
        ),
        texts_of_formulas | texts,
    ),
    st.builds(variable, st.sampled_from(["v", "w"]), texts_of_formulas),
    st.builds(rule, texts_of_formulas),
)
plausible = st.deferred(
    lambda: st.fixed_dictionaries(
        {"linkId": links, "type": kinds, "text": texts},
        optional={
            "required": st.booleans() | anything,
            "repeats": st.booleans(),
            "enableWhen": st.lists(conditions, max_size=2) | anything,
            "enableBehavior": st.sampled_from(["all", "any", 3]),
            "answerOption": st.lists(options, max_size=4) | anything,
            "initial": st.lists(options, max_size=2) | anything,
            "maxLength": st.integers() | anything,
            "item": st.lists(plausible, max_size=3),
            "extension": st.lists(formulas | anything, max_size=3),
        },
    )
)
questionnaires = st.builds(
    lambda items, head: {**head, "resourceType": "Questionnaire", "status": "active", "item": items},
    st.lists(plausible | anything, min_size=1, max_size=6),
    st.dictionaries(names, anything, max_size=3),
)


def raw_count(items) -> int:
    return (
        sum(1 + raw_count(i.get("item") if isinstance(i, dict) else None) for i in items)
        if isinstance(items, list)
        else 0
    )


@CALM
@given(st.text() | st.binary() | anything.map(json.dumps))
def test_any_text_is_read_or_refused(given_text):
    assert read_questionnaire(given_text).report["status"] in ("imported", "refused")


@CALM
@given(questionnaires)
def test_any_questionnaire_is_read_and_accounted_for(source):
    reading_ = read_questionnaire(json.dumps(source))
    kept = json.dumps([reading_.definition, reading_.report], ensure_ascii=False)
    assert "\x00" not in kept and kept.encode("utf-8")
    if reading_.definition is None:
        assert reading_.report["refused"]
        return
    assert reading_.report["items"] == raw_count(source["item"])
    outline = Outline(reading_.definition)
    on_pages = [item["key"] for page in outline.pages for item in outline.under(page["keys"])]
    assert len(on_pages) == len(set(on_pages))
    asked = {key for key, item in outline.items.items() if is_asked(item, outline)}
    assert asked <= set(on_pages)
    refused = {line["index"] for line in reading_.report["refused"]}
    taken = {int(key[1:]) for key in outline.items}
    helps = set(range(1, reading_.report["items"] + 1)) - taken - refused
    assert all(_is_display(source["item"], n) for n in helps)


def _is_display(items, number) -> bool:
    """Only help texts may leave the tree without a remark; they stand in `help`."""
    flat = []

    def note(level):
        for raw in level if isinstance(level, list) else ():
            flat.append(raw)
            note(raw.get("item") if isinstance(raw, dict) else None)

    note(items)
    return flat[number - 1].get("type") in ("display", "attachment")


@CALM
@given(questionnaires, st.data())
def test_any_answers_end_enabled_and_valid(source, data):
    definition = read_questionnaire(json.dumps(source)).definition
    if definition is None:
        return
    fill(Outline(definition, json.dumps(source)), data)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(NAMES), st.data())
def test_fixtures_filled_at_random(name, data):
    fill(outline_of(name), data)


def fill(outline, data):
    answers, unfinished = begin(outline, at=AT), {}
    for page in outline.pages:
        posted = reading.read_page(outline, page["keys"], sent(**page_of(outline, page, data)))
        assert posted.problems.keys() == posted.unfinished.keys()
        answers |= posted.answers
        unfinished |= posted.unfinished
    answers = {key: given_ for key, given_ in answers.items() if given_}
    assert json.loads(json.dumps(answers)) == answers
    on = enabled(outline, answers)
    checking.obstacles(outline, answers, unfinished, on)
    state = progress.of(outline, answers, on)
    assert 0 <= state.answered <= state.asked
    kept = prune(outline, answers, at=AT)
    assert set(kept) <= standing.of(outline, kept, at=AT).on
    assert prune(outline, kept, at=AT) == kept
    assert all(
        kept[key] == answers[key] for key in kept if key in answers and not is_worked_out(outline[key])
    )


def page_of(outline, page, data) -> dict:
    values = {}
    for item in walk([outline[key] for key in page["keys"]]):
        key = item["key"]
        values[key] = data.draw(posted_value(item), label=key)
        if item["type"] in ("date", "dateTime"):
            values |= {
                f"{key}__day": "1",
                f"{key}__month": "2",
                f"{key}__year": data.draw(st.sampled_from(["2020", "x", ""])),
            }
    return values


def posted_value(item):
    offered = [option["key"] for option in item.get("options", ())]
    good = {
        "boolean": ["yes", "no"],
        "integer": ["3", "-1"],
        "decimal": ["2.5"],
        "time": ["10:00"],
        "url": ["a.b"],
    }
    some = st.sampled_from(["", *offered, *good.get(item["type"], ["x", "test"])])
    return (
        st.lists(some, max_size=3)
        if item.get("repeats")
        else some | texts.filter(lambda t: "\ud800" not in t)
    )


def test_fixture_names_are_all_there():
    assert len(NAMES) == 14 and all(fixture(name) for name in NAMES)
