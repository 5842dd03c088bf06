"""A sent form as a PDF: what was asked, in its words, for whoever may read it; and nothing in it is more than text."""

import json
import socket

import pytest
from django.urls import reverse

from audit.models import Event
from common import pdf
from common.tests import paper
from common.tests.test_pdf import HOSTILE
from smartforms import actions
from smartforms.definition import is_score
from smartforms.models import Assignment, Response, Template
from smartforms.papers import sent_paper
from smartforms.publishing import import_questionnaire
from smartforms.shipped import shipped
from smartforms.tests.factories import key_of
from smartforms.tests.forms import choice, fixture, question, questionnaire, when


def url(form, name="paper"):
    return reverse(f"smartforms:{name}", args=[form.patient_id, form.pk])


@pytest.fixture
def ana_in(client, sign_in, cast):
    return sign_in(client, cast.ana)


@pytest.fixture
def sent_of(cast, at):
    """`sent_of(text, answers)`: a form of this questionnaire that Ana sent with these answers, by key."""

    def make(text, answers) -> Assignment:
        template = import_questionnaire(text=text, clinic=cast.harbour, by=None, at=at).template
        form = actions.assign(
            template=template, patient=cast.ana_record, account=cast.ana, by=None, at=at, practitioner=cast.petra
        )  # fmt: skip
        response = actions.open_form(assignment=form, by=cast.ana, at=at)
        Response.objects.filter(pk=response.pk).update(
            answers=answers, saved_at=at, saved_by=cast.ana, submitted_at=at, submitted_by=cast.ana
        )
        return Assignment.objects.get(pk=form.pk)

    return make


def told(form, at) -> str:
    return paper.words(sent_paper(form.response, sender="Ana Cast", at=at).content)


def test_it_says_what_the_page_says(cast, ana_in):
    answer = ana_in.get(url(cast.ana_sent))
    own_words = cast.ana_sent.response.answers[key_of("words")][0]
    assert paper.words(answer.content) == (
        "Harbour Clinic (902) 555-0100 Ana Cast Harbour intake "
        "Sent by Ana Cast on Tuesday 17 November 2026, 9:00 am. Version 1 "
        f"How you feel Question Answer How do you feel? Well In your own words {own_words} "
        "How you sleep Question Answer How many hours? 7 Ana Cast · Harbour intake Page 1 of 1"
    )


def test_it_is_a_file_that_no_cache_keeps_and_that_says_nothing_by_its_name(cast, ana_in):
    Template.objects.filter(pk=cast.form.pk).update(title='../../Été "x".exe;%0d')
    answer = ana_in.get(url(cast.ana_sent))
    assert [answer.headers[name] for name in ("Content-Type", "Cache-Control", "Content-Disposition")] == [
        "application/pdf", "no-store, private", 'attachment; filename="ete-xexe0d.pdf"',
    ]  # fmt: skip
    Template.objects.filter(pk=cast.form.pk).update(title="漢字")
    assert ana_in.get(url(cast.ana_sent)).headers["Content-Disposition"] == 'attachment; filename="form.pdf"'


def test_the_page_leads_to_it_and_each_copy_is_noted(cast, ana_in):
    assert f'href="{url(cast.ana_sent)}"' in ana_in.get(url(cast.ana_sent, "sent")).text
    ana_in.get(url(cast.ana_sent))
    seen = Event.objects.filter(verb="form.printed").values_list("actor", "patient", "target")
    assert list(seen) == [(cast.ana.pk, cast.ana_record.pk, str(cast.ana_sent.pk))]


def test_who_may_not_read_it_back_gets_no_paper_either(cast, ana_in):
    type(cast.ana).objects.filter(pk=cast.ana.pk).update(verified_at=None)
    answer = ana_in.get(url(cast.ana_sent))
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, "text/html; charset=utf-8")
    assert Event.objects.filter(verb="form.printed").count() == 0


def test_a_form_that_is_not_sent_has_no_paper(cast, ana_in):
    assert ana_in.get(url(cast.ana_open)).url == url(cast.ana_open, "open")


def test_it_is_tagged_and_read_aloud_in_the_forms_language(sent_of, at):
    french = questionnaire(question("a"), language="fr-CA", title="Bilan")
    read = paper.opened(
        sent_paper(sent_of(json.dumps(french), {"q1": ["x"]}).response, sender="Ana", at=at).content
    )
    root = read.trailer["/Root"]
    assert (read.metadata.title, root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("Bilan", "en", True)
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "fr"} <= _tree(root["/StructTreeRoot"])


def _tree(node, found=None) -> set[str]:
    """The kinds of the elements of a tagged PDF, and the languages they name."""
    found = set() if found is None else found
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            _tree(child, found)
    elif isinstance(node, dict):
        found |= {str(node[name]) for name in ("/S", "/Lang") if name in node}
        if "/K" in node:
            _tree(node["/K"], found)
    return found


