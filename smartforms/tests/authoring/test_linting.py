"""What is told about a draft, with the question it is about; and translations."""

import json

import pytest

from smartforms.authoring import translations
from smartforms.authoring.linting import findings
from smartforms.fhir.importer import read_questionnaire
from smartforms.tests.authoring.drafts import draft, group
from smartforms.tests.forms import choice, extension, question, when


def told(source) -> list[tuple[str, str, bool]]:
    reading = read_questionnaire(json.dumps(source))
    definition = reading.definition or {"items": []}
    return [(one.item, one.words, one.is_error) for one in findings(source, definition, reading.report)]


def test_a_sound_form_has_nothing_to_mend():
    assert (
        told(
            draft(
                group(
                    "g",
                    choice("a", "x", "y"),
                    question("b", enableWhen=[when("a", "exists", answerBoolean=True)]),
                )
            )
        )
        == []
    )


def test_conditions():
    yes, no = when("c", "=", answerCoding={"code": "x"}), when("c", "=", answerCoding={"code": "y"})
    source = draft(
        question("early", enableWhen=[when("late", "exists", answerBoolean=True)]),
        choice("c", "x", "y"),
        question("gone", enableWhen=[when("nothing", "exists", answerBoolean=True)]),
        question("removed", enableWhen=[when("c", "=", answerCoding={"code": "z"})]),
        question("both", enableBehavior="all", enableWhen=[yes, no]),
        question("one", "boolean", enableWhen=[when("two", "=", answerBoolean=True)]),
        question("two", "boolean", enableWhen=[when("one", "=", answerBoolean=True)]),
        question("late", extension=[extension("questionnaire-hidden", valueBoolean=True)]),
        question("leans", enableWhen=[when("late", "exists", answerBoolean=True)]),
    )
    never, circle = (
        "Nobody is ever asked this: its condition can never be true.",
        "Its condition needs its own answer, by way of other questions.",
    )
    assert told(source) == [
        ("gone", "Its condition looks at a question that is not there.", True),
        ("removed", never, True),
        ("both", never, True),
        ("one", circle, True),
        ("two", circle, True),
        ("early", "Its condition looks at “What about late?”, which comes later.", False),
        ("one", "Its condition looks at “What about two?”, which comes later.", False),
        ("leans", "Its condition looks at “What about late?”, which nobody sees.", False),
    ]


LIMITS = [extension("minValue", valueInteger=0), extension("maxValue", valueInteger=10)]


@pytest.mark.parametrize(
    ("lean", "is_dead"),
    [
        ([when("n", "=", answerInteger=11)], True),
        ([when("n", "=", answerInteger=10)], False),
        ([when("n", ">", answerInteger=10)], True),
        ([when("n", ">=", answerInteger=10)], False),
        ([when("n", "<", answerInteger=0)], True),
        ([when("n", "<=", answerInteger=0)], False),
        ([when("n", "!=", answerInteger=11)], False),
        ([when("n", "exists", answerBoolean=False), when("n", ">", answerInteger=3)], True),
        ([when("n", "exists", answerBoolean=False), when("n", "exists", answerBoolean=True)], True),
        ([when("n", "exists", answerBoolean=False), when("n", "!=", answerInteger=3)], False),
    ],
)
def test_conditions_that_limits_or_each_other_rule_out(lean, is_dead):
    asked = question("lean", enableWhen=lean, enableBehavior="all")
    never = ("lean", "Nobody is ever asked this: its condition can never be true.", True)
    assert (never in told(draft(question("n", "integer", extension=LIMITS), asked))) is is_dead


def test_words_answers_and_pages():
    half = choice("half", "x", "y")
    half["answerOption"][0]["extension"] = [extension("ordinalValue", valueDecimal=1)]
    source = draft(
        group("empty"), {"linkId": "mute", "type": "string"}, {"linkId": "none", "type": "choice", "text": "Which?"},
        half, group("text", {"linkId": "words", "type": "display", "text": "Hello"}), title="",
    )  # fmt: skip
    assert told(source) == [
        ("", "The form has no title.", True),
        ("empty", "This page has no questions.", True),
        ("mute", "This question has no text.", True),
        ("none", "This question offers no answers.", True),
        ("half", "“Y” has no score, beside answers that have one.", False),
    ]


def test_scores_and_bands():
    from smartforms.authoring import moving, scores
    from smartforms.authoring.tree import find

    source = draft(group("g", choice("a", "x")))
    total = moving.add(source, "score", "Sum", where="after", beside="a")
    scores.set_score(source, find(source, total), [])
    bands = [
        scores.Band(0, 4, "low"),
        scores.Band(4, 6, "middle"),
        scores.Band(8, None, "high"),
        scores.Band(9, 8, "odd"),
    ]
    scores.set_bands(find(source, total).item, bands)
    assert told(source) == [
        (total, "It adds up nothing: none of its questions has answers with scores.", True),
        (total, "The range “odd” ends before it begins.", True),
        (total, "The ranges “low” and “middle” overlap.", True),
        (total, "The ranges “high” and “odd” overlap.", True),
        (total, "There is a gap between the ranges “middle” and “high”.", False),
    ]


def test_the_words_of_bands_are_translated_and_stay_so():
    from smartforms.authoring.scores import Band, bands_of, set_bands

    source = draft(question("n", "integer"))
    item = source["item"][0]
    set_bands(item, [Band(0, 4, "low"), Band(5, None, "high")])
    assert [text.words for text in translations.texts(source)][-2:] == ["low", "high"]
    translations.translate(source, "fr", {"n.band1": "faible", "n.band2": "élevé"})
    set_bands(item, [Band(0, 3, "low", "warn"), Band(4, None, "severe")])
    assert {t.words: translations.said_in(t, "fr") for t in translations.texts(source)} == {
        "Test form": "", "What about n?": "", "low": "faible", "severe": "",
    }  # fmt: skip
    assert bands_of(item) == [Band(0, 3, "low", "warn"), Band(4, None, "severe")]


def test_nothing_to_ask():
    assert [one[1:] for one in told({"resourceType": "Questionnaire", "title": "T", "item": []})] == [
        ("There are no questions in this file.", True)
    ]


def test_translations_stand_beside_every_text():
    source = draft(
        choice("a", "x", "y"),
        question("b", "choice", answerOption=[{"valueString": "Red"}]),
        description="Hello",
    )
    names = [(text.name, text.words) for text in translations.texts(source)]
    assert names == [
        ("title", "Test form"), ("description", "Hello"), ("a.text", "What about a?"), ("a.o1", "X"), ("a.o2", "Y"),
        ("b.text", "What about b?"), ("b.o1", "Red"),
    ]  # fmt: skip
    french = dict(names) | {"title": "Formulaire", "b.o1": "Rouge"}
    translations.translate(source, "fr", french | {"unknown": "x"})
    translations.translate(source, "es", {"title": "Formulario"})
    assert source["item"][1]["answerOption"][0]["_valueString"]["extension"][0]["extension"] == [
        {"url": "lang", "valueCode": "fr"}, {"url": "content", "valueString": "Rouge"},
    ]  # fmt: skip
    assert {text.name: translations.said_in(text, "fr") for text in translations.texts(source)} == french
    assert translations.languages(source) == {"fr", "es"}
    assert told(source) == [
        ("", "6 texts are not translated (es), first: “Hello”.", False),
    ]
    translations.translate(source, "fr", dict.fromkeys(french, ""))
    translations.translate(source, "es", {"title": ""})
    assert "_title" not in source and "_valueString" not in source["item"][1]["answerOption"][0]
