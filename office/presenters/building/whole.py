"""The whole draft as patients would see it: which page, in which language, with which questions."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from common.paging import page_number
from smartforms.presenters.looking import look

ALL = "all"


def frame(draft, *, page: str, language: str, asked: str, at) -> dict:
    """What the patient's templates draw; in the language that is active."""
    local = at.astimezone(draft.template.clinic.zone)
    seen = look(draft, page_number(page) if page else 0, language=language, is_all=asked == ALL, at=local)

    def url(number):
        return None if number is None else _address(draft, page=number, language=language, asked=asked)

    return seen | {"before_url": url(seen["before"]), "after_url": url(seen["after"])}


def _address(draft, **asked) -> str:
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("office:form_preview", args=[draft.template_id]) + (f"?{query}" if query else "")


def preview_page(
    draft, seen: dict, drawn: str, *, is_wide: bool, page: str, language: str, asked: str
) -> dict:
    """Everything preview.html shows around the drawn page."""
    here = {"page": seen["number"], "language": language, "asked": asked}
    return {
        "title": draft.definition["title"] or draft.template.title,
        "label": _("Draft of version %(number)d") % {"number": draft.number},
        "drawn": drawn,
        "spoken": seen["language"],
        "is_wide": is_wide,
        "languages": _languages(draft, seen, here),
        "questions": [
            _option(draft, _("As it begins"), here | {"asked": ""}, asked != ALL),
            _option(draft, _("With all questions"), here | {"asked": ALL}, asked == ALL),
        ],
        "pages": [
            _option(draft, _("Cover") if not n else label, here | {"page": n}, n == seen["number"])
            for n, label in [(0, ""), *((one["number"], one["label"]) for one in seen["places"])]
        ],
        "phone_url": _address(draft, **here, width="phone"),
        "desktop_url": _address(draft, **here, width="desktop"),
        "back_url": reverse("office:form_draft", args=[draft.template_id]),
    }


def _languages(draft, seen: dict, here: dict) -> list[dict]:
    """Its own language and those it is translated into; nothing to choose where that is one."""
    own, more = draft.definition.get("language", ""), draft.definition.get("languages", ())
    names = dict(settings.LANGUAGES) | {"": _("Own language")}
    return [
        _option(
            draft,
            names.get(code) or names.get(code[:2]) or code,
            here | {"language": code},
            code == seen["language"],
        )
        for code in ([own, *more] if more else [])
    ]


def _option(draft, label, asked: dict, is_current: bool) -> dict:
    return {"label": label, "url": _address(draft, **asked), "current": is_current}
