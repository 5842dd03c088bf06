"""What a form is called in a list: as the clinic calls it, or in the reader's language where its file has that.

Only for readers of another language than the usual one the versions are asked, so that lists stay cheap for most.
"""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import get_language

from smartforms.engine import translating
from smartforms.models import Version
from smartforms.models.forms import titles_of


def of_form(assignment) -> str:
    """What a form that was sent is called: by the version that was sent."""
    language, usual = _wanted(), assignment.version.template.title
    return _nearest(titles_of(assignment.version_id), language, usual) if language else usual


def of_templates(templates: Iterable) -> dict:
    """What these questionnaires are called today, by primary key: by their live versions, in one query."""
    found = {template.pk: template.title for template in templates}
    if found and (language := _wanted()):
        live = Version.objects.filter(template__in=found, published_at__isnull=False)
        last = live.order_by("template_id", "-number").distinct("template_id")
        for pk, said in last.values_list("template_id", "definition__in"):
            titles = {code: words["title"] for code, words in (said or {}).items() if words.get("title")}
            found[pk] = _nearest(titles, language, found[pk])
    return found


def of_template(template) -> str:
    """What one questionnaire is called today."""
    return of_templates([template])[template.pk]


def _wanted() -> str:
    """The reader's language; empty where it is the usual one."""
    language = get_language() or ""
    return "" if language == settings.LANGUAGE_CODE else language


def _nearest(titles: dict[str, str], language: str, usual: str) -> str:
    return titles.get(translating.nearest({"languages": list(titles)}, language), usual)
