"""A page takes back the files of its own form and of no other; what was sent keeps its files (C45, C56)."""

import pytest

from common.tests.pictures import picture
from records.models import Upload
from smartforms import actions
from smartforms.tests.forms import question
from smartforms.tests.kinds import post, response_of, url

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
