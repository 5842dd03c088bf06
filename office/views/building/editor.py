"""The builder of a draft: the form as a whole, one question, publishing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common import clock
from common.http import posted
from office.forms.building.draft import HeadForm
from office.forms.building.question import QuestionForm
from office.presenters.building.editor import editor_page
from office.presenters.building.gone import meanwhile
from office.presenters.building.marks import read_mark
from office.views.building import DraftGone, acts, draft_of, template_of, writes
from smartforms import drafting
from smartforms.authoring import opening
from smartforms.authoring.tree import Missing, find


@writes()
def draft(request, template):
    """The form as a whole: title, introduction, language, one question at a time."""
    found = draft_of(request, template)
    source = opening.read(found.source)
    form = HeadForm(posted(request), source=source)
    if request.method == "POST":
        return _save(request, found, source, form, None, form.write)
    return shown(request, found, source, form=form)


@writes()
def item(request, template, item):
    """One item: what it says, offers and counts, when it is asked."""
    found = draft_of(request, template)
    source = opening.read(found.source)
    place = place_of(request, source, item)
    form = QuestionForm(posted(request), source=source, place=place)
    if request.method == "POST":
        return _save(request, found, source, form, place, form.write)
    return shown(request, found, source, place=place, form=form)


def _save(request, found, source, form, place, how):
    if not form.is_valid():
        return shown(request, found, source, place=place, form=form, status=422)
    try:
        change(request, found, how)
    except drafting.Stale:
        return _told(request, found, place.id if place else "")
    if place is None:
        return redirect("office:form_draft", found.template_id)
    return to_item(found, place.id, request.POST.get("then", ""))


def _told(request, found, item_id):
    """Somebody else was quicker. What was typed here stands in the page still, over the draft as it is now."""
    now = draft_of(request, found.template_id)
    source = opening.read(now.source)
    try:
        place = find(source, item_id) if item_id else None
    except Missing:
        return stale(request, now.template_id)
    fresh = (
        QuestionForm(posted(request), source=source, place=place)
        if place
        else HeadForm(posted(request), source=source)
    )
    fresh.is_valid()
    return shown(request, now, source, place=place, form=fresh, status=409, is_stale=True)


@acts()
def publication(request, template):
    """From now on this is what is sent; while something does not work, what it is. Pressed twice it is live once."""
    if template_of(request, template).draft() is None:
        return _gone(request, template)
    found = draft_of(request, template)
    try:
        live = drafting.publish_draft(
            draft=found, revision=revision_of(request, found), by=request.user, at=clock.now()
        )
    except drafting.Stale:
        return stale(request, template)
    except drafting.CannotPublish as fault:
        source = opening.read(found.source)
        form = HeadForm(source=source)
        return shown(request, found, source, form=form, status=422, refused=fault.findings)
    messages.success(request, _("Version %(number)d is live.") % {"number": live.number})
    return redirect("office:form_versions", found.template_id)


def shown(request, found, source, *, place=None, form=None, status=200, is_stale=False, refused=None):
    """The builder's page."""
    page = editor_page(found, source, place=place, form=form, is_wide=is_wide(request), at=clock.now())
    page |= {"is_stale": is_stale, "refused": refused is not None}
    page["meanwhile"] = meanwhile(found, request.POST) if is_stale else ""
    page["has_errors"] |= refused is not None
    return render(request, "office/building/editor.html", page, status=status)


def stale(request, template):
    """Somebody else changed the draft: as it is now, and nothing was done. Where it is gone, its form's versions."""
    if template_of(request, template).draft() is None:
        return _gone(request, template)
    now = draft_of(request, template)
    source = opening.read(now.source)
    return shown(request, now, source, form=HeadForm(source=source), status=409, is_stale=True)


def _gone(request, template):
    messages.info(request, _("This draft is gone: it was published or thrown away meanwhile."))
    return redirect("office:form_versions", template)


def change(request, found, how):
    """Change the draft as this page knew it."""
    return drafting.change(
        draft=found, revision=revision_of(request, found), by=request.user, at=clock.now(), how=how
    )


def revision_of(request, found) -> int:
    """The revision of this draft a page showed; -1, which no draft has, where it showed another or none."""
    number, revision = read_mark(request.POST.get("revision", ""))
    return revision if number == found.pk else -1


def place_of(request, source, item_id):
    """The place of an item of the draft. Where it is gone 404, and DraftGone for what is sent to it."""
    try:
        return find(source, item_id)
    except Missing:
        raise (DraftGone if request.method == "POST" else Http404) from None


def to_item(found, item_id, then=""):
    """The page of an item; after a row was added at that row."""
    if not item_id:
        return redirect("office:form_draft", found.template_id)
    answer = redirect("office:form_item", found.template_id, item_id)
    if then in ("option", "row", "band", "condition"):
        answer["Location"] += f"#{then}-new"
    return answer


def is_wide(request) -> bool:
    """Whether the page is shown as on a desktop; what was chosen last stays for this session."""
    asked = request.GET.get("width")
    if asked in ("phone", "desktop"):
        request.session["builder_width"] = asked
    return request.session.get("builder_width") == "desktop"
