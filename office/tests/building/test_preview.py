"""The whole draft as patients would see it."""

from office.tests.building.drafts import of
from smartforms.authoring import translations
from smartforms.models import Assignment, Response
from smartforms.tests.forms import choice, extension, question, when

PAGE = {"coding": [{"code": "page"}]}


def page_of(link, *items):
    shown = extension("questionnaire-itemControl", valueCodeableConcept=PAGE)
    return {"linkId": link, "type": "group", "text": link.title(), "extension": [shown], "item": list(items)}


def knee(cast, nora, at):
    yes = when("hurt", "=", answerCoding={"code": "yes"})
    return of(
        cast, nora, at,
        page_of("history", choice("hurt", "yes", "no"), question("since", enableWhen=[yes])),
        page_of("only", question("more", enableWhen=[yes])),
        page_of("last", choice("pains", "knee", "none", repeats=True), question("pain", readOnly=True,
                initial=[{"valueString": "some"}])),
        title="Knee", description="Two minutes.", language="en",
    )  # fmt: skip


def look(draft, **asked):
    return draft.browser.get(f"{draft.here}preview/", asked)


def test_from_the_cover_page_by_page(cast, nora, at, django_assert_max_num_queries):
    draft = knee(cast, nora, at)
    page = draft.browser.get(draft.here)
    assert f'href="{draft.here}preview/"' in page.text
    with django_assert_max_num_queries(10):
        cover = look(draft)
    assert "Two minutes." in cover.text and "About 2 questions" in cover.text
    assert f'<a class="button" href="{draft.here}preview/?page=1">Start</a>' in cover.text
    first = look(draft, page=1).text
    assert "Part 1 of 3" in first and "<h2>History</h2>" in first and "Continue" in first
    # What depends on an answer waits, and a page without anything else is passed over.
    assert f'href="{draft.here}preview/?page=3"' in first
    assert first.index("<template>") < first.index("What about since?")
    last = look(draft, page=3).text
    assert "Then the answers are checked and sent." in last and "some" in last
    assert [one["label"] for one in look(draft, page=2).context["pages"]] == ["Cover", "History", "Last"]


def test_with_all_questions(cast, nora, at):
    draft = knee(cast, nora, at)
    page = look(draft, page=2, asked="all")
    assert "<h2>Only</h2>" in page.text and "What about more?" in page.text
    assert "<template>" not in look(draft, page=1, asked="all").text


def test_in_another_language(cast, nora, at):
    draft = knee(cast, nora, at)
    assert look(draft).context["languages"] == []
    said = {"Knee": "Genou", "What about since?": "Depuis quand ?", "History": "Antécédents"}
    rows = translations.texts(draft.source)
    data = {f"text-{row.name}": said[row.words] for row in rows if row.words in said}
    assert draft.post("translations/fr/", **data).status_code == 302
    page = look(draft, page=1, language="fr", asked="all")
    assert "<h2>Antécédents</h2>" in page.text and "Depuis quand ?" in page.text
    assert ">Continuer</a>" in page.text and 'lang="fr"' in page.text and "Back to the draft" in page.text
    assert [(one["label"], one["current"]) for one in page.context["languages"]] == [
        ("English", False), ("French", True),
    ]  # fmt: skip


def test_nothing_can_be_sent_from_it_and_nothing_is_kept(cast, nora, at):
    draft, before = knee(cast, nora, at), (Assignment.objects.count(), Response.objects.count())
    page = look(draft, page=3).text
    frame = page[
        page.index('class="as-patient"') : page.index("</section>", page.index('class="as-patient"'))
    ]
    assert "<form" not in frame and "data-autosave" not in page
    assert draft.browser.post(f"{draft.here}preview/").status_code == 405
    assert (Assignment.objects.count(), Response.objects.count()) == before


def test_a_draft_without_questions_has_a_preview_too(draft):
    assert "0 questions" in look(draft).text
    assert "<h2>Knee</h2>" in look(draft, page=1).text
    assert "<h2>Knee</h2>" in look(draft, page=99).text
    assert look(draft, page="x", language="../x", asked="?").status_code == 200
    draft.post("items/i1/removal/")
    assert "Knee" in look(draft, page=1).text
