"""Signatures: asked for by the file, given on the page, bound to the answers."""

import json

import pytest

from smartforms.tests.forms import extension, form, question, read, sent, when
from smartforms.tests.kinds import post, response_of, url

WANTED = extension(
    "questionnaire-signatureRequired",
    valueCodeableConcept={
        "coding": [{"system": "urn:iso-astm:E1762-95:2013", "code": "1.2.840.10065.1.12.1.7", "display": "Consent"}]
    },
)  # fmt: skip
PLAIN = extension("questionnaire-signatureRequired", valueCodeableConcept={"text": "Sign"})
SIGN = {"linkId": "sign", "type": "display", "text": "Sign here", "extension": [PLAIN]}
STROKES = [[100, 200, 300, 100, 500, 200], [600, 150]]
AT = "2026-11-17T09:00:00-04:00"


# Where it is asked ----------------------------------------------------------------------------------


def test_a_text_that_wants_a_signature_is_one_and_stands_for_all_above():
    outline = form(question("a"), {**SIGN, "extension": [WANTED]}, question("b"))
    assert outline["q2"] == {
        "key": "q2", "linkId": "sign", "type": "signature", "text": "Sign here", "required": True,
        "purpose": WANTED["valueCodeableConcept"]["coding"][0],
    }  # fmt: skip
    assert outline.signatures == {"q2": {"q1"}}


def test_groups_questions_and_forms_get_one_of_their_own():
    asked = question("b", extension=[PLAIN], enableWhen=[when("a", "exists", answerBoolean=True)])
    group = question("g", "group", item=[question("c")], extension=[PLAIN])
    outline = form(question("a"), asked, group, extension=[PLAIN], language="fr-CA")
    assert list(outline.items) == ["q1", "q2", "q2s", "q3", "q4", "q3s", "s0"]
    assert outline["q2s"] == {
        "key": "q2s", "linkId": "b", "type": "signature", "text": "Signature", "required": True, "of": "q2",
        "when": outline["q2"]["when"],
    }  # fmt: skip
    assert (outline.parents["q3s"], outline["s0"]["of"]) == ("q3", None)
    assert outline.signatures == {"q2s": {"q2"}, "q3s": {"q4"}, "s0": {"q1", "q2", "q4"}}


def test_nothing_is_said_of_it_in_the_report_and_typed_only_is_taken():
    reading = read(
        {**SIGN, "extension": [PLAIN, {"url": "urn:anteroom:fhir:typed-only", "valueBoolean": True}]}
    )
    assert (reading.report["degraded"], reading.report["ignored"]) == ([], [])
    assert reading.definition["items"][0]["typed_only"]


# What a page sends ----------------------------------------------------------------------------------

BAD = "We could not read the signature you drew for “Sign here”. Clear it and sign again"


@pytest.mark.parametrize(
    ("strokes", "name", "message"),
    [
        ("[[1, 2]]", "", "Write your name under “Sign here”"),
        ("", "x" * 201, "Write only your name under “Sign here”"),
        ("{", "Ana", BAD),
        ("[" * 100_000, "Ana", BAD),
        ("[]", "Ana", BAD),
        ('[["1", 2]]', "Ana", BAD),
        ("[[1.5, 2]]", "Ana", BAD),
        ("[[true, 2]]", "Ana", BAD),
        ("[[1, 2, 3]]", "Ana", BAD),
        ("[[1001, 2]]", "Ana", BAD),
        ("[[1, 301]]", "Ana", BAD),
        ("[[-1, 2]]", "Ana", BAD),
        (json.dumps([[1, 2] * 10_001]), "Ana", BAD),
        (json.dumps([[1, 2]] * 10_001), "Ana", BAD),
    ],
)
def test_what_is_no_signature_is_told(strokes, name, message):
    from smartforms.engine.reading import read_page

    posted = read_page(form(SIGN), ["q1"], sent(q1__name=name, q1__strokes=strokes))
    assert (posted.answers, posted.problems["q1"].message) == ({"q1": []}, message)


def test_the_largest_signature_is_taken():
    from smartforms.engine.reading import read_page

    posted = read_page(
        form(SIGN), ["q1"], sent(q1__name=" Ana  Cast ", q1__strokes=json.dumps([[1, 2] * 10_000]))
    )
    assert posted.answers == {"q1": [{"name": "Ana Cast", "strokes": [[1, 2] * 10_000]}]}


# Signing --------------------------------------------------------------------------------------------


def test_without_a_signature_nothing_is_sent(sent_to_ana, ana_in):
    one = sent_to_ana(question("a"), SIGN)
    ana_in.get(url(one, "open"))
    answer = post(ana_in, one, "q1", "q2", q1="words")
    assert (answer.status_code, answer.context["page"].errors) == (422, [("q2-name", "Sign “Sign here”")])
    stopped = ana_in.post(url(one, "check"))
    assert [(stop["message"], stop["url"]) for stop in stopped.context["stops"]] == [
        ("Sign “Sign here”", url(one, "page", 1) + "#q2-question")
    ]
    assert response_of(one).submitted_at is None


