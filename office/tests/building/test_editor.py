"""The builder: outline, preview, the chosen question; everything by plain forms."""

import json

import pytest

from smartforms import drafting
from smartforms.authoring import opening
from smartforms.authoring.tree import find, places
from smartforms.models import Version
from smartforms.tests.forms import choice, question, questionnaire, when
from smartforms.tests.long_form import long_form


@pytest.fixture
def nora(cast, client, sign_in):
    return sign_in(client, cast.nora)


class Draft:
    """A draft in the hands of one person's browser."""

    def __init__(self, browser, version):
        self.browser, self.pk, self.template = browser, version.pk, version.template_id
        self.here = f"/office/forms/{version.template_id}/draft/"

    @property
    def version(self):
        return Version.objects.get(pk=self.pk)

    @property
    def source(self):
        return opening.read(self.version.source)

    @property
    def shape(self) -> list[str]:
        return [f"{p.number} {p.item.get('text')}" for p in places(self.source) if p.number]

    def post(self, at="", revision=None, **data):
        data = {"revision": self.version.revision if revision is None else revision, **data}
        return self.browser.post(f"{self.here}{at}", {k.replace("__", "-"): v for k, v in data.items()})

    def add(self, kind, text, beside="i1", where="after"):
        answer = self.post("items/", add__kind=kind, add__text=text, add__where=where, add__beside=beside)
        return answer["Location"].rstrip("/").rpartition("/")[2]

    def item(self, item):
        return find(self.source, item).item


@pytest.fixture
def draft(cast, nora, at):
    begun = drafting.begin_form(
        title="Knee", clinic=cast.harbour, is_clinical=True, minutes=None, by=cast.nora, at=at
    )
    return Draft(nora, begun)


def of(cast, nora, at, *items, **head):
    """A draft of these items, whose ids are their linkIds."""
    begun = drafting.begin_form(
        title="Knee", clinic=cast.harbour, is_clinical=True, minutes=None, by=cast.nora, at=at
    )
    source = questionnaire(*[{"id": one["linkId"], **one} for one in items], **head)
    opening.opened(source)
    drafting.change(
        draft=begun,
        revision=0,
        by=cast.nora,
        at=at,
        how=lambda old: (old.clear(), old.update(source), None)[2],
    )
    return Draft(nora, begun)


def test_an_intake_of_two_pages_with_a_branch_and_a_signature(draft):
    hurt = draft.add("yesno", "Has this been hurt before?")
    when_ = draft.add("text", "When was that?", beside=hurt)
    draft.add("signature", "Sign here", where="page", beside=when_)
    assert draft.shape == [
        "1 First page", "1.1 Has this been hurt before?", "1.2 When was that?", "2 Page 2", "2.1 Sign here",
    ]  # fmt: skip
    answer = draft.post(
        f"items/{when_}/", kind="text", text="When was that, and what happened?", help="A sentence is enough.",
        required="on", condition__count=1, condition__0__question=hurt, condition__0__operator="=",
        condition__0__value="yes",
    )  # fmt: skip
    assert answer.status_code == 302
    assert draft.item(when_)["enableWhen"] == [when("has-this-been-hurt-before", "=", answerBoolean=True)]
    page = draft.browser.get(f"{draft.here}items/{when_}/")
    rows = page.context["outline"]["pages"][0]["rows"]
    assert [(row["number"], row["leans"], row["required"], row["is_chosen"]) for row in rows] == [
        ("1.1", False, False, False), ("1.2", True, True, True),
    ]  # fmt: skip
    [row, blank] = page.context["form"].tables["condition"].shown
    assert [one["chosen"] for one in row["questions"]] == [True] and blank["is_blank"]
    assert page.context["chosen"]["number"] == "1.2" and page.context["findings"] == []
    [asked] = page.context["preview"]["nodes"]
    assert asked.options[0]["checked"] and asked.inside["yes"][0].help == "A sentence is enough."
    assert draft.post("publication/").status_code == 302
    live = Version.objects.get(pk=draft.pk)
    assert live.published_at and [item["text"] for item in live.definition["items"]] == [
        "First page",
        "Page 2",
    ]
    assert draft.browser.get(draft.here).status_code == 404, "a published version is no draft"


