"""A form to fill in by hand: everything it may ask, when it asks it, with room for the answers."""

import pytest

from common.tests import paper
from common.tests.test_pdf import HOSTILE
from smartforms.fhir.importer import read_questionnaire
from smartforms.models import Version
from smartforms.papers import blank_paper
from smartforms.presenters.blank import blank_values
from smartforms.tests.factories import TemplateFactory
from smartforms.tests.forms import NAMES, choice, extension, fixture, question, read, when

pytestmark = pytest.mark.django_db


@pytest.fixture
def blank(cast):
    """`blank(*items)`: a form of these items, not yet answered."""
    template = TemplateFactory(clinic=cast.harbour, title="On paper")
    return lambda *items, **head: Version(
        template=template, number=2, definition=read(*items, **head).definition
    )


def nodes(version):
    return blank_values(version)["nodes"]


def rooms(version):
    return [node["room"] for node in nodes(version)]


def test_it_has_room_for_name_birth_and_day_then_asks_everything(blank, at):
    version = blank(
        question("a", text="Your street", prefix="1.", required=True),
        choice("b", "tea", "milk"),
        question("c", "text", enableWhen=[when("b", "=", answerCoding={"code": "tea"})]),
        question("d", "date"),
        description="Two minutes are enough.",
    )
    printed = paper.words(blank_paper(version, at=at).content)
    assert printed == (
        "Harbour Clinic (902) 555-0100 On paper Two minutes are enough. Version 2 "
        "Patient’s name Date of birth Date today 1. Your street What about b? (optional) Tea Milk "
        "What about c? (optional) Only if “What about b?” is Tea. "
        "What about d? (optional) Day Month Year On paper Page 1 of 1"
    )


def test_each_kind_of_answer_has_its_room(blank):
    long = [{"valueString": f"answer {n}"} for n in range(31)]
    kinds = ["boolean", "integer", "decimal", "date", "dateTime", "time", "string", "text", "url"]
    version = blank(*(question(kind, kind) for kind in kinds), question("long", "choice", answerOption=long))
    assert rooms(version) == [
        "ticks", "number", "number", "date", "date", "number", "lines", "lines", "lines", "lines",
    ]  # fmt: skip
    assert [node["parts"] for node in nodes(version) if node["room"] == "date"] == [
        ["day", "month", "year"], ["day", "month", "year", "time"],
    ]  # fmt: skip


def test_questions_that_share_their_answers_are_one_table(blank, at):
    same = [choice(name, "never", "often") for name in "abc"]
    version = blank(*same, choice("d", "yes", "no"), choice("e", "never", "often"))
    assert [(node.get("columns", []), node.get("rows", [])[1:]) for node in nodes(version)] == [
        (["Never", "Often"], ["What about b?", "What about c?"]), ([], []), ([], []),
    ]  # fmt: skip
    printed = paper.words(blank_paper(version, at=at).content)
    assert "Question Never Often What about a? What about b? What about c? What about d?" in printed


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (when("a", "=", answerCoding={"code": "x"}), "Only if “What about a?” is X."),
        (when("a", "!=", answerCoding={"code": "x"}), "Only if “What about a?” is not X."),
        (when("a", "exists", answerBoolean=True), "Only if “What about a?” is answered."),
        (when("a", "exists", answerBoolean=False), "Only if “What about a?” is not answered."),
        (when("n", ">", answerInteger=5), "Only if “What about n?” is more than 5."),
        (when("n", "<=", answerInteger=5), "Only if “What about n?” is 5 or less."),
        (when("f", "=", answerBoolean=True), "Only if “What about f?” is Yes."),
        (when("d", ">=", answerDate="2026-11-17"), "Only if “What about d?” is 17 November 2026 or more."),
    ],
)  # fmt: skip
def test_what_is_not_always_asked_says_when(blank, condition, words):
    version = blank(
        choice("a", "x", "y"), question("n", "integer"), question("f", "boolean"), question("d", "date"),
        question("then", enableWhen=[condition]),
    )  # fmt: skip
    assert nodes(version)[-1]["when"] == words


