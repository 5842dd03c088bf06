"""Where forms come from, and their versions: for managers and owners of the clinic alone."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.models import Event
from smartforms import drafting
from smartforms.models import Template, Version
from smartforms.tests.factories import AssignmentFactory
from smartforms.tests.forms import fixture, question, questionnaire

FORMS = "/office/forms/"


def told(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def upload(browser, text, **more):
    file = SimpleUploadedFile("form.json", text.encode() if isinstance(text, str) else text)
    return browser.post(f"{FORMS}file/", {"file": file, "is_clinical": "on"} | more, follow=True)


def test_a_new_form_leads_to_its_builder(cast, nora):
    assert nora.get(f"{FORMS}new/").status_code == 200
    assert nora.post(f"{FORMS}new/", {"title": " ", "minutes": "x"}).status_code == 422
    answer = nora.post(f"{FORMS}new/", {"title": "Knee intake", "minutes": "5"})
    template = Template.objects.get(title="Knee intake")
    assert answer["Location"] == f"{FORMS}{template.pk}/draft/"
    assert (template.clinic, template.is_clinical, template.minutes) == (cast.harbour, False, 5)


def test_a_file_becomes_a_form_with_a_report_of_each_item(cast, nora):
    page = upload(nora, fixture("all-item-types"), minutes="4")
    template = Template.objects.of(cast.harbour).exclude(slug="intake").get()
    assert page.redirect_chain == [(f"{FORMS}{template.pk}/versions/1/", 302)]
    assert told(page) == [f"Version 1 of “{template.title}” is live."]
    assert template.live_version() and template.minutes == 4
    assert {part["title"] for part in page.context["report"]["parts"]} <= {
        "Left out", "Works otherwise", "Kept without effect",
    }  # fmt: skip
    again = upload(nora, fixture("all-item-types"))
    assert told(again) == [f"That is version 1 of “{template.title}” already. Nothing was changed."]


@pytest.mark.parametrize(
    "text, why",
    [
        ('{"resourceType": "Patient"}', "Not a FHIR Questionnaire but “Patient”."),
        ("<b>", "not valid JSON"),
        (b"\xff\xfe", "not text in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(cast, nora, text, why):
    page = upload(nora, text)
    assert page.status_code == 422 and why in page.context["report"]["parts"][0]["lines"][0]["why"]
    assert "This file cannot be used" in page.text and not Template.objects.filter(slug="form").exists()


def test_a_file_too_large_or_none(cast, nora):
    assert "larger than 5 MB" in upload(nora, " " * 5_000_001).text
    empty = nora.post(f"{FORMS}file/", {})
    assert empty.status_code == 422 and "Choose a file" in empty.text


def test_the_library_is_one_press_away(cast, nora):
    assert "PHQ-9" in nora.get(f"{FORMS}library/").text
    page = nora.post(f"{FORMS}library/", {"name": "phq-9"}, follow=True)
    template = Template.objects.of(cast.harbour).get(title__startswith="PHQ-9")
    assert told(page) == [f"Version 1 of “{template.title}” is live."]
    Template.objects.filter(pk=template.pk).update(archived_at=cast.ana_sent.sent_at)
    nora.post(f"{FORMS}library/", {"name": "phq-9"})
    assert Template.objects.get(pk=template.pk).archived_at is None
    assert nora.post(f"{FORMS}library/", {"name": "../secret"}).status_code == 404


def test_versions_tell_what_is_live_and_who_has_it(cast, nora, at):
    AssignmentFactory(patient=cast.kit_record, template=cast.form, account=cast.ben, opened_at=at)
    page = nora.get(f"{FORMS}{cast.form.pk}/versions/")
    assert page.context["live"] == "Version 1 is live, 1 person is filling it in."
    assert [(row["label"], row["is_live"], row["sent"]) for row in page.context["rows"]] == [
        ("Version 1", True, "sent 5 times")
    ]
    nora.post(f"{FORMS}{cast.form.pk}/draft/beginning/")
    page = nora.get(f"{FORMS}{cast.form.pk}/versions/")
    assert page.context["draft"]["label"] == "Draft of version 2"
    assert page.context["draft"]["saved"].endswith("Nora Cast")


def test_any_version_is_exported(cast, nora):
    answer = nora.get(f"{FORMS}{cast.form.pk}/versions/1/file/")
    assert answer["Content-Type"] == "application/fhir+json; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="intake-1.json"'
    assert json.loads(answer.content)["resourceType"] == "Questionnaire"
    assert Event.objects.get(verb="form.exported").target == str(cast.form.live_version().pk)
    assert nora.get(f"{FORMS}{cast.form.pk}/versions/2/file/").status_code == 404


def test_copying_archiving_and_bringing_back(cast, nora):
    here = f"{FORMS}{cast.form.pk}/"
    nora.post(f"{here}copy/")
    copy = Template.objects.get(title="Copy of Harbour intake")
    assert copy.draft() and copy.clinic == cast.harbour
    nora.post(f"{here}archiving/")
    page = nora.get(FORMS, {"show": "archived"})
    assert [row["title"] for row in page.context["rows"]] == ["Harbour intake"]
    nora.post(f"{here}archiving/lifting/")
    assert nora.get(FORMS, {"show": "archived"}).context["rows"] == []


def test_the_settings_keep_what_readers_were_promised(cast, nora):
    here = f"{FORMS}{cast.form.pk}/settings/"
    refused = nora.post(here, {"minutes": "7"})
    assert refused.status_code == 422 and "already sent as one about health" in refused.text
    assert nora.post(here, {"is_clinical": "on", "minutes": "7"}).status_code == 302
    assert Template.objects.get(pk=cast.form.pk).minutes == 7


def test_a_draft_is_thrown_away_after_a_question(cast, nora, at):
    draft = drafting.begin_version(template=cast.form, by=cast.nora, at=at)
    here = f"{FORMS}{cast.form.pk}/draft/discarding/"
    assert "Throw this draft away?" in nora.get(here).text
    assert nora.post(here)["Location"] == f"{FORMS}{cast.form.pk}/versions/"
    assert not Version.objects.filter(pk=draft.pk).exists()
    assert nora.get(here).status_code == 404


def doors(template, item="i1") -> list[tuple[str, str]]:
    """(method, address) of every page of the builder."""
    here = f"{FORMS}{template.pk}/"
    gets = ["versions/", "versions/1/", "versions/1/file/", "draft/", "draft/discarding/", f"draft/items/{item}/",
            f"draft/items/{item}/removal/", "draft/translations/fr/"]  # fmt: skip
    posts = ["copy/", "archiving/", "archiving/lifting/", "settings/", "draft/beginning/", "draft/publication/",
             "draft/items/", f"draft/items/{item}/place/", f"draft/items/{item}/copy/", *gets[3:]]  # fmt: skip
    return [("get", here + one) for one in gets] + [("post", here + one) for one in posts]


def test_the_others_of_the_team_may_look_at_the_list_only(cast, client, sign_in, at):
    drafting.begin_version(template=cast.form, by=cast.nora, at=at)
    for who in (cast.finn, cast.petra_account):
        sign_in(client, who)
        page = client.get(FORMS)
        assert page.status_code == 200 and "New form" not in page.text
        for method, address in [*doors(cast.form), ("get", f"{FORMS}new/"), ("post", f"{FORMS}library/")]:
            assert getattr(client, method)(address).status_code == 403, address
    assert Template.objects.of(cast.harbour).count() == 1 and cast.form.draft().revision == 0


def test_forms_of_another_clinic_are_not_there(cast, nora, at):
    drafting.begin_version(template=cast.at_lakeside.form, by=cast.omar, at=at)
    for method, address in doors(cast.at_lakeside.form):
        assert getattr(nora, method)(address).status_code == 404, address
    nora.logout()
    for method, address in doors(cast.form):
        assert getattr(nora, method)(address).status_code == 302, "to the sign-in page"


def test_what_a_file_says_stays_inert(cast, nora):
    nasty = "<script>alert(1)</script>{{ 7*7 }}"
    text = json.dumps(questionnaire(question("a", text=nasty, extension=[{"url": nasty}]), title=nasty))
    page = upload(nora, text)
    assert nasty not in page.text and "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in page.text
