"""The builder: outline, preview, the chosen question; everything by plain forms."""

import json

from office.tests.building.drafts import of
from smartforms.authoring.tree import places
from smartforms.models import Version
from smartforms.tests.forms import question, when
from smartforms.tests.long_form import long_form


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
    assert answer.context["meanwhile"].startswith("It was last saved: ")
    assert draft.item(one)["text"] == "First name"
    assert "Given name" in answer.text and f'name="revision" value="{draft.pk}-{old + 1}"' in answer.text
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


def test_publishing_twice_leads_to_the_version_that_is_live(draft):
    draft.add("line", "Name")
    said = {"revision": f"{draft.pk}-{draft.version.revision}"}
    twice = [draft.browser.post(f"{draft.here}publication/", said) for _press in range(2)]
    assert [(one.status_code, one.url) for one in twice] == [
        (302, f"/office/forms/{draft.version.template_id}/versions/")
    ] * 2


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
