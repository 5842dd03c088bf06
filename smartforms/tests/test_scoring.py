"""Scores are the server's own sums."""

from common.tests.moment import AT
from smartforms.engine.enabling import enabled
from smartforms.engine.pruning import prune
from smartforms.tests.forms import choice, extension, form, outline_of, question, when

ADD_ALL = {
    "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression",
    "valueExpression": {
        "expression": "%resource.descendants().where(linkId.exists()).answer.value.ordinal().sum()"
    },
}


def scored(link, **more):
    item = choice(link, "none", "some", "much", **more)
    for score, option in enumerate(item["answerOption"]):
        option["extension"] = [extension("ordinalValue", valueDecimal=score)]
    return item


def scored_form(*more):
    return form(
        scored("a"), scored("b", repeats=True), question("total", "integer", extension=[ADD_ALL]), *more
    )


def test_phq_9_is_the_sum_of_its_nine_answers():
    outline = outline_of("phq-9")
    answers = {f"q{n}": [f"o{1 + n % 4}"] for n in range(1, 10)} | {"q11": ["o3"]}
    assert prune(outline, answers, at=AT)["q10"] == [str(sum(n % 4 for n in range(1, 10)))]


def test_gad_7_is_the_sum_of_its_seven_answers_as_a_whole_number():
    outline = outline_of("gad-7")
    answers = {key: ["o4"] for key, item in outline.items.items() if item["type"] == "choice"}
    assert prune(outline, answers, at=AT)["q12"] == [21]


def test_a_sum_sent_by_the_browser_is_not_believed():
    assert prune(scored_form(), {"q1": ["o2"], "q3": [99]}, at=AT)["q3"] == [1]


def test_nothing_answered_is_no_score_and_several_answers_add_up():
    outline = scored_form()
    assert "q3" not in prune(outline, {}, at=AT)
    assert prune(outline, {"q1": ["o1"]}, at=AT)["q3"] == [0]
    assert prune(outline, {"q2": ["o2", "o3"]}, at=AT)["q3"] == [3]


def test_answers_that_are_not_asked_do_not_count():
    outline = form(
        scored("a"),
        scored("b", enableWhen=[when("a", "=", answerCoding={"code": "much"})]),
        question("total", "integer", extension=[ADD_ALL]),
    )
    assert prune(outline, {"q1": ["o2"], "q2": ["o3"]}, at=AT) == {"q1": ["o2"], "q3": [1]}
    assert "q2" not in enabled(outline, {"q1": ["o2"], "q2": ["o3"]})