def test_the_score_comes_first_and_every_question_keeps_its_number_and_order(sent_of, at):
    phq = fixture("phq-9")
    items = json.loads(phq)["item"]
    form = sent_of(phq, {})
    outline = form.version.outline
    ticks = {key: [item["options"][1]["key"]] for key, item in outline.items.items() if item.get("options")}
    total = next(key for key, item in outline.items.items() if is_score(item))
    form.response.answers = ticks | {total: [9]}
    printed = told(form, at)
    asked = [f"{item.get('prefix', '')} {item['text']}".strip() for item in items if item.get("answerOption")]
    places = [printed.index(words) for words in asked]
    assert places == sorted(places) and len(places) == 10
    assert printed.index("total score 9") < places[0] and printed.count("Several days") == 9


def test_what_a_score_means_is_printed_for_staff_alone(sent_of, at):
    form = sent_of(shipped()["phq-9"].text, {})
    total = next(key for key, item in form.version.outline.items.items() if is_score(item))
    form.response.answers = {total: [18]}
    for_staff = sent_paper(form.response, sender="Ana Cast", at=at, for_staff=True)
    assert "total score 18, moderately severe" in paper.words(for_staff.content)
    assert "total score 18" in told(form, at) and "moderately severe" not in told(form, at)


def test_what_was_not_asked_is_not_there_and_what_was_left_out_says_so(sent_of, at):
    text = json.dumps(
        questionnaire(
            choice("a", "yes", "no"), question("b", enableWhen=[when("a", "=", answerCoding={"code": "yes"})]),
            question("c", prefix="3."),
        )
    )  # fmt: skip
    printed = told(sent_of(text, {"q1": ["o2"]}), at)
    assert "What about b?" not in printed
    assert "3. What about c? Not answered" in printed


def test_a_table_of_questions_and_nested_groups_keep_their_headings(sent_of, at):
    rows = [choice(name, "often", "never") for name in ("sleep", "food")]
    inner = question("inner", "group", text="At night", item=rows)
    outer = question("outer", "group", text="Your days", prefix="A", item=[question("first"), inner])
    printed = told(sent_of(json.dumps(questionnaire(outer)), {"q4": ["o1"], "q5": ["o2"]}), at)
    assert "At night Question Answer What about sleep? Often What about food? Never" in printed


def test_an_old_answer_keeps_the_words_it_was_asked_in(sent_of, cast, at):
    old = questionnaire(question("a"), url="https://forms.example/a")
    form = sent_of(json.dumps(old), {"q1": ["as it was"]})
    new = old | {"item": [question("a", text="Something else entirely?")]}
    import_questionnaire(text=json.dumps(new), clinic=cast.harbour, by=None, at=at)
    printed = told(form, at)
    assert "Version 1" in printed and "What about a? as it was" in printed
    assert "Something else" not in printed


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_looks_like_more_than_text_stays_text(sent_of, at, hostile):
    text = json.dumps(
        questionnaire(
            {"linkId": "said", "type": "display", "text": hostile},
            question("a", prefix=hostile, text=hostile),
            choice("b", "x") | {"answerOption": [{"valueString": hostile}]},
            title=f"Form {hostile}",
        )
    )
    form = sent_of(text, {"q2": [hostile], "q3": ["o1"]})
    form.patient.given_name = hostile
    answer = sent_paper(form.response, sender=hostile, at=at)
    printed, wanted = paper.words(answer.content).replace(" ", ""), hostile.replace(" ", "")
    # Title, text, prefix and question, answer, option, sender, patient at the head, both at the foot.
    assert printed.count(wanted) >= 9
    assert answer.headers["Content-Disposition"].count('"') == 2


def test_nothing_is_fetched(sent_of, at):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        here = f"http://127.0.0.1:{listener.getsockname()[1]}/picture.png"
        answers = {"q1": [f'<img src="{here}">'], "q2": [here]}
        form = sent_of(json.dumps(questionnaire(question("a"), question("b", "url"))), answers)
        assert told(form, at).replace(" ", "").count(here) == 2
        with pytest.raises(TimeoutError):
            listener.accept()


def test_long_answers_run_over_pages_that_are_counted(sent_of, at):
    form = sent_of(
        json.dumps(questionnaire(question("a", "text"), question("b"))), {"q1": ["spring " * 2_800]}
    )
    printed = sent_paper(form.response, sender="Ana Cast", at=at).content
    count = len(paper.opened(printed).pages)
    words = paper.words(printed)
    assert count > 2 and words.count("spring") == 2_800
    assert [words.count(f"Page {n} of {count}") for n in range(1, count + 1)] == [1] * count


def test_what_cannot_be_printed_is_told_on_the_page(cast, ana_in, monkeypatch):
    monkeypatch.setattr(pdf, "LARGEST", 100)
    answer = ana_in.get(url(cast.ana_sent), follow=True)
    assert "This form is too long for one file." in answer.text
    assert Event.objects.filter(verb="form.printed").count() == 0


def test_it_costs_few_queries(cast, ana_in, django_assert_max_num_queries):
    ana_in.get(url(cast.ana_sent))
    with django_assert_max_num_queries(7):
        assert ana_in.get(url(cast.ana_sent)).status_code == 200
