"""A draft in another language, text by text."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.http import posted
from common.paging import page_number
from office.presenters.building.gone import meanwhile
from office.presenters.building.translations import translation_page
from office.views.building import draft_of, writes
from office.views.building.editor import change
from smartforms import drafting
from smartforms.authoring import opening, translations

ROWS, LONGEST = 60, 10_000


@writes()
def translation(request, template, language):
    """Every text with its translation beside it; a page of them at a time."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    found = draft_of(request, template)
    source = opening.read(found.source)
    rows = Paginator(list(translations.texts(source)), ROWS).get_page(
        page_number(request.GET.get("page", ""))
    )
    if request.method != "POST":
        return _shown(request, found, rows, language)
    sent = posted(request)
    said = {row.name: sent.get(f"text-{row.name}", "").strip()[:LONGEST] for row in rows}
    said = {name: words for name, words in said.items() if f"text-{name}" in sent}
    try:
        change(request, found, lambda source: translations.translate(source, language, said))
    except drafting.Stale:
        now = draft_of(request, template)
        return _shown(request, now, rows, language, said=said, status=409)
    messages.success(request, _("The translations are saved."))
    onwards = (
        min(rows.number + 1, rows.paginator.num_pages) if request.POST.get("then") == "next" else rows.number
    )
    address = reverse("office:form_translation", args=[found.template_id, language])
    return redirect(f"{address}?page={onwards}")


def _shown(request, found, rows, language, *, said=None, status=200):
    page = translation_page(found, rows, language, said or {})
    told = {"is_stale": status == 409, "meanwhile": meanwhile(found, request.POST) if status == 409 else ""}
    return render(request, "office/building/translation.html", page | told, status=status)
