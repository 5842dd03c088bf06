"""What a form says around its questions ("Over the last 2 weeks, …") is read wherever they are: page, check, copy."""

import json
from pathlib import Path

import pytest
from django.urls import reverse

import smartforms
from common.tests.moment import AT
from smartforms import actions
from smartforms.presenters.questions import Page
from smartforms.presenters.sections import sections
from smartforms.tests.forms import extension, form, question, questionnaire

STEM = "Over the last 2 weeks, how often have you been bothered?"
HELP = extension("questionnaire-itemControl", valueCodeableConcept={"coding": [{"code": "help"}]})


def text(words, **more):
    return question(f"text {words}", "display", **{"text": words, **more})


def group(link, *items, **more):
    return question(link, "group", item=list(items), **{"text": f"Group {link}", **more})


@pytest.fixture
def sent_to_ana(cast, at):
    """`sent_to_ana(*items)`: Ana's response to a form of these items."""

    def send(*items):
        told = json.dumps(questionnaire(*items))
        template = actions.import_questionnaire(text=told, clinic=cast.harbour, by=None, at=at).template
        sent = actions.assign(
            template=template, patient=cast.ana_record, account=cast.ana, by=None, at=at, practitioner=cast.petra
        )  # fmt: skip
        return actions.open_form(assignment=sent, by=cast.ana, at=at)

    return send


def parts(response):
    return [(s["title"], s["intro"], [row["term"] for row in s["rows"]]) for s in sections(response, at=AT)]


def test_a_stem_is_read_on_the_page_the_check_page_the_copy_and_by_the_clinic(
    cast, client, sign_in, sent_to_ana
):
    response = sent_to_ana(text(STEM), question("a"), question("b"))
    at_form = [response.patient_id, response.assignment_id]
    sign_in(client, cast.ana)
    assert STEM in client.get(reverse("smartforms:page", args=[*at_form, 1])).text
    check = reverse("smartforms:check", args=at_form)
    assert client.get(check).text.count(STEM) == 1
    assert client.post(check).url == reverse("smartforms:sent", args=at_form)
    assert client.get(reverse("smartforms:sent", args=at_form)).text.count(STEM) == 1
    sign_in(client, cast.petra_account)
    assert client.get(reverse("office:answers", args=at_form)).text.count(STEM) == 1


def test_a_text_between_questions_heads_those_after_it(sent_to_ana):
    response = sent_to_ana(question("a"), text("Now about sleep."), question("b"), text("Thank you."))
    assert parts(response) == [
        ("Test form", "", ["What about a?"]),
        ("", "Now about sleep.", ["What about b?"]),
        ("", "Thank you.", []),
    ]


def test_a_text_that_is_not_asked_for_is_not_read(sent_to_ana):
    response = sent_to_ana(
        question("a", "boolean"),
        text("Call us.", enableWhen=[{"question": "a", "operator": "=", "answerBoolean": True}]),
        question("b"),
    )
    assert parts(response) == [("Test form", "", ["What about a?", "What about b?"])]
    response.answers = {"q1": [True]}
    assert [intro for _title, intro, _rows in parts(response)] == ["", "Call us."]


def test_a_text_before_a_group_stands_on_the_groups_page():
    outline = form(text(STEM), group("one", question("a")), group("two", question("b")))
    assert [page["keys"] for page in outline.pages] == [["q1", "q2"], ["q4"]]
    page = Page(outline, 1, {}, {}, {}, set(outline.items))
    assert [(node.kind, node.text) for node in page.nodes] == [
        ("display", STEM),
        ("question", "What about a?"),
    ]


def test_the_group_a_page_is_called_after_keeps_its_number():
    outline = form(group("one", question("a"), prefix="A."))
    page = Page(outline, 1, {}, {}, {}, set(outline.items))
    assert outline.pages[0]["title"] == "A. Group one"
    assert [node.text for node in page.nodes] == ["What about a?"]


def test_groups_in_groups_are_all_named(sent_to_ana):
    inner = group("inner", question("a"), prefix="2b.")
    response = sent_to_ana(group("page", group("outer", inner), question("b")))
    assert parts(response) == [
        ("Group page: Group outer: 2b. Group inner", "", ["What about a?"]),
        ("Group page", "", ["What about b?"]),
    ]


def test_what_a_group_says_is_read_also_where_it_fills_several_pages(sent_to_ana):
    many = [question(f"m{number}") for number in range(30)]
    response = sent_to_ana(group("long", text(STEM, extension=[HELP]), *many))
    outline = response.assignment.version.outline
    assert len(outline.pages) > 1
    pages = [Page(outline, n, {}, {}, {}, set(outline.items)) for n in range(1, len(outline.pages) + 1)]
    assert {page.help for page in pages} == {STEM}
    assert {intro for _title, intro, _rows in parts(response)} == {STEM}


def test_phq_9_of_the_library_says_over_which_time(cast, at, sent_to_ana):
    library = Path(smartforms.__file__).parent / "library" / "phq-9.json"
    response = sent_to_ana(*json.loads(library.read_text())["item"])
    [(_title, intro, rows)] = parts(response)
    assert intro == (
        "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
    )
    assert len(rows) == 10
