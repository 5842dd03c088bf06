"""How a mail of ours looks: one subject/text/html triad per message, the clinic's name, no clinical words."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


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


def written(message, template: str, *, to: str, context: dict) -> EmailMultiAlternatives:
    """Compose `message` from `templates/<template>.{subject.txt,txt,html}`, e.g. 'booking/mail/received'.

    The templates get `letterhead` and `link_to`, the clinic's site. Raises TemplateDoesNotExist.
    """
    head = letterhead(message.clinic_id)
    ours = {"letterhead": head, "site": head.address, "demo": settings.DEMO}
    context = {**context, **ours, "to_account": message.account_id is not None}
    name = " ".join(head.name.replace('"', "").split())
    mail = EmailMultiAlternatives(
        subject=" ".join(render_to_string(f"{template}.subject.txt", context).split()),
        body=render_to_string(f"{template}.txt", context).strip() + "\n",
        from_email=f'"{name}" <{settings.DEFAULT_FROM_EMAIL}>',
        to=[to],
        reply_to=[head.answers] if head.answers else None,
    )
    mail.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    return mail
