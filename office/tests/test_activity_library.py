"""The clinic's library of home activities: made, changed, retired, with washed pictures."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common.tests.moment import AT
from common.tests.pictures import picture
from office.tests.people import says
from office.tests.test_activities import TYPED
from records.models import ActivityPicture, HomeActivity
from records.tests.factories import HomeActivityFactory


@pytest.fixture
def nora(cast, client, sign_in):
    return sign_in(client, cast.nora)


def library(name="activity_library", *args):
    return reverse(f"office:{name}", args=args)


def test_an_activity_is_made_changed_retired_and_taken_up_again(cast, nora):
    answer = nora.post(library("activity_make"), TYPED, follow=True)
    assert says(answer) == ["Wall slides is saved."]
    one = HomeActivity.objects.get()
    assert (one.clinic, one.made_by, one.times, one.per) == (cast.harbour, cast.nora, 2, "day")
    nora.post(library("activity_edit", one.pk), TYPED | {"times": "3"}, follow=True)
    one.refresh_from_db()
    assert one.times == 3
    assert says(nora.post(library("activity_retiring", one.pk), follow=True)) == ["Wall slides is retired."]
    assert nora.get(library()).context["rows"] == []
    assert [row["title"] for row in nora.get(library() + "?show=retired").context["rows"]] == ["Wall slides"]
    assert says(nora.post(library("activity_taking_up", one.pk), follow=True)) == [
        "Wall slides can be given again."
    ]
    assert [row["often"] for row in nora.get(library()).context["rows"]] == ["3 times a day"]


def test_two_of_one_title_are_told_apart(cast, nora):
    one = HomeActivityFactory(clinic=cast.harbour, title="Wall slides", retired_at=AT, retired_by=cast.nora)
    nora.post(library("activity_make"), TYPED)
    again = nora.post(library("activity_make"), TYPED)
    assert (
        again.status_code == 422
        and "Add something that tells them apart" in again.context["form"].errors["title"][0]
    )
    assert says(nora.post(library("activity_taking_up", one.pk), follow=True)) == [
        "The library has another activity of this title."
    ]
    assert HomeActivity.objects.filter(title="Wall slides").count() == 2


def test_a_picture_is_washed_described_shown_and_taken_away(cast, nora):
    without_words = nora.post(library("activity_make"), TYPED | {"picture": picture()})
    assert without_words.context["form"].errors["shows"] == ["Say what the picture shows"]
    nora.post(library("activity_make"), TYPED | {"picture": picture(), "shows": "A wall"})
    one = HomeActivity.objects.get()
    answer = nora.get(library("activity_library_picture", one.pk))
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert 'alt="A wall"' in nora.get(library("activity_edit", one.pk)).text
    nora.post(library("activity_edit", one.pk), TYPED)
    assert HomeActivity.objects.get().picture == one.picture
    nora.post(library("activity_edit", one.pk), TYPED | {"without_picture": "on"})
    assert HomeActivity.objects.get().picture is None
    assert default_storage.exists(one.picture.stored_as), "whoever was given it still sees it"
    assert nora.get(library("activity_library_picture", one.pk)).status_code == 404
    default_storage.delete(one.picture.stored_as)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is not one of these"),
        (b"%PDF-1.7", "is not one of these"),
    ],
)
def test_what_is_no_picture_is_refused_and_the_words_stay(cast, nora, content, words):
    sent = TYPED | {"picture": SimpleUploadedFile("x.png", content), "shows": "A wall"}
    answer = nora.post(library("activity_make"), sent)
    assert (answer.status_code, words in answer.context["form"].errors["picture"][0]) == (422, True)
    assert "Slowly." in answer.text
    assert (HomeActivity.objects.count(), ActivityPicture.objects.count()) == (0, 0)


def test_a_full_disk_is_said(cast, nora, monkeypatch):
    def full(name, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    answer = nora.post(library("activity_make"), TYPED | {"picture": picture(), "shows": "A wall"})
    assert answer.context["form"].errors["picture"] == [
        "We could not keep the file. Try again in a few minutes"
    ]
    assert HomeActivity.objects.count() == 0


def test_who_keeps_the_library(cast, client, sign_in):
    elsewhere = HomeActivityFactory(clinic=cast.lakeside)
    for who, code in (
        (cast.petra_account, 200),
        (cast.nora, 200),
        (cast.finn, 403),
        (cast.omar, 404),
        (cast.ana, 404),
    ):
        sign_in(client, who)
        assert client.get(library()).status_code == code
    sign_in(client, cast.nora)
    for name in ("activity_edit", "activity_library_picture"):
        assert client.get(library(name, elsewhere.pk)).status_code == 404
    for name in ("activity_retiring", "activity_taking_up"):
        assert client.post(library(name, elsewhere.pk)).status_code == 404


def test_managers_find_it_in_the_settings(cast, nora):
    assert library() in nora.get("/office/settings/").text