def test_several_conditions_are_joined_as_they_count(blank):
    both = [when("f", "=", answerBoolean=True), when("n", ">", answerInteger=5)]
    for behaviour, joint in (("all", "and"), ("any", "or")):
        version = blank(
            question("f", "boolean"), question("n", "integer"),
            question("then", enableWhen=both, enableBehavior=behaviour),
        )  # fmt: skip
        assert nodes(version)[-1]["when"] == (
            f"Only if “What about f?” is Yes {joint} “What about n?” is more than 5."
        )


def test_what_patients_never_meet_is_not_printed(blank):
    hidden = question("h", extension=[extension("questionnaire-hidden", valueBoolean=True)])
    version = blank(hidden, question("fixed", readOnly=True), question("a"))
    assert [node["text"] for node in nodes(version)] == ["What about a?"]


@pytest.mark.parametrize("name", NAMES)
def test_every_fixture_prints_as_an_accessible_file(cast, at, name):
    definition = read_questionnaire(fixture(name)).definition
    template = TemplateFactory(clinic=cast.harbour, title=definition["title"][:200])
    printed = blank_paper(Version(template=template, number=1, definition=definition), at=at).content
    assert "pdfuaid" in paper.opened(printed).trailer["/Root"]["/Metadata"].get_data().decode()


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_looks_like_more_than_text_stays_text(blank, at, hostile):
    group = question("g", "group", text=hostile, item=[question("a", text=hostile, prefix=hostile)])
    offered = [{"valueString": hostile}, {"valueString": f"{hostile} no"}]
    open_choice = question("b", "open-choice", text=hostile, answerOption=offered)
    then = question("c", text="x", enableWhen=[when("b", "=", answerString=hostile)])
    version = blank(group, open_choice, then, description=hostile)
    version.template.title = hostile
    answer = blank_paper(version, at=at)
    printed, wanted = paper.words(answer.content).replace(" ", ""), hostile.replace(" ", "")
    # Title and foot, intro, group, prefix and text, question, two answers, both named in the condition.
    assert printed.count(wanted) >= 10
    assert answer.headers["Content-Disposition"].count('"') == 2


def test_a_form_of_eight_hundred_questions_in_eight_levels_prints(blank, at):
    def level(depth: int) -> list[dict]:
        asked = [
            question(f"{depth}-{n}", text=f"Question {n}: " + "how have you been? " * 4) for n in range(100)
        ]
        deeper = level(depth + 1) if depth < 8 else []
        return asked + ([question(f"g{depth}", "group", text=f"Part {depth}", item=deeper)] if deeper else [])

    printed = blank_paper(blank(*level(1)), at=at).content
    assert paper.words(printed).count("how have you been? how") == 800 * 2


def test_it_says_so_in_french(blank, at):
    from django.utils.translation import override

    version = blank(question("f", "boolean"), question("c", enableWhen=[when("f", "=", answerBoolean=True)]))
    with override("fr"):
        printed = blank_paper(version, at=at).content
    assert "Seulement si « What about f? » est Oui." in paper.words(printed)
    assert paper.opened(printed).trailer["/Root"]["/Lang"] == "fr"


def test_a_group_that_repeats_has_room_for_several_entries(blank):
    group = question("medicine", "group", text="Medicine", repeats=True, item=[question("name", text="Name")])
    few = group | {
        "linkId": "few",
        "text": "Visit",
        "extension": [extension("questionnaire-maxOccurs", valueInteger=2)],
    }
    few["item"] = [question("day", text="Day")]
    assert [node["text"] for node in nodes(blank(group, few))] == [
        "Medicine 1", "Medicine 2", "Medicine 3", "Medicine 4", "Visit 1", "Visit 2",
    ]  # fmt: skip
    long = blank(group, *(question(f"q{n}") for n in range(200)))
    assert [node["text"] for node in nodes(long)][:2] == ["Medicine", "What about q0?"]