def test_the_preview_is_dead_and_its_names_meet_no_form(draft):
    one = draft.add("line", "Name")
    text = draft.browser.get(f"{draft.here}items/{one}/").text
    before, _mark, preview = text.partition('<div class="as-patient" inert')
    assert before.count("<form") == before.count("</form>") and 'name="q2"' in preview


def test_choosing_a_question_asks_for_its_answer(cast, nora, at):
    draft = of(cast, nora, at, choice("c", "x", "y"), question("n", "integer"), question("last"))
    first = {"kind": "line", "text": "Last", "condition__count": 1, "condition__0__question": "c"}
    page = draft.post("items/last/", **first)
    assert page.status_code == 422
    assert page.context["errors"] == [("condition-0-value", "Choose the answer this depends on")]
    row = page.context["form"].tables["condition"].shown[0]
    assert [one["label"] for one in row["answers"]] == ["X", "Y"] and draft.item("last")[
        "text"
    ] == "What about last?"
    both = first | {
        "condition__0__value": "o2", "condition__count": 2, "condition__1__question": "n",
        "condition__1__operator": ">=", "condition__1__value": "3", "condition-all": "all",
    }  # fmt: skip
    assert draft.post("items/last/", **both).status_code == 302
    item = draft.item("last")
    assert item["enableBehavior"] == "all" and item["enableWhen"] == [
        when("c", "=", answerCoding={"code": "y", "display": "Y"}), when("n", ">=", answerInteger=3),
    ]  # fmt: skip
    draft.post("items/last/", **both, then="condition-out-0")
    assert draft.item("last")["enableWhen"] == [when("n", ">=", answerInteger=3)]


def test_answers_with_scores_added_moved_and_removed_by_buttons(draft):
    one = draft.add("one", "How often?")
    rows = {
        "kind": "one", "text": "How often?", "option-count": 3, "option-0-label": "Never", "option-0-score": "0",
        "option-1-label": "Often", "option-1-score": "2,5", "option-1-alert": "Call today", "option-2-label": "",
    }  # fmt: skip
    answer = draft.post(f"items/{one}/", **rows, then="option")
    assert answer["Location"].endswith(f"items/{one}/#option-new")
    page = draft.browser.get(f"{draft.here}items/{one}/")
    shown = page.context["form"].tables["option"].shown
    assert [(row["label"], row["score"], row["alert"], row["was"], row["is_blank"]) for row in shown] == [
        ("Never", 0, "", "o1", False), ("Often", 2.5, "Call today", "o2", False), ("", "", "", "", True),
    ]  # fmt: skip
    rows |= {"option-0-was": "o1", "option-1-was": "o2"}
    draft.post(f"items/{one}/", **rows, then="option-up-1")
    labels = [entry["valueCoding"]["display"] for entry in draft.item(one)["answerOption"]]
    assert labels == ["Often", "Never"]
    wrong = draft.post(f"items/{one}/", **{**rows, "option-0-score": "many"})
    assert wrong.status_code == 422 and wrong.context["errors"] == [("option-0-score", "Enter a number")]
    draft.post(f"items/{one}/", **{**rows, "option-0-was": "o2", "option-1-was": "o1"}, then="option-out-0")
    assert [entry["valueCoding"]["code"] for entry in draft.item(one)["answerOption"]] == ["often"]


def test_a_score_with_bands(draft):
    one = draft.add("one", "Low?")
    draft.post(
        f"items/{one}/",
        kind="one",
        text="Low?",
        **{"option-count": 1, "option-0-label": "Yes", "option-0-score": "3"},
    )
    total = draft.add("score", "Sum", beside=one)
    bands = {
        "band-count": 1, "band-0-low": "0", "band-0-high": "3", "band-0-label": "mild", "band-0-tone": "warn",
        "band-0-alert": "on",
    }  # fmt: skip
    assert draft.post(f"items/{total}/", kind="score", text="Sum", over=[one], **bands).status_code == 302
    band, formula = draft.item(total)["extension"][1], draft.item(total)["extension"][0]
    assert formula["valueExpression"]["expression"] == (
        "%resource.descendants().where(linkId = 'low').answer.value.ordinal().sum()"
    )
    assert band["extension"] == [
        {"url": "low", "valueDecimal": 0}, {"url": "high", "valueDecimal": 3}, {"url": "label", "valueString": "mild"},
        {"url": "tone", "valueCode": "warn"}, {"url": "alert", "valueBoolean": True},
    ]  # fmt: skip
    assert draft.version.definition["items"][0]["items"][1]["calculated"]["score"] is True


