"""Wording mails in the office: looked at first, kept, marked, taken back; refused beside its field."""

import pytest
from django.urls import reverse

from audit.models import Event
from office.tests.people import says
from outbox import composing, texts
from outbox.models import MailText


@pytest.fixture
def nora(cast, client, sign_in):
    return sign_in(client, cast.nora)


def place(name="mail_text", key="booking.reminder", language="en"):
    return reverse(f"office:{name}", args=[] if name == "mail_texts" else [key, language])


TYPED = {"subject": "Soon: {when}", "opening": "Hello {name},\r\n\r\nplease bring your card."}


def marked(client) -> list[str]:
    rooms = client.get(place("mail_texts")).context["rooms"]
    return [
        f"{row['title']} {one['name']}"
        for _, rows in rooms
        for row in rows
        for one in row["languages"]
        if one["is_own"]
    ]


def test_worded_looked_at_kept_and_taken_back(cast, nora, django_assert_num_queries):
    page = nora.get(place())
    subject, opening = composing.ours(texts.find("booking.reminder"), language="en")
    assert (subject, opening) == ("Reminder: your visit on {when}", "Hello {name},\n\nYour visit is near.")
    assert (page.context["form"]["subject"].value(), page.context["form"]["opening"].value()) == (
        subject,
        opening,
    )
    shown = nora.post(place(), TYPED | {"show": "1"})
    assert shown.context["shown"]["body"].startswith("Hello Ana,\n\nplease bring your card.\n\nFor: Ana")
    assert not MailText.objects.exists()
    assert says(nora.post(place(), TYPED, follow=True)) == [
        "Saved. The mail leaves in these words from now on."
    ]
    row = MailText.objects.get()
    assert (row.clinic_id, row.subject, row.opening) == (
        cast.harbour.pk, "Soon: {when}", "Hello {name},\n\nplease bring your card.",
    )  # fmt: skip
    with django_assert_num_queries(6):
        assert marked(nora) == ["A visit is near English"]
    sample = nora.get(place("mail_sample"))
    assert "please bring your card." in sample.text and "sha256-" in sample.headers["Content-Security-Policy"]
    assert says(nora.post(place("mail_reset"), follow=True)) == ["Our words stand again."]
    nora.post(place(), TYPED)
    nora.post(place(), {"subject": subject, "opening": opening})  # ours, typed: no words of their own
    assert marked(nora) == []
    verbs = Event.objects.filter(verb__startswith="mail.").order_by("pk").values_list("verb", "reason")
    assert (
        list(verbs) == [("mail.worded", "booking.reminder en"), ("mail.unworded", "booking.reminder en")] * 2
    )


def test_what_is_wrong_is_said_beside_its_field_and_stays_typed(nora):
    wrong = {"subject": "Hi {first}\u2028{name}", "opening": "{% load i18n %}{{ clinic.hosts }}"}
    answer = nora.post(place(), wrong)
    errors = answer.context["form"].errors
    assert answer.status_code == 422
    assert errors["subject"] == [
        "{first} is no placeholder of this mail. There are: {name}, {when}, {clinic}, {phone}"
    ]
    assert errors["opening"][0].startswith("{% load i18n %} is no placeholder")
    assert "{{ clinic.hosts }}" in answer.text
    for subject, words in (
        ("", "Write a subject"),
        ("x" * 151, "Use at most 150 characters"),
        ("{name", "{name is no placeholder of this mail. There are: {name}, {when}, {clinic}, {phone}"),
        ("{fee}", "{fee} is no placeholder of this mail. There are: {name}, {when}, {clinic}, {phone}"),
    ):
        assert nora.post(place(), {"subject": subject}).context["form"].errors["subject"] == [words]
    broken = nora.post(place(), {"subject": "One\r\nBcc: all@example.org", "opening": ""})
    assert broken.context["form"].errors["subject"] == ["Write this on one line."]
    assert not MailText.objects.exists()


@pytest.mark.parametrize(
    ("key", "language"), [("booking.reminder", "de"), ("accounts.reset", "en"), ("nothing", "en")]
)
def test_what_is_not_ours_to_word_is_not_there(nora, key, language):
    for name, ask in (
        ("mail_text", nora.get),
        ("mail_text", nora.post),
        ("mail_sample", nora.get),
        ("mail_reset", nora.post),
    ):
        assert ask(place(name, key, language)).status_code == 404
