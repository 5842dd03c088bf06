"""What answers mean: bands and alerts read from a file, and told of answers."""

import json

import pytest

from smartforms.definition import walk
from smartforms.engine.meaning import band_of, raised
from smartforms.engine.translating import translated
from smartforms.fhir import ours
from smartforms.fhir.importer import read_questionnaire
from smartforms.presenters.sections import scores
from smartforms.shipped import shipped
from smartforms.tests.forms import calculated, choice, extension, fixture, form, question, read
from smartforms.tests.kinds import post, response_of, url

NINTH = {"system": "http://loinc.org", "code": "44260-8"}


def band(label="some", tone="ok", **parts):
    listed = [{"url": name, "valueDecimal": value} for name, value in parts.items() if name != "alert"]
    listed += [{"url": "label", "valueString": label}, {"url": "tone", "valueCode": tone}]
    listed += [{"url": "alert", "valueBoolean": parts["alert"]}] if "alert" in parts else []
    return {"url": ours.BAND, "extension": listed}


def alert_if(answer, words="Call them"):
    parts = [{"url": "answer", "valueBoolean": answer}, {"url": "words", "valueString": words}]
    return {"url": ours.ALERT, "extension": parts}


def with_alert(item: dict, place: int, words: str) -> dict:
    item["answerOption"][place]["extension"] = [{"url": ours.ALERT, "valueString": words}]
    return item


def said(reading, fate):
    return [(line["linkId"], line["what"], line["why"]) for line in reading.report[fate]]


# Bands --------------------------------------------------------------------------------------------


def test_bands_are_read_the_lowest_first():
    outline = form(
        question("n", "integer", extension=[band("high", "bad", low=5, alert=True), band("low", high=4.5)])
    )
    assert outline["q1"]["bands"] == [
        {"label": "low", "high": 4.5, "tone": "ok"},
        {"label": "high", "low": 5, "tone": "bad", "alert": True},
    ]


@pytest.mark.parametrize(
    ("value", "label"), [(-1, "low"), ("4.5", "low"), ("4.7", None), (5, "high"), ("99.5", "high")]
)
def test_both_ends_belong_to_a_band(value, label):
    item = form(question("n", "decimal", extension=[band("low", high=4.5), band("high", low=5)]))["q1"]
    assert (band_of(item, value) or {}).get("label") == label


@pytest.mark.parametrize("given", [band("", low=1), band("all"), band("backwards", low=5, high=1)])
def test_a_band_without_sense_is_left_out_and_told(given):
    reading = read(question("n", "integer", extension=[given]))
    assert "bands" not in reading.definition["items"][0]
    assert said(reading, "degraded") == [
        ("n", "band", "A band needs words, and numbers in their order; it is left out.")
    ]


def test_words_fall_into_no_band():
    reading = read(question("w", extension=[band(low=1)]))
    assert said(reading, "degraded") == [("w", "band", "Only a number falls into bands; it is left out.")]


# Alerts -------------------------------------------------------------------------------------------


def test_an_alert_stands_on_the_answer_that_carries_it_however_places_shift():
    item = with_alert(choice("c", "never", "often"), 1, "Often")
    item["answerOption"].insert(0, {"valueCoding": {}})  # cannot be read: left out
    outline = form(item)
    assert outline["q1"]["alerts"] == [{"is": "o2", "words": "Often"}]
    assert raised(outline, {"q1": ["o2"]}) == [(outline["q1"], "Often")]
    assert raised(outline, {"q1": ["o1"]}) == raised(outline, {}) == []


def test_yes_or_no_raises_an_alert():
    outline = form(question("safe", "boolean", extension=[alert_if(False)]))
    assert outline["q1"]["alerts"] == [{"is": False, "words": "Call them"}]
    assert (raised(outline, {"q1": [False]}), raised(outline, {"q1": [True]})) == (
        [(outline["q1"], "Call them")], [],
    )  # fmt: skip


