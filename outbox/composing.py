"""How a mail of ours looks: one subject/text/html triad per message, the clinic's name, no clinical words."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from outbox import texts
from outbox.models import Message


@dataclass(frozen=True)
class Letterhead:
    """Who a mail is from: the clinic as it signs its letters. `address` is its site, without a slash at the end."""

    name: str
    address: str
    phone: str = ""
    street: str = ""
    brand: str = "#115163"
    answers: str = ""  # the email address at which answers arrive; empty where they come back to us


_letterhead: list[Callable[[int | None], Letterhead]] = []


def register_letterhead(of: Callable[[int | None], Letterhead]) -> None:
    """The room that knows clinics tells how to find a letterhead by the clinic's id."""
    _letterhead[:] = [of]


def letterhead(clinic_id: int | None) -> Letterhead:
    """The letterhead of a message's clinic."""
    return _letterhead[0](clinic_id)


def written(
    message, template: str, *, to: str, context: dict, text: str | None = None
) -> EmailMultiAlternatives:
    """Compose `message` from `templates/<template>.{subject.txt,txt,html}`, e.g. 'booking/mail/received'.

    The templates get `letterhead` and `link_to`, the clinic's site. Where the clinic has words of its own for the mail,
    subject and opening are those; `text` is their key where the template does not say it ("": always ours). Raises
    TemplateDoesNotExist.
    """
    key = template.replace("/mail/", ".") if text is None else text
    own = texts.own_text(message.clinic_id, key, language_now())
    return composed(message, template, to=to, context=context, key=key, own=own)


def language_now() -> str:
    """The language a mail is being composed in, as clinics have words for it: 'fr' also for Canada's."""
    return (get_language() or "en").partition("-")[0]


def composed(message, template: str, *, to: str, context: dict, key="", own=None) -> EmailMultiAlternatives:
    """The mail, in the words of `own` where there are any."""
    head = letterhead(message.clinic_id)
    ours = {"letterhead": head, "site": head.address, "demo": settings.DEMO}
    context = {**context, **ours, "to_account": message.account_id is not None}
    plain, marked_up = context, context
    subject = None
    if own is not None and (known := texts.find(key)):
        values = texts.values_of(known, context, head)
        subject = texts.filled(own.subject, values)
        words = texts.filled(own.opening, values).strip()
        plain = context | {"opening": f"{words}\n\n" if words else ""}
        opening = format_html("<h1>{}</h1>\n{}", subject, mark_safe(linebreaks(words, autoescape=True)))
        marked_up = context | {"opening": opening, "own_title": subject}
    if subject is None:
        subject = render_to_string(f"{template}.subject.txt", context)
    # It stands in quotation marks: one more would end it, and a backslash would keep the last from ending it.
    name = " ".join(re.sub(r'["\\]', "", head.name).split())
    body = render_to_string(f"{template}.txt", plain).strip() + "\n"
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        # What the clinic typed ends where ours begins, one empty line apart.
        body=re.sub(r"\n{3,}", "\n\n", body) if own else body,
        from_email=f'"{name}" <{settings.DEFAULT_FROM_EMAIL}>',
        to=[to],
        reply_to=[head.answers] if head.answers else None,
    )
    mail.attach_alternative(render_to_string(f"{template}.html", marked_up), "text/html")
    return mail


def sample(text, *, clinic_id, language: str, own=None) -> EmailMultiAlternatives:
    """A mail as it would look, with made-up facts."""
    message = Message(clinic_id=clinic_id, account_id=uuid.UUID(int=0))
    with translation.override(language):
        context = text.sample()
        return composed(
            message, text.template, to="sample@example.org", context=context, key=text.key, own=own
        )


def ours(text, *, language: str) -> tuple[str, str]:
    """(subject, opening) of a mail as we word it, with the placeholders standing in it."""
    with translation.override(language):
        stands = {name: f"{{{name}}}" for name in text.placeholders}
        heard: list[str] = []
        head = Letterhead(stands["clinic"], "", stands["phone"])
        context = {**text.sample(), **stands, "letterhead": head, "to_account": True}
        subject = render_to_string(f"{text.template}.subject.txt", context)
        render_to_string(f"{text.template}.txt", context | {"heard": heard})
        return " ".join(subject.split()), "".join(heard).strip()
