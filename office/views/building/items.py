"""Items of a draft: adding one, moving it, once more, away."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common.http import posted
from office.forms.building.draft import AddForm
from office.presenters.building.editor import removal_page
from office.views.building import acts, draft_of, writes
from office.views.building.editor import change, place_of, stale, to_item
from smartforms import drafting
from smartforms.authoring import moving, opening
from smartforms.authoring.tree import Missing

WAYS, SIDES = ("up", "down", "in", "out"), ("before", "after", "inside")


@acts()
def items(request, template):
    """A question, text, group or page that comes next."""
    found = draft_of(request, template)
    form = AddForm(posted(request), prefix="add")
    if not form.is_valid():
        messages.warning(request, _("Choose what to add, and where."))
        return redirect("office:form_draft", found.template_id)
    said = form.cleaned_data
    return _done(
        request,
        found,
        lambda source: moving.add(
            source, said["kind"], said["text"].strip(), where=said["where"], beside=said["beside"]
        ),
        said["beside"],
    )


@acts()
def place(request, template, item):
    """Up, down, into the group above, out of it; or before, after, inside another item."""
    found = draft_of(request, template)
    way, side, target = (request.POST.get(name, "") for name in ("way", "where", "target"))

    def how(source):
        if way in WAYS:
            moving.move(source, item, way)
        elif side in SIDES:
            moving.put(source, item, target, side)
        else:
            raise moving.CannotMove
        return item

    return _done(request, found, how, item)


@acts()
def copy(request, template, item):
    """The same once more, right after it."""
    found = draft_of(request, template)
    return _done(request, found, lambda source: moving.duplicate(source, item), item)


@writes()
def removal(request, template, item):
    """Away with it; asked before, naming those whose conditions look at it."""
    found = draft_of(request, template)
    source = opening.read(found.source)
    page = removal_page(found, source, place_of(request, source, item))
    if request.method == "POST":
        return _done(request, found, lambda source: moving.remove(source, item), "")
    return render(request, "office/building/confirm.html", page)


def _done(request, found, how, item):
    """Do it, and show the item it was about; say why where it cannot be done."""
    try:
        chosen = change(request, found, how)
    except (drafting.Stale, Missing):
        return stale(request, found.template_id)
    except moving.CannotMove:
        messages.warning(request, _("It cannot stand there."))
        chosen = item
    return to_item(found, chosen)
