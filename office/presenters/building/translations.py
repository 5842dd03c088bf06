"""The texts of a draft with their translations."""

from django.conf import settings
from django.urls import reverse

from office.presenters.building.marks import mark_of
from smartforms.authoring import translations


def translation_page(draft, rows, language: str, said: dict[str, str]) -> dict:
    """Everything translation.html shows; `said` was typed and is not kept yet."""
    return {
        "title": draft.template.title,
        "named": dict(settings.LANGUAGES)[language],
        "code": language,
        "own": draft.definition.get("language", ""),
        "revision": mark_of(draft),
        "page": rows,
        "rows": [
            {
                "name": row.name,
                "number": row.number if not row.is_answer else "",
                "words": row.words,
                "said": said.get(row.name, translations.said_in(row, language)),
                "lines": 3 if len(row.words) > 80 or "\n" in row.words else 1,
            }
            for row in rows
        ],
        "back_url": reverse("office:form_draft", args=[draft.template_id]),
    }
