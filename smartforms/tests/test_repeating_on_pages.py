"""“Add another” and “Remove” on the pages, without scripts; sent, printed and exported as often as answered."""

import json

import pytest
from django.urls import reverse
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

from smartforms import actions, entries
from smartforms.fhir.exporter import export_response
from smartforms.models import Response
from smartforms.presenters.paper import sent_values
from smartforms.tests.forms import extension, question, questionnaire
from smartforms.tests.test_repeating import group

SIGNED = {
    "url": "http://hl7.org/fhir/StructureDefinition/questionnaire-signatureRequired",
    "valueCodeableConcept": {"text": "Sign"},
}
# q1 group, q2 name, q3 doses, q4 amount; q5 days, several answers
FORM = questionnaire(
    group(
        "medicine",
        question("name"),
        group("dose", question("amount", "integer"), repeats=True),
        repeats=True,
    ),
    question("day", "date", repeats=True),
)


@pytest.fixture
def begun(cast, client, sign_in, at):
    """Ana has opened the form."""
    sign_in(client, cast.ana)
    template = actions.import_questionnaire(
        text=json.dumps(FORM), clinic=cast.harbour, by=None, at=at
    ).template
    form = actions.assign(template=template, patient=cast.ana_record, account=cast.ana, by=None, at=at)
    client.get(url("open", form))
    return form


def url(name, form, *more):
    return reverse(f"smartforms:{name}", args=[form.patient_id, form.pk, *more])


@pytest.fixture
def press(client, begun):
    """`press(then, revision=…, q2="…")`: the first page sent in with a button."""

    def press(then, *, revision=None, number=1, **values):
        values = {key.replace("__", "-").replace("_", "~"): value for key, value in values.items()}
        seen = Response.objects.get(assignment=begun).revision if revision is None else revision
        asked = sorted({key.partition("-")[0] for key in values})
        return client.post(
            url("page", begun, number), {"revision": seen, "then": then, "asked": asked, **values}
        )

    return press


def kept(form):
    return Response.objects.get(assignment=form).answers


def test_a_group_is_begun_again_with_what_was_typed_kept(client, begun, press):
    page = client.get(url("page", begun, 1)).text
    assert page.count("<h2>") == 1 and "remove:" not in page and 'value="add:q1:2"' in page
    answer = press("add:q1:2", q2="Aspirin", q4="x")
    assert answer.url == url("page", begun, 1) + "#q1~2-question"
    assert kept(begun) == {"q2": ["Aspirin"], "q1": [2]}
    again = client.get(answer.url).text
    assert "Medicine 1</h2>" in again and "Medicine 2</h2>" in again
    assert [f'value="{then}"' in again for then in ("add:q1:3", "remove:q1", "remove:q1~2", "add:q1:2")] == [
        True, True, True, False
    ]  # fmt: skip
    assert 'name="q4" id="q4" value="x"' in again and 'name="q2~2" id="q2~2" value=""' in again
    press("add:q1:2")  # pressed twice: there are two all the same
    assert kept(begun)["q1"] == [2]


def test_filled_sent_read_and_exported(client, begun, press):
    press("add:q1:2", q2="Aspirin", q4="1")
    press("add:q3~2:2", q2_2="Insulin", q4_2="4")
    assert press("continue", q2="Aspirin", q2_2="Insulin", q4="1", q4_2="4", q4_2_2="5").url == url(
        "page", begun, 2
    )
    press("room:q5", number=2, q5__day="1", q5__month="2", q5__year="2020")
    more = client.get(url("page", begun, 2) + "?room=q5").text
    assert more.count('name="q5-day"') == 2 and 'id="q5_2-day"' in more
    press("continue", number=2, q5__day=["1", "3"], q5__month=["2", "4"], q5__year=["2020", "2021"])
    check = client.get(url("check", begun))
    rows = [(s["title"], r["term"], r["answer"]) for s in check.context["sections"] for r in s["rows"]]
    assert rows == [
        ("Medicine 1", "What about name?", "Aspirin"),
        ("Medicine 1: Dose", "What about amount?", "1"),
        ("Medicine 2", "What about name?", "Insulin"),
        ("Medicine 2: Dose 1", "What about amount?", "4"),
        ("Medicine 2: Dose 2", "What about amount?", "5"),
        ("Test form", "What about day?", "1 February 2020\n3 April 2021"),
    ]
    assert client.post(url("check", begun)).status_code == 302
    response = Response.objects.get(assignment=begun)
    exported = json.loads(json.dumps(export_response(response)))
    QuestionnaireResponse.model_validate(exported)
    assert [
        (one["linkId"], [(i["linkId"], i.get("answer") or i["item"][0]["answer"]) for i in one["item"]])
        for one in exported["item"][:2]
    ] == [
        ("medicine", [("name", [{"valueString": "Aspirin"}]), ("dose", [{"valueInteger": 1}])]),
        (
            "medicine",
            [
                ("name", [{"valueString": "Insulin"}]),
                ("dose", [{"valueInteger": 4}]),
                ("dose", [{"valueInteger": 5}]),
            ],
        ),
    ]
    assert [part["title"] for part in sent_values(response, sender="Ana")["parts"]][2] == "Medicine 2"