def test_a_name_typed_is_a_signature_with_the_servers_time(sent_to_ana, ana_in):
    one = sent_to_ana(question("a"), SIGN)
    ana_in.get(url(one, "open"))
    assert post(ana_in, one, "q1", "q2", q1="words", q2__name="Ana Cast").url == url(one, "check")
    assert response_of(one).answers == {"q1": ["words"], "q2": [{"name": "Ana Cast", "at": AT}]}
    page = ana_in.get(url(one, "page", 1)).text
    assert "Signed by Ana Cast, Tuesday 17 November 2026, 9:00 am" in page and f'value="{AT}"' in page
    check = ana_in.get(url(one, "check")).text
    assert "Ana Cast, Tuesday 17 November 2026, 9:00 am" in check


def test_a_page_that_shows_it_again_keeps_it_and_its_time(sent_to_ana, ana_in, monkeypatch):
    from datetime import timedelta

    from common.tests.moment import AT as NOW

    one = sent_to_ana(question("a"), question("b"), {**SIGN, "extension": [PLAIN]})
    ana_in.get(url(one, "open"))
    post(ana_in, one, "q3", q3__name="Ana Cast", q3__strokes=json.dumps(STROKES))
    monkeypatch.setattr("common.clock.now", lambda: NOW + timedelta(minutes=1))
    kept = [{"name": "Ana Cast", "strokes": STROKES, "at": AT}]
    post(ana_in, one, "q1", "q3", q1="", q3__given=AT)
    assert response_of(one).answers["q3"] == kept
    again = {"q3__given": AT, "q3__name": "Ana Cast", "q3__strokes": json.dumps(STROKES)}
    post(ana_in, one, "q3", name="answers", **again)
    assert response_of(one).answers["q3"] == kept
    post(ana_in, one, "q3", name="answers", **again | {"q3__name": "Ana C"})  # altered: signed anew
    assert response_of(one).answers["q3"] == [{**kept[0], "name": "Ana C", "at": "2026-11-17T09:01:00-04:00"}]


def test_an_answer_that_changes_afterwards_wants_a_new_signature(sent_to_ana, ana_in):
    one = sent_to_ana(question("a"), SIGN, question("below"))
    ana_in.get(url(one, "open"))
    post(ana_in, one, "q1", "q2", q1="words", q2__name="Ana Cast")
    post(ana_in, one, "q2", "q3", q2__given=AT, q3="below it")  # not what she signed for
    assert response_of(one).answers["q2"][0]["name"] == "Ana Cast"
    answer = post(ana_in, one, "q1", "q2", "q3", q1="other words", q2__given=AT, q3="below it")
    told = "An answer changed after you signed “Sign here”. Sign again"
    assert (answer.status_code, answer.context["page"].errors) == (422, [("q2-name", told)])
    assert response_of(one).answers == {"q1": ["other words"], "q3": ["below it"]}
    assert "An answer changed after it was signed." in ana_in.get(url(one, "check")).text
    assert [stop["message"] for stop in ana_in.post(url(one, "check")).context["stops"]] == [told]
    assert post(ana_in, one, "q1", "q2", q1="other words", q2__lapsed="1").status_code == 422
    assert (
        post(ana_in, one, "q1", "q2", q1="other words", q2__lapsed="1", q2__name="Ana Cast").status_code
        == 302
    )
    assert ana_in.post(url(one, "check")).url == url(one, "sent")


def test_a_signature_on_another_page_lapses_too_and_that_is_told(sent_to_ana, ana_in):
    first, last = (
        question(name, "group", item=items) for name, items in (("p", [question("a")]), ("s", [SIGN]))
    )
    one = sent_to_ana(first, last)
    ana_in.get(url(one, "open"))
    post(ana_in, one, "q4", number=2, q4__name="Ana Cast")
    answer = post(ana_in, one, "q2", q2="later")
    told = ana_in.get(answer.url)
    assert "You changed an answer, so “Sign here” has to be given again." in told.text
    assert response_of(one).unfinished == {"q4": {"-lapsed": ["1"]}}


def test_autosave_dates_it_and_says_when_it_lapsed(sent_to_ana, ana_in):
    one = sent_to_ana(question("a"), SIGN)
    ana_in.get(url(one, "open"))
    drawn = {"q2__name": "Ana Cast", "q2__strokes": json.dumps(STROKES)}
    assert post(ana_in, one, "q1", "q2", name="answers", **drawn).json()["signed"] == {"q2": AT}
    said = post(ana_in, one, "q1", "q2", name="answers", q1="more", **drawn, q2__given=AT).json()
    assert (said["signed"], said["told"]["q2"]["control"]) == ({}, "q2-name")


def test_clear_takes_it_back_and_stays_on_the_page(sent_to_ana, ana_in):
    one = sent_to_ana(question("a"), SIGN)
    ana_in.get(url(one, "open"))
    post(ana_in, one, "q1", "q2", q1="kept", q2__name="Ana Cast")
    answer = post(ana_in, one, "q1", "q2", q1="kept", q2__given=AT, clear="q2")
    assert answer.url == url(one, "page", 1) + "#q2-question"
    assert response_of(one).answers == {"q1": ["kept"]}


def test_what_was_typed_stays_in_its_box_while_another_answer_is_wrong(sent_to_ana, ana_in):
    one = sent_to_ana(question("n", "integer"), SIGN)
    ana_in.get(url(one, "open"))
    wrong = post(ana_in, one, "q1", "q2", q1="seven", q2__name="Ana Cast")
    assert wrong.status_code == 422 and 'value="Ana Cast"' in wrong.text
    assert post(ana_in, one, "q1", "q2", q1="7", q2__name="Ana Cast").url == url(one, "check")
