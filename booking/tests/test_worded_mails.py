"""Words of a clinic in our mails: put in once, run never, and nothing that must stand in a mail can be left out."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, transaction

from booking.tests.test_mail import CLINICAL, confirm, html_of
from common.tests.moment import AT
from outbox import composing, texts, wording
from outbox.models import MailText

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def worded(cast, key, subject, opening, language="en"):
    return wording.word_mail(
        texts.find(key),
        clinic=cast.harbour,
        language=language,
        subject=subject,
        opening=opening,
        by=cast.nora,
        at=AT,
    )


def test_placeholders_are_put_in_once():
    values = {"name": "{clinic}", "clinic": "Harbour", "phone": ""}
    assert (
        texts.filled("Hello {name} of {clinic}, call {phone}.", values) == "Hello {clinic} of Harbour, call."
    )
    text = texts.find("booking.reminder")
    typed = "{name} {when} {clinic} {phone} {fee} {name.password} {{ name }} {% load x %} } {0}"
    assert texts.strangers(typed, text) == [
        "{fee}",
        "{name.password}",
        "{",
        "{ name }",
        "}",
        "{% load x %}",
        "}",
        "{0}",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_can_be_worded_and_keeps_what_it_must(cast, language):
    """Whatever was typed, or nothing at all: each address, each fact below the opening stands as in ours."""
    for text in texts.all_texts():
        subject, opening = composing.ours(text, language=language)
        assert subject and texts.strangers(f"{subject} {opening}", text) == []
        ours, theirs, restored = (
            composing.sample(text, clinic_id=cast.harbour.pk, language=language, own=own)
            for own in (
                None,
                MailText(subject="Qsubject {clinic}", opening=""),
                MailText(subject=subject, opening=opening),
            )
        )
        assert theirs.subject == "Qsubject Harbour Clinic"
        for of_mail in (lambda one: one.body, html_of):
            links = [re.findall(r"https?://[^\s\"<]+", of_mail(one)) for one in (ours, theirs)]
            assert links[0] == links[1], text.key
        # Our own words are our mail again.
        assert (restored.subject, restored.body.split()) == (ours.subject, ours.body.split()), text.key


def test_a_confirmation_in_the_clinics_words(cast, ana_visit, at):
    worded(
        cast,
        "booking.confirmed",
        "See you, {name}: {when}",
        "Dear {name},\n\nBring <b>your</b> card & shoes.\nBye",
    )
    worded(cast, "booking.confirmed", "À bientôt", "Bonjour", language="fr")
    mail_sent = confirm(ana_visit, at=at)
    assert mail_sent.subject.startswith("See you, Ana: ")
    assert mail_sent.body.startswith("Dear Ana,\n\nBring <b>your</b> card & shoes.\nBye\n\nFor: Ana\n")
    assert "Your visit is booked" not in mail_sent.body
    page = html_of(mail_sent)
    assert (
        "Bring &lt;b&gt;your&lt;/b&gt; card &amp; shoes.<br>Bye" in page and "<title>See you, Ana: " in page
    )
    assert "Your visit is booked" not in page
    assert all(word not in mail_sent.body + page for word in CLINICAL)


def test_another_clinic_and_another_language_are_not_touched(cast, zoe_visit, ana_visit, at):
    worded(cast, "booking.confirmed", "Harbour only", "Harbour only")
    worded(cast, "booking.confirmed", "Français", "Français", language="fr")
    assert "Harbour only" not in confirm(zoe_visit, at=at).body
    assert wording.use_ours(texts.find("booking.confirmed"), clinic=cast.harbour, language="en", by=cast.nora)
    assert not wording.use_ours(
        texts.find("booking.confirmed"), clinic=cast.harbour, language="en", by=cast.nora
    )
    assert confirm(ana_visit, at=at).subject.startswith("Your visit on ")
    assert len(mail.outbox) == 2


def test_a_name_is_no_header_and_no_markup(cast):
    text = texts.find("booking.reminder")
    head = composing.letterhead(cast.harbour.pk)
    values = texts.values_of(text, {"name": "Ana\r\nBcc: all@example.org", "when": "<i>now</i>"}, head)
    assert values["name"] == "Ana Bcc: all@example.org"
    own = MailText(subject="{name} {when}", opening="{when}")
    message = composing.Message(clinic_id=cast.harbour.pk)
    context = text.sample() | {"name": "Ana\nBcc: x", "when": "<i>now</i>"}
    made = composing.composed(
        message, text.template, to="a@example.org", context=context, key=text.key, own=own
    )
    assert made.subject == "Ana Bcc: x <i>now</i>"
    assert "<i>now" not in html_of(made) and "&lt;i&gt;now" in html_of(made)
    assert "Bcc" not in made.message().keys()


def test_the_database_keeps_subjects_on_one_line(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        worded(cast, "booking.reminder", "One\nBcc: all@example.org", "")
