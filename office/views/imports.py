"""Bringing patients and visits along from another system: the files, and how far each has come."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import audit
from accounts.again import password_again
from common import clock, files
from common.http import posted
from common.paging import counted
from imports import actions, reading
from imports.models import Import
from imports.policies import may_import
from office.forms.imports import Sent
from office.only_for import ACTS, BOTH, only_for
from office.presenters import imports as show
from office.presenters.import_rows import with_people

PER_PAGE, EARLIER = 50, 50
WHO = gettext_lazy("Bringing records along from another system is for managers and owners.")


@only_for(may_import, says=WHO)
def imports(request):
    """The files so far."""
    rows = Import.objects.of(request.clinic).select_related("uploaded_by").order_by("-uploaded_at", "pk")
    page = Paginator(rows, EARLIER).get_page(request.GET.get("page"))
    audit.opened(
        "imports.opened", by=request.user, target=request.clinic, clinic=request.clinic, at=clock.now()
    )
    return render(request, "office/imports.html", show.imports_page(page, request.clinic))


@only_for(may_import, says=WHO, answers=BOTH)
@password_again
def new(request):
    """Hand a file in. It is read through at once; nothing of it is written into a record."""
    said = posted(request), request.FILES or None
    form = Sent(*said, too_large=getattr(request, "too_large", ()), initial={"number": uuid.uuid4()})
    if request.method == "POST" and form.is_valid() and (batch := _kept(request, form)):
        return redirect("office:import_columns", batch.pk)
    return render(
        request, "office/import_new.html", show.new_page(form), status=422 if form.is_bound else 200
    )


def _kept(request, form) -> Import | None:
    said, sent = form.cleaned_data, form.cleaned_data["file"]
    try:
        files.scan(sent.read(), files.clean_name(sent.name, ""))
        read = reading.read(sent)
    except files.Refused as refused:
        form.add_error("file", str(refused))
        return None
    except reading.Unreadable as fault:
        form.add_error("file", _("This file cannot be imported. %(why)s") % {"why": fault})
        return None
    try:
        batch = actions.keep_file(
            request.clinic,
            read,
            kind=said["kind"],
            name=files.clean_name(sent.name, ""),
            number=said["number"],
            by=request.user,
            at=clock.now(),
        )
    except OSError:
        form.add_error("file", _("We could not keep the file. Try again in a few minutes"))
        return None
    if batch is None:
        form.add_error("file", _("This has changed meanwhile. Look again."))
    return batch


def found(request, batch) -> Import:
    """An import of this clinic. Raises Http404."""
    of_clinic = Import.objects.of(request.clinic).select_related("uploaded_by", "let_in_by")
    one = show.with_counts(of_clinic).filter(pk=batch).first()
    if one is None:
        raise Http404
    one.clinic = request.clinic
    return one


def gone_on(request, one):
    """Back to the import, which is not any more as the page showed it."""
    messages.info(request, _("This import has gone on meanwhile."))
    return redirect("office:import_batch", one.pk)


@only_for(may_import, says=WHO)
def batch(request, batch):
    """How far it has come, and what becomes of each row."""
    at, one = clock.now(), found(request, batch)
    counts = show.counts_of(one)
    shown = request.GET.get("show", "")
    shown = shown if shown in counts else ""
    lines = one.lines.filter(outcome=shown) if shown else one.lines.all()
    count = counts[shown] if shown else sum(counts.values())
    page = counted(with_people(lines, request.clinic).order_by("number"), PER_PAGE, count=count).get_page(
        request.GET.get("page")
    )
    page_shown = show.batch_page(one, counts, shown, page, at=at)
    look = {"by": request.user, "target": one, "clinic": request.clinic}
    audit.opened("import.opened", at=at, ids=sorted(map(str, page_shown["ids"])), **look)
    return render(request, "office/import.html", page_shown)


@only_for(may_import, says=WHO, answers=ACTS)
def dropping(request, batch):
    """Give it up: the file goes at once."""
    try:
        if actions.drop(found(request, batch), by=request.user, at=clock.now()):
            messages.success(request, _("Given up. The file is deleted, and nothing was added."))
    except actions.NotNow:
        messages.warning(request, _("This has changed meanwhile. Look again."))
    return redirect("office:imports")


@only_for(may_import, says=WHO, answers=ACTS)
def again(request, batch):
    """Go on with what could not be done."""
    actions.try_again(found(request, batch), by=request.user, at=clock.now())
    return redirect("office:import_batch", batch)
