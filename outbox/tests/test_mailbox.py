"""The demo's mailbox: a newcomer reads the mail and follows its links. Elsewhere there is no such page."""

import base64
import hashlib
import re

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from outbox.mailbox import DemoMailbox
from outbox.models import DemoMail

SHEET = "p { color: #123456; }"


@pytest.fixture
def demo_mail(cast):
    """A mail that the demo delivered to itself, as SMTP would have it."""
    mail = EmailMultiAlternatives(
        "Your visit", "Plain words\nhttp://localhost/t/abc/\n", to=["ana@example.org"]
    )
    mail.attach_alternative(
        f"<html><head><style>{SHEET}</style></head><body><p>Häuser – “x”</p></body></html>", "text/html"
    )
    mail.attach("visit.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar; method=PUBLISH")
    DemoMailbox().send_messages([mail])
    return DemoMail.objects.get()


def test_the_newest_stands_first_and_opens_without_signing_in(client, demo_mail):
    DemoMail.objects.create(
        recipients="b@example.org", subject="Newer", raw=b"Subject: Newer\n\n", at=demo_mail.at
    )
    page = client.get(reverse("outbox:mailbox"))
    assert [mail.subject for mail in page.context["mails"]] == ["Newer", "Your visit"]


def test_the_text_with_a_link_to_follow_and_the_attachment(client, demo_mail):
    words = client.get(reverse("outbox:mail", args=[demo_mail.pk])).content.decode()
    assert "Plain words" in words
    assert 'href="http://localhost/t/abc/"' in words
    assert reverse("outbox:attachment", args=[demo_mail.pk, 0]) in words


def test_the_html_is_allowed_its_one_style_sheet_and_nothing_else(client, demo_mail):
    page = client.get(reverse("outbox:mail_html", args=[demo_mail.pk]))
    policy = dict(part.split(" ", 1) for part in page.headers["Content-Security-Policy"].split("; "))
    (sheet,) = re.findall(r"<style>(.*?)</style>", page.content.decode(), re.S)
    fingerprint = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    assert policy["style-src"] == f"'sha256-{fingerprint}'"
    assert policy["default-src"] == "'none'"
    assert "Häuser – “x”" in page.content.decode()


def test_an_attachment_comes_as_it_was_sent(client, demo_mail):
    file = client.get(reverse("outbox:attachment", args=[demo_mail.pk, 0]))
    assert file.headers["Content-Type"] == "text/calendar"
    assert file.headers["Content-Disposition"] == 'attachment; filename="visit.ics"'
    assert file.content.replace(b"\r\n", b"\n") == b"BEGIN:VCALENDAR\nEND:VCALENDAR\n"
    assert client.get(reverse("outbox:attachment", args=[demo_mail.pk, 1])).status_code == 404


@pytest.mark.parametrize(
    "name, args", [("mailbox", []), ("mail", [1]), ("mail_html", [1]), ("attachment", [1, 0])]
)
def test_outside_the_demo_there_is_no_mailbox(client, demo_mail, settings, name, args):
    settings.DEMO = False
    args = [demo_mail.pk if arg == 1 else arg for arg in args]
    assert client.get(reverse(f"outbox:{name}", args=args)).status_code == 404