def test_an_alert_that_does_not_say_when_is_told():
    reading = read(question("safe", "boolean", extension=[{"url": ours.ALERT, "valueString": "When?"}]))
    assert said(reading, "degraded") == [
        ("safe", "alert", "The alert does not say whether yes or no raises it; it is left out.")
    ]


def test_a_band_raises_an_alert_and_a_question_that_is_not_asked_does_not():
    outline = form(question("n", "integer", extension=[band("very high", low=9, alert=True)]))
    assert raised(outline, {"q1": [9]}) == [(outline["q1"], "very high")]
    assert raised(outline, {"q1": [9]}, on={"q1"}) == [(outline["q1"], "very high")]
    assert (raised(outline, {"q1": [8]}), raised(outline, {"q1": [9]}, on=set())) == ([], [])


# The question nobody may overlook -----------------------------------------------------------------


def test_phq_9_from_elsewhere_gets_the_alert_of_its_ninth_question():
    reading = read_questionnaire(fixture("phq-9"))
    ninth = next(item for item in reading.definition["items"] if item["linkId"] == "/44260-8")
    assert ninth["alerts"] == [{"is": key, "words": ""} for key in ("o2", "o3", "o4")]
    assert said(reading, "added") == [
        ("/44260-8", "alert", "The clinic is told at once of any answer but “Not at all”."),
        ("/44261-6", "band", "What the score means is told as published for PHQ-9."),
    ]


def test_without_scores_or_codes_the_first_answer_is_the_harmless_one():
    reading = read(choice("sixth", "never", "sometimes", "always", code=[NINTH]))
    assert reading.definition["items"][0]["alerts"] == [{"is": "o2", "words": ""}, {"is": "o3", "words": ""}]
    assert said(reading, "added")[0][2] == "The clinic is told at once of any answer but “Never”."


def test_alerts_of_the_file_stand_as_its_author_set_them():
    reading = read(with_alert(choice("nine", "no", "thoughts", "plans", code=[NINTH]), 2, "Plans"))
    assert reading.definition["items"][0]["alerts"] == [{"is": "o3", "words": "Plans"}]
    assert (reading.report["added"], reading.report["degraded"], reading.report["ignored"]) == ([], [], [])


def test_another_question_gets_none():
    assert read(choice("c", "a", "b", code=[NINTH | {"system": "urn:mine"}])).report["added"] == []


# Instruments from elsewhere ------------------------------------------------------------------------


def banded(reading):
    return [
        [(band["low"], band["high"], band["label"], band["tone"]) for band in item["bands"]]
        for item in walk(reading.definition["items"])
        if "bands" in item
    ]


@pytest.mark.parametrize("name", ["phq-9", "gad-7", "audit-c"])
def test_an_instrument_from_elsewhere_is_told_as_published(name):
    reading = read_questionnaire(fixture(name))
    assert banded(reading) == [MEANT[name]]
    told = [line["why"] for line in reading.report["added"] if line["what"] == "band"]
    assert told == [f"What the score means is told as published for {name.upper()}."]


def test_what_it_means_is_said_in_the_language_of_the_form():
    french = json.loads(fixture("audit-c")) | {"language": "fr-CA"}
    assert [label for _low, _high, label, _tone in banded(read_questionnaire(french))[0]] == [
        "dépistage négatif", "dépistage positif chez les femmes", "dépistage positif",
    ]  # fmt: skip


def raws(items):
    for item in items:
        yield item
        yield from raws(item.get("item", ()))


def changed(name, change):
    source = json.loads(fixture(name))
    for item in raws(source["item"]):
        change(item)
    return banded(read_questionnaire(source))


def test_a_total_that_counts_otherwise_or_has_bands_of_its_own_is_left_alone():
    def higher(item):
        for option in item.get("answerOption", ()):
            for one in option.get("extension", []) + option.get("valueCoding", {}).get("extension", []):
                if one["url"].endswith(("ordinalValue", "itemWeight")):
                    one["valueDecimal"] += 1

    assert changed("phq-9", higher) == changed("gad-7", higher) == []

    def own(item):
        if item["type"] == "decimal":
            item["extension"] = item.get("extension", []) + [band(label="mine", low=0, high=9)]

    assert [one[2] for bands in changed("phq-9", own) for one in bands] == ["mine"]