def test_a_table_of_questions(draft):
    table = draft.add("matrix", "How often?")
    rows = {
        "row-count": 2, "row-0-label": "Pain", "row-1-label": "Sleep", "option-count": 2,
        "option-0-label": "Never", "option-1-label": "Often",
    }  # fmt: skip
    assert draft.post(f"items/{table}/", kind="matrix", text="How often?", **rows).status_code == 302
    assert [(one["text"], len(one["answerOption"])) for one in draft.item(table)["item"]] == [
        ("Pain", 2),
        ("Sleep", 2),
    ]


def test_the_settings_of_each_kind(draft):
    said = {
        "slider": (
            {"least": "0", "most": "20", "step": "2", "lower": "none", "upper": "worst"},
            ["slider", 0, 20, 2],
        ),
        "file": ({"types": ["application/pdf"], "size": "2.5"}, ["application/pdf", 2.5]),
        "consent": ({"consent": "I agree to this", "required": "on"}, ["I agree to this"]),
        "amount": ({"unit": "kg", "least": "1"}, [1, {"display": "kg"}]),
        "words": ({"rich": "on", "text": "**Hello**"}, []),
        "line": ({"max_length": "40", "maps": "phone", "carry": "on"}, [True]),
        "signature": ({"typed": "on"}, []),
    }
    for kind, (fields, values) in said.items():
        item_id = draft.add(kind, "Words")
        answer = draft.post(f"items/{item_id}/", **{"kind": kind, "text": "Words"} | fields)
        assert answer.status_code == 302, (kind, answer.context and answer.context["errors"])
        item = draft.item(item_id)
        found = []
        for entry in item.get("extension", ()):
            value = next(value for name, value in entry.items() if name != "url")
            found.append(
                value["coding"][0].get("code") if isinstance(value, dict) and "coding" in value else value
            )
        if values:
            assert found == values, kind
    line = next(p.item for p in places(draft.source) if p.item.get("maxLength"))
    assert (line["maxLength"], line["definition"].rpartition("#")[2]) == (40, "Patient.telecom.phone")
    words = next(p.item for p in places(draft.source) if "_text" in p.item)
    assert words["text"] == "Hello" and words["_text"]["extension"][0]["valueMarkdown"] == "**Hello**"
    wrong = draft.post(f"items/{item_id}/", kind="nonsense", text="x")
    assert wrong.status_code == 422


def test_changing_the_kind_keeps_what_both_know(draft):
    one = draft.add("one", "Which?")
    draft.post(f"items/{one}/", kind="several", text="Which?", **{"option-count": 1, "option-0-label": "A"})
    item = draft.item(one)
    assert item["repeats"] is True and item["answerOption"][0]["valueCoding"]["display"] == "A"


def test_moving_copying_and_removing_by_buttons(draft):
    a = draft.add("line", "A")
    b = draft.add("line", "B", beside=a)
    draft.post(f"items/{b}/place/", way="up")
    assert draft.shape == ["1 First page", "1.1 B", "1.2 A"]
    draft.post(f"items/{a}/place/", way="in")
    assert draft.shape == ["1 First page", "1.1 B", "1.1.1 A"]
    draft.post(f"items/{a}/place/", target=b, where="before")
    draft.post(f"items/{a}/copy/")
    assert draft.shape == ["1 First page", "1.1 A", "1.2 A", "1.3 B"]
    page = draft.browser.get(f"{draft.here}items/{a}/removal/")
    assert page.context["doors"] == []
    draft.post(f"items/{a}/removal/")
    assert draft.shape == ["1 First page", "1.1 A", "1.2 B"]
    assert draft.browser.get(f"{draft.here}items/{a}/").status_code == 404
    nowhere = draft.post(f"items/{b}/place/", way="out")
    assert nowhere.status_code == 302 and draft.shape == ["1 First page", "1.1 A", "1.2 B"]