def test_one_is_taken_away_and_an_old_page_takes_nothing_else(begun, press):
    press("add:q1:2", q2="a")
    press("add:q1:3", q2_2="b")
    press("continue", q2_3="c")
    seen = Response.objects.get(assignment=begun).revision
    assert press("remove:q1~2").url.endswith("#q1-question")
    assert kept(begun) == {"q1": [2], "q2": ["a"], "q2~2": ["c"]}
    press("remove:q1~2", revision=seen)  # the same press once more
    assert kept(begun) == {"q1": [2], "q2": ["a"], "q2~2": ["c"]}
    press("remove:q1")
    press("remove:q1")  # the last one stays
    assert kept(begun) == {"q1": [1], "q2": ["c"]}


def test_as_many_entries_as_there_must_be_are_there_and_stay(cast, client, sign_in, at):
    sign_in(client, cast.ana)
    twice = [extension("questionnaire-minOccurs", valueInteger=2)]
    text = json.dumps(questionnaire(group("medicine", question("name"), repeats=True, extension=twice)))
    template = actions.import_questionnaire(text=text, clinic=cast.harbour, by=None, at=at).template
    form = actions.assign(template=template, patient=cast.ana_record, account=cast.ana, by=None, at=at)
    page = client.get(url("page", form, 1)).text
    assert "Medicine 2" in page and "remove:" not in page
    client.post(url("page", form, 1), {"revision": 0, "then": "remove:q1~2", "asked": ["q2", "q2~2"]})
    assert kept(form)["q1"] == [2]
    client.post(url("page", form, 1), {"revision": 1, "then": "add:q1:3", "asked": ["q2", "q2~2"]})
    assert "remove:q1~3" in client.get(url("page", form, 1)).text


def test_what_was_typed_in_an_entry_taken_away_elsewhere_is_not_lost(client, begun, press):
    press("add:q1:2", q2="a")
    press("continue", q2_2="b")
    seen = Response.objects.get(assignment=begun).revision
    press("remove:q1~2")
    told = press("continue", revision=seen, q2="a", q2_2="b, with more")
    assert told.status_code == 409 and 'value="b, with more"' in told.text
    now = Response.objects.get(assignment=begun).revision
    press("continue", revision=now, q2="a", q2_2="b, with more")
    assert kept(begun) == {"q1": [2], "q2": ["a"], "q2~2": ["b, with more"]}


@pytest.mark.parametrize(
    "then",
    [
        "add:q1:3",
        "add:q1:x",
        "add:q2:2",
        "add:q99:2",
        "remove:q1",
        "remove:q1~7",
        "remove:",
        "room:q2",
        "add:q1~5:2",
    ],
)
def test_a_button_that_is_not_there_does_nothing(begun, press, then):
    assert press(then, q2="a").status_code == 302
    assert kept(begun) == {"q2": ["a"]}


def test_a_page_that_names_entries_without_end_grows_nothing(client, sent_to_ana, ana_in):
    inner = group("in", *(question(f"x{n}") for n in range(10)), repeats=True)
    form = sent_to_ana(group("out", group("mid", inner, repeats=True), repeats=True))
    ana_in.get(url("open", form))
    named = [f"q4~{one}~{two}~20" for one in range(1, 21) for two in range(1, 21)]
    sent = {"revision": 0, "asked": ["q4", *named], "q4": "mine", **dict.fromkeys(named, "many")}
    assert ana_in.post(url("page", form, 1), sent).status_code == 302
    assert kept(form) == {"q4": ["mine"]}
    sent = {"revision": 1, "asked": ["q4~2~1~20"], "q4~2~1~20": "few"}
    assert ana_in.post(url("page", form, 1), sent).status_code == 302
    assert kept(form) == {"q1": [2], "q3~2": [20], "q4": ["mine"], "q4~2~1~20": ["few"]}


def test_autosave_keeps_entries_in_four_queries(client, begun, press, django_assert_max_num_queries):
    press("add:q1:2")
    with django_assert_max_num_queries(4):
        answer = client.post(url("answers", begun, 1), {"revision": 1, "asked": ["q2~2"], "q2~2": "typed"})
    assert answer.json()["enabled"] == ["q1", "q2", "q3", "q4", "q1~2", "q2~2", "q3~2", "q4~2"]
    assert kept(begun) == {"q1": [2], "q2~2": ["typed"]}


def test_a_signature_lapses_when_an_entry_it_stands_for_is_taken_away(cast, client, sign_in, at):
    sign = {"linkId": "sign", "type": "display", "text": "Sign", "extension": [SIGNED]}
    file = questionnaire(group("medicine", question("name"), repeats=True), sign)
    sign_in(client, cast.ana)
    template = actions.import_questionnaire(
        text=json.dumps(file), clinic=cast.harbour, by=None, at=at
    ).template
    form = actions.assign(template=template, patient=cast.ana_record, account=cast.ana, by=None, at=at)
    response = actions.open_form(assignment=form, by=cast.ana, at=at)
    [key] = response.outline.signatures
    mark = {"name": "Ana", "at": at.isoformat()}
    response.answers = {"q1": [2], "q2": ["a"], "q2~2": ["b"], key: [mark]}
    response.save()
    entries.remove_entry(response=response, group="q1~2", revision=0, by=cast.ana, at=at)
    assert kept(form) == {"q1": [1], "q2": ["a"]}
    assert Response.objects.get(assignment=form).unfinished == {key: {"-lapsed": ["1"]}}
