"""What is typed into a draft that a colleague published or threw away meanwhile."""

import pytest

from common.tests.moment import AT
from smartforms import drafting
from smartforms.models import Version

SAID = {
    "kind": "one", "text": "Which knee?", "help": "As you stand", "option-count": 2, "option-0-label": "Left",
    "option-0-score": "1", "option-1-label": "<b>Right</b>",
}  # fmt: skip
TYPED = [
    ("Text", "Which knee?"), ("Help text", "As you stand"), ("Answer 1", "Left"), ("Answer 1, Score", "1"),
    ("Answer 2", "<b>Right</b>"),
]  # fmt: skip


@pytest.fixture
def mine(draft):
    """A question on my screen."""
    one = draft.add("one", "Which?")
    return draft, one, draft.version.revision


def publish(cast, draft):
    version = draft.version
    drafting.change(
        draft=version, revision=version.revision, by=cast.nora, at=AT,
        how=lambda source: source["item"][0]["item"][0].update(answerOption=[{"valueString": "Left"}]),
    )  # fmt: skip
    drafting.publish_draft(draft=version, revision=version.revision, by=cast.nora, at=AT)


def typed(page):
    return [(row["term"], row["answer"]) for row in page.context["rows"]]


def test_published_meanwhile(cast, mine):
    draft, one, seen = mine
    publish(cast, draft)
    page = draft.browser.post(f"{draft.here}items/{one}/", {"revision": f"{draft.pk}-{seen}", **SAID})
    assert page.status_code == 409 and "<h1>This draft is gone</h1>" in page.text
    told = f"It was published meanwhile, as version 1: Tuesday 17 November, 9:00 am, {cast.nora.name}."
    assert page.context["told"] == told
    assert typed(page) == TYPED and "<b>Right</b>" not in page.text
    assert "Continue on a new draft" in page.text
    again = draft.browser.post(f"/office/forms/{draft.template}/draft/beginning/")
    assert again.url == draft.here


def test_published_meanwhile_and_begun_anew(cast, mine):
    draft, one, seen = mine
    publish(cast, draft)
    begun = drafting.begin_version(template=draft.version.template, by=cast.nora, at=AT)
    # The same question at the same count of changes, but of another draft: nothing is written over it.
    Version.objects.filter(pk=begun.pk).update(revision=seen)
    said = {"revision": f"{draft.pk}-{seen}", **SAID}
    page = draft.browser.post(f"{draft.here}items/{one}/", said)
    assert page.status_code == 409 and page.context["is_stale"] and "Which knee?" in page.text
    assert page.context["meanwhile"].startswith("It was published meanwhile, as version 1: ")
    told = {"revision": f"{draft.pk}-{seen}", "text-title": "Genou"}
    page = draft.browser.post(f"{draft.here}translations/fr/", told)
    assert "as version 1" in page.context["meanwhile"] and 'value="Genou"' in page.text
    page = draft.browser.post(f"{draft.here}items/gone/", said)
    assert page.status_code == 409 and "as version 1" in page.context["told"]
    assert f'href="{draft.here}"' in page.text and "Go on with the draft" in page.text


def test_thrown_away_meanwhile(cast, mine, django_assert_max_num_queries):
    draft, one, seen = mine
    drafting.discard(draft=draft.version_with_template, by=cast.nora, at=AT)
    said = {"revision": f"{draft.pk}-{seen}", **SAID}
    with django_assert_max_num_queries(24):
        page = draft.browser.post(f"{draft.here}items/{one}/", said)
    assert page.status_code == 409
    assert page.context["told"].startswith("It was thrown away meanwhile: ")
    assert page.context["told"].endswith(f", {cast.nora.name}.")
    assert typed(page) == TYPED
    for where, said in (
        ("", {"title": "Knee and hip", "intro": "Two minutes."}),
        ("translations/fr/", {"text-title": "Genou"}),
        ("items/", {"add-text": "One more"}),
    ):
        page = draft.browser.post(draft.here + where, said)
        assert (page.status_code, page.context["told"]) == (409, "It was published or thrown away meanwhile.")
        assert [row["answer"] for row in page.context["rows"]] == list(said.values())
    assert draft.browser.get(draft.here).status_code == 404


def test_a_question_removed_meanwhile(cast, mine):
    draft, one, seen = mine
    draft.post(f"items/{one}/removal/")
    page = draft.browser.post(f"{draft.here}items/{one}/", {"revision": f"{draft.pk}-{seen}", **SAID})
    assert page.status_code == 409 and "<h1>This question is gone</h1>" in page.text
    assert page.context["told"].startswith("It was removed from the draft meanwhile: ")
    assert typed(page) == TYPED and "Go on with the draft" in page.text


def test_a_draft_of_another_clinic_is_not_there(cast, mine, client, sign_in):
    draft, one, _seen = mine
    omar = sign_in(client, cast.omar)
    assert omar.post(f"{draft.here}items/{one}/", SAID).status_code == 404