def test_removing_names_the_questions_that_lean_on_it(cast, nora, at):
    lean = question("b", enableWhen=[when("a", "exists", answerBoolean=True)])
    draft = of(cast, nora, at, question("a"), lean)
    page = nora.get(f"{draft.here}items/a/removal/")
    assert page.context["doors"] == ["2 What about b?"]
    draft.post("items/a/removal/")
    assert "enableWhen" not in draft.item("b")


def test_the_form_as_a_whole(draft):
    said = {
        "title": "Knee, children",
        "intro": "Hello",
        "language": "en",
        "one_by_one": "on",
        "copyright": "Ours",
    }
    assert draft.post(**said).status_code == 302
    source = draft.source
    assert (source["title"], source["description"], source["copyright"]) == (
        "Knee, children",
        "Hello",
        "Ours",
    )
    assert source["extension"] == [{"url": "urn:anteroom:fhir:one-by-one", "valueBoolean": True}]
    assert draft.post(**said | {"title": ""}).status_code == 422


def test_who_saves_an_old_page_hears_so_and_keeps_what_was_typed(draft):
    one = draft.add("line", "Name")
    old = draft.version.revision
    draft.post(f"items/{one}/", kind="line", text="First name")
    answer = draft.post(f"items/{one}/", revision=old, kind="line", text="Given name", help="As on the card")
    assert answer.status_code == 409 and "Somebody else changed this draft" in answer.text
    assert draft.item(one)["text"] == "First name"
    assert "Given name" in answer.text and f'name="revision" value="{old + 1}"' in answer.text
    for where in (
        "items/",
        f"items/{one}/copy/",
        f"items/{one}/removal/",
        "publication/",
        "translations/fr/",
    ):
        data = {"add__kind": "line", "add__where": "after", "add__beside": one}
        assert draft.post(where, revision=old, **data).status_code == 409, where
    assert draft.post(f"items/{one}/", revision="x", kind="line", text="y").status_code == 409
    assert draft.shape == ["1 First page", "1.1 First name"]


def test_what_does_not_work_is_listed_and_not_published(draft):
    draft.add("one", "")
    answer = draft.post("publication/")
    assert answer.status_code == 422
    assert [(one["number"], one["words"], one["is_error"]) for one in answer.context["findings"]] == [
        ("1.1", "This question has no text.", True), ("1.1", "This question offers no answers.", True),
    ]  # fmt: skip
    assert "2 things to mend before it can be published" in answer.text
    assert draft.version.published_at is None


def test_a_translation_beside_every_text(draft):
    one = draft.add("line", "Name")
    page = draft.browser.get(f"{draft.here}translations/fr/")
    assert [row["words"] for row in page.context["rows"]] == ["Knee", "First page", "Name"]
    draft.post("translations/fr/", **{f"text-{one}.text": "Nom", "text-title": "Genou"})
    page = draft.browser.get(f"{draft.here}translations/fr/")
    assert [row["said"] for row in page.context["rows"]] == ["Genou", "", "Nom"]
    assert (
        "_text" not in draft.item("i1")
        and draft.browser.get(f"{draft.here}translations/xx/").status_code == 404
    )


def test_a_form_of_800_items_shows_one_page_and_folds_the_outline(
    cast, nora, at, django_assert_max_num_queries
):
    draft = of(cast, nora, at, *json.loads(long_form())["item"])
    item = list(places(draft.source))[25].id
    nora.get(draft.here)
    with django_assert_max_num_queries(15):
        page = nora.get(f"{draft.here}items/{item}/")
    assert (
        page.context["outline"]["is_folded"]
        and [p["is_open"] for p in page.context["outline"]["pages"]].count(True) == 1
    )
    assert len(page.context["preview"]["nodes"]) < 30


def test_what_people_write_stays_inert_in_the_builder(draft):
    nasty = "<script>alert(1)</script>{{ 7*7 }}"
    one = draft.add("one", nasty)
    draft.post(
        f"items/{one}/", kind="one", text=nasty, help=nasty, **{"option-count": 1, "option-0-label": nasty}
    )
    page = draft.browser.get(f"{draft.here}items/{one}/")
    assert page.status_code == 200 and nasty not in page.text
