"""The mails that patients get, as a clinic words them."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from common.wording import moment_with_year
from outbox import composing
from outbox.models import MailText
from outbox.texts import all_texts


def languages() -> list[tuple[str, str]]:
    """(code, name) of every language mails are written in."""
    return [(code, _(name)) for code, name in settings.LANGUAGES]


def texts_page(clinic) -> dict:
    """Everything mail_texts.html shows: the mails by room, with a link and a mark for each language."""
    own = set(MailText.objects.filter(clinic_id=clinic.pk).values_list("key", "language"))
    rooms = {}
    for text in all_texts():
        row = {
            "title": text.title,
            "languages": [
                {
                    "name": name,
                    "url": reverse("office:mail_text", args=[text.key, code]),
                    "is_own": (text.key, code) in own,
                }
                for code, name in languages()
            ],
        }
        rooms.setdefault(str(text.room), []).append(row)
    return {"rooms": list(rooms.items())}


def text_page(text, form, clinic, *, language: str, row, shown=None) -> dict:
    """Everything mail_text.html shows. `row` is the clinic's, if it has words; `shown` a mail to look at."""
    names = dict(languages())
    here = [text.key, language]
    subject, opening = composing.ours(text, language=language)
    return {
        "title": text.title,
        "language_name": names[language],
        "others": [
            {"name": name, "url": reverse("office:mail_text", args=[text.key, code])}
            for code, name in names.items()
            if code != language
        ],
        "form": form,
        "has_errors": bool(form.errors),
        "placeholders": [(f"{{{name}}}", words) for name, words in text.placeholders.items()],
        "ours": {"subject": subject, "opening": opening},
        "is_own": row is not None,
        "changed": moment_with_year(row.changed_at.astimezone(clinic.zone)) if row else "",
        "shown": {"subject": shown.subject, "body": shown.body} if shown else None,
        "sample_url": reverse("office:mail_sample", args=here),
        "reset_url": reverse("office:mail_reset", args=here),
        "back_url": reverse("office:mail_texts"),
    }
