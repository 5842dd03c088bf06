"""The forms a service brings along: listed with a form for one more, changed, taken off."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from booking.models import ServiceForm
from clinic.keeping import keep_setting, remove_setting
from clinic.models import Service
from common.http import posted
from office.forms.settings.service_forms import BringsForm
from office.presenters.settings.pages import back_to
from office.presenters.settings.service_forms import brought_page
from office.views.settings.door import ACTS, answer, own_or_404, settings_page


@settings_page()
def brings(request, service):
    """What it brings, and the form for one more."""
    found = own_or_404(Service, request, service)
    page = brought_page(found) | back_to("office:settings_service", found.title, found.pk)
    return _kept(request, found, ServiceForm(service=found), page)


@settings_page()
def edit(request, service, link):
    """When it is sent, by when it is due."""
    found = own_or_404(Service, request, service)
    row = _link(found, link)
    removal = reverse("office:settings_service_form_removal", args=[found.pk, row.pk])
    page = {"title": row.template.title, "take_off_url": removal}
    return _kept(
        request, found, row, page | back_to("office:settings_service_forms", _("Forms it brings"), found.pk)
    )


@settings_page(ACTS)
def removal(request, service, link):
    """Visits booked from now on do not bring it; what was sent stays."""
    found = own_or_404(Service, request, service)
    row = _link(found, link)
    remove_setting(row, by=request.user, clinic=request.clinic)
    messages.success(request, _("%(service)s no longer brings %(form)s.") % _names(row))
    return redirect("office:settings_service_forms", found.pk)


def _link(service, pk) -> ServiceForm:
    row = ServiceForm.objects.filter(service=service, pk=pk).select_related("template", "service").first()
    if row is None:
        raise Http404
    return row


def _names(row) -> dict:
    return {"service": row.service.title, "form": row.template.title}


def _kept(request, service, row, page):
    form = BringsForm(posted(request), instance=row, clinic=request.clinic)
    return answer(
        request,
        form,
        keep=lambda: keep_setting(row, by=request.user, clinic=request.clinic).template.title,
        said=_("%(name)s is saved."),
        to=reverse("office:settings_service_forms", args=[service.pk]),
        page=page,
        template="office/settings/service_forms.html",
    )
