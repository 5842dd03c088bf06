"""Where forms come from: a blank one, a file, the library that comes along, a copy. And where they go: the archive."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common import clock
from common.http import posted
from office.forms.building.shelf import Described, Filed, Named
from office.presenters.building.report import report_page
from office.views.building import acts, template_of, writes
from office.views.building.versions import page_of_versions
from smartforms import drafting, keeping
from smartforms.publishing import import_questionnaire
from smartforms.shipped import shipped
from smartforms.taking import take


@writes()
def new(request):
    """A blank form: its title, who reads it, how long it takes."""
    form = Named(posted(request), initial={"is_clinical": True})
    if request.method == "POST" and form.is_valid():
        draft = drafting.begin_form(
            clinic=request.clinic, by=request.user, at=clock.now(), **form.cleaned_data
        )
        return redirect("office:form_draft", draft.template_id)
    page = {"form": form, "has_errors": bool(form.errors)}
    return render(request, "office/building/new.html", page, status=422 if form.is_bound else 200)


@writes()
def file(request):
    """A FHIR questionnaire from elsewhere. What became of each of its questions is told, also when it is refused."""
    form = Filed(posted(request), request.FILES or None, initial={"is_clinical": True})
    page = {"form": form}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        brought = import_questionnaire(
            text=said["file"].read(), clinic=request.clinic, by=request.user, at=clock.now(),
            is_clinical=said["is_clinical"], minutes=said["minutes"],
        )  # fmt: skip
        if brought.version:
            _say(request, brought)
            return redirect("office:form_version", brought.template.pk, brought.version.number)
        page |= {"report": report_page(brought.report), "name": said["file"].name}
    page["has_errors"] = bool(form.errors) or "report" in page
    return render(request, "office/building/file.html", page, status=422 if form.is_bound else 200)


@writes()
def library(request):
    """The forms that come with the product; one press takes one."""
    if request.method == "POST":
        return _take(request)
    return render(request, "office/building/library.html", {"forms": shipped().values()})


def _take(request):
    chosen = shipped().get(request.POST.get("name", ""))
    if chosen is None:
        raise Http404
    taken = take(chosen, clinic=request.clinic, by=request.user, at=clock.now())
    _say(request, taken)
    return redirect("office:form_versions", taken.template.pk)


def _say(request, brought):
    names = {"number": brought.version.number, "title": brought.template.title}
    if brought.is_new:
        messages.success(request, _("Version %(number)d of “%(title)s” is live.") % names)
    else:
        messages.info(
            request, _("That is version %(number)d of “%(title)s” already. Nothing was changed.") % names
        )


@acts()
def copy(request, template):
    """The same questions once more, as a draft of a form of its own."""
    draft = drafting.begin_copy(template=template_of(request, template), by=request.user, at=clock.now())
    messages.success(request, _("This is the copy. Give it a title of its own."))
    return redirect("office:form_draft", draft.template_id)


@acts()
def archiving(request, template):
    """Send it no more."""
    found = template_of(request, template)
    if keeping.archive(template=found, by=request.user, at=clock.now()):
        messages.success(request, _("The form is archived. What was sent stays as it is."))
    return redirect("office:form_versions", found.pk)


@acts()
def archiving_lifting(request, template):
    """Back from the archive."""
    found = template_of(request, template)
    if keeping.bring_back(template=found, by=request.user, at=clock.now()):
        messages.success(request, _("The form is back."))
    return redirect("office:form_versions", found.pk)


@acts()
def settings(request, template):
    """Who reads the answers, and the minutes patients are told."""
    found = template_of(request, template)
    form = Described(posted(request), template=found)
    if form.is_valid():
        keeping.describe(template=found, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("The settings are saved."))
        return redirect("office:form_versions", found.pk)
    return page_of_versions(request, found, form, status=422)
