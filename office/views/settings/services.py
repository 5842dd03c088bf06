"""What is booked: listed, made, changed, retired."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.keeping import keep_service
from clinic.models import Service
from common.http import posted
from office.forms.settings.services import ServiceForm
from office.presenters.settings import lists
from office.presenters.settings.pages import back_to
from office.views.settings import retiring as leaving
from office.views.settings.door import ACTS, LOOKS, answer, own_or_404, settings_page


@settings_page(LOOKS)
def services(request):
    """Every service in use; `?show=retired` those that are not."""
    retired = request.GET.get("show") == "retired"
    return render(request, "office/settings/list.html", lists.services_page(request.clinic, retired=retired))


@settings_page()
def make(request):
    """A new one."""
    return _kept(request, Service(clinic_id=request.clinic.pk), _("New service"))


@settings_page()
def edit(request, service):
    """Change one."""
    found = own_or_404(Service, request, service)
    links = [(reverse("office:settings_service_forms", args=[found.pk]), _("Forms it brings"))]
    leave = leaving.link_of(found, "settings_service")
    return _kept(request, found, found.title, leave=leave, links=links)


@settings_page()
def retiring(request, service):
    """It is booked no more: what is booked is looked at first."""
    found = own_or_404(Service, request, service)
    return leaving.retire_page(request, found, "settings_service", "settings_services")


@settings_page(ACTS)
def taking_up(request, service):
    """It can be booked again."""
    return leaving.take_up_again(request, own_or_404(Service, request, service), "settings_service")


def form_of(request, service, **first):
    """The form of a service, and what keeps it; `first` are its first values."""
    form = ServiceForm(posted(request), instance=service, clinic=request.clinic, initial=first)

    def keep():
        resources = form.cleaned_data.get("resources", ())
        return keep_service(service, form.offers, by=request.user, resources=resources)

    return form, keep


def _kept(request, service, title, **more):
    form, keep = form_of(request, service)
    return answer(
        request,
        form,
        keep=keep,
        said=_("%(name)s is saved."),
        to="office:settings_services",
        page={"title": title, **more, **back_to("office:settings_services", _("Services"))},
    )
