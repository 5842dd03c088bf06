"""A page takes back the files of its own form and of no other; what was sent keeps its files (C45, C56)."""

import pytest

from common.tests.pictures import picture
from records.models import Upload
from smartforms import actions
from smartforms.tests.forms import question
from smartforms.tests.kinds import post, response_of, url
from smartforms.tests.test_repeating import group

SCAN = question("scan", "attachment", text="Your referral")


@pytest.fixture
def with_file(sent_to_ana, ana_in):
    """`with_file()`: a form that Ana has begun, and its file."""

    def make(name="a.png"):
        one = sent_to_ana(question("a"), SCAN)
        ana_in.get(url(one, "open"))
        post(ana_in, one, "q1", "q2", q1="words", q2=picture(name))
        return one, response_of(one).answers["q2"][0]["file"]

    return make


def test_a_page_removes_no_file_of_another_form(with_file, ana_in):
    sent, upload = with_file()
    ana_in.post(url(sent, "check"))
    other, mine = with_file("b.png")
    post(ana_in, other, "q1", "q2", q1="words", remove=f"q2 {upload}")
    assert Upload.objects.kept().filter(pk__in=[upload, mine]).count() == 2


def test_a_file_removed_while_the_form_is_sent_stays_with_what_was_sent(with_file, ana_in, monkeypatch):
    one, upload = with_file()
    monkeypatch.setattr(actions, "save_answers", lambda **_given: None)
    post(ana_in, one, "q1", "q2", q1="words", remove=f"q2 {upload}")
    assert Upload.objects.kept().filter(pk=upload).exists()


def test_a_file_goes_with_its_entry_and_with_a_question_that_is_not_asked(sent_to_ana, ana_in):
    asked = question("tell", "boolean")
    scan = {**SCAN, "enableWhen": [{"question": "tell", "operator": "=", "answerBoolean": True}]}
    one = sent_to_ana(group("visit", question("when"), SCAN, repeats=True), asked, {**scan, "linkId": "more"})
    ana_in.get(url(one, "open"))
    post(ana_in, one, "q1", "q2", "q3", then="add:q1:2", q2="first")
    sent = {"q2": "first", "q2~2": "second", "q3": picture("a.png"), "q3~2": picture("b.png")}
    post(ana_in, one, "q2", "q3", "q2~2", "q3~2", **sent)
    post(ana_in, one, "q4", "q5", number=2, q4="yes", q5=picture("c.png"))
    assert Upload.objects.kept().count() == 3
    post(ana_in, one, "q2", "q2~2", then="remove:q1~2", **{"q2": "first", "q2~2": "second"})
    assert set(Upload.objects.kept().values_list("name", flat=True)) == {"a.png", "c.png"}
    post(ana_in, one, "q4", number=2, q4="no")
    assert ana_in.post(url(one, "check")).status_code == 302
    assert set(Upload.objects.kept().values_list("name", flat=True)) == {"a.png"}
