"""The demo's mailbox. These pages exist in the demo only: elsewhere they are not there at all."""

import base64
import email
import email.policy
import hashlib
import re

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from outbox.models import DemoMail


def _demo_only():
    if not settings.DEMO:
        raise Http404


def _fingerprint(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def as_a_mail_program(request, content: str) -> HttpResponse:
    """A mail's HTML as it looks. It carries its own style sheet: exactly that one is allowed, by its fingerprint."""
    allowed = [
        f"'sha256-{_fingerprint(sheet)}'" for sheet in re.findall(r"<style>(.*?)</style>", content, re.S)
    ]
    return csp_replace({"style-src": allowed or ["'none'"]})(lambda _: HttpResponse(content))(request)


def _parsed(mail):
    return email.message_from_bytes(bytes(mail.raw), policy=email.policy.default)


@login_not_required
@require_safe
def mailbox(request):
    """Every mail the demo sent, newest first."""
    _demo_only()
    return render(
        request, "outbox/mailbox.html", {"mails": DemoMail.objects.defer("raw").order_by("-id")[:100]}
    )


@login_not_required
@require_safe
def mail(request, number):
    """One mail: its text, with a link to how it looks and to its attachments."""
    _demo_only()
    row = get_object_or_404(DemoMail, pk=number)
    parsed = _parsed(row)
    text = parsed.get_body(("plain",))
    attachments = [(n, part.get_filename()) for n, part in enumerate(parsed.iter_attachments())]
    page = {
        "mail": row,
        "text": text.get_content() if text else "",
        "attachments": attachments,
        "parsed": parsed,
    }
    return render(request, "outbox/mail.html", page)


@login_not_required
@require_safe
def html(request, number):
    """The mail's HTML as a mail program would show it, fenced off from the rest of the site."""
    _demo_only()
    parsed = _parsed(get_object_or_404(DemoMail, pk=number))
    body = parsed.get_body(("html",))
    return as_a_mail_program(request, body.get_content() if body else "")


@login_not_required
@require_safe
def attachment(request, number, position):
    """One attachment of a mail, as a download."""
    _demo_only()
    parts = list(_parsed(get_object_or_404(DemoMail, pk=number)).iter_attachments())
    if position >= len(parts):
        raise Http404
    part = parts[position]
    response = HttpResponse(part.get_content(), content_type=part.get_content_type())
    response["Content-Disposition"] = f'attachment; filename="{part.get_filename()}"'
    return response