def test_a_form_that_lacks_a_question_has_no_known_total():
    source = json.loads(fixture("gad-7"))
    group = next(item for item in source["item"] if item["linkId"] == "gad-7")
    group["item"] = group["item"][1:]
    assert banded(read_questionnaire(source)) == []


# The library --------------------------------------------------------------------------------------

MEANT = {
    "phq-9": [
        (0, 4, "minimal", "ok"), (5, 9, "mild", "warn"), (10, 14, "moderate", "warn"),
        (15, 19, "moderately severe", "bad"), (20, 27, "severe", "bad"),
    ],
    "gad-7": [
        (0, 4, "minimal", "ok"), (5, 9, "mild", "warn"), (10, 14, "moderate", "warn"), (15, 21, "severe", "bad"),
    ],
    "audit-c": [
        (0, 2, "negative screen", "ok"), (3, 3, "positive screen for women", "warn"),
        (4, 12, "positive screen", "bad"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", MEANT)
def test_the_instruments_say_what_their_score_means(name):
    reading = read_questionnaire(shipped()[name].text)
    banded = [item for item in form(*json.loads(reading.source)["item"]).items.values() if "bands" in item]
    assert [
        [(band["low"], band["high"], band["label"], band["tone"]) for band in item["bands"]]
        for item in banded
    ] == [MEANT[name]]


def test_the_ninth_question_of_the_library_alerts_on_all_but_not_at_all():
    reading = read_questionnaire(shipped()["phq-9"].text)
    alerts = [item["alerts"] for item in reading.definition["items"] if "alerts" in item]
    words = "Thoughts of being better off dead, or of hurting oneself"
    assert alerts == [[{"is": key, "words": words} for key in ("o2", "o3", "o4")]]
    assert reading.report["added"] == []


def in_french(label: str, french: str, **parts) -> dict:
    """A band whose words are translated."""
    made = band(label, **parts)
    told = [{"url": "lang", "valueCode": "fr"}, {"url": "content", "valueString": french}]
    word = next(part for part in made["extension"] if part["url"] == "label")
    word["_valueString"] = {"extension": [extension("translation", extension=told)]}
    return made


def test_bands_are_called_by_the_readers_language():
    outline = form(
        question("n", "integer", extension=[in_french("mild", "léger", low=0, high=4), band("bad", low=5)]),
        language="en",
    )
    assert outline.definition["languages"] == ["fr"]
    assert [one["label"] for one in translated(outline, "fr")["q1"]["bands"]] == ["léger", "bad"]
    assert [one["label"] for one in outline["q1"]["bands"]] == ["mild", "bad"]


def test_staff_read_a_band_in_their_language_and_on_paper_in_the_patients(sent_to_ana, ana_in):
    low = choice("low", "never", "often")
    for entry, score in zip(low["answerOption"], (0, 3), strict=True):
        entry["extension"] = [extension("ordinalValue", valueDecimal=score)]
    sum_of = calculated("%resource.descendants().answer.value.ordinal().sum()")
    total = question("sum", "integer", extension=[sum_of, in_french("mild", "léger", low=0, high=4)])
    ana_in.cookies["django_language"] = "fr"
    one = sent_to_ana(low, total, language="en")
    ana_in.get(url(one, "open"))
    post(ana_in, one, "q1", q1="o2")
    assert ana_in.post(url(one, "check")).status_code == 302
    response = response_of(one)
    assert response.language == "fr"
    assert [row["answer"] for row in scores(response, for_staff=True)] == ["3, léger"]
    assert [row["answer"] for row in scores(response)] == ["3"], "what it means is for the clinic to say"
    response.shown_in = "en"
    assert [row["answer"] for row in scores(response, for_staff=True)] == ["3, mild"]
