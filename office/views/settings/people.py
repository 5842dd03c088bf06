"""The practitioners: listed, made, changed, retired, and their weekly hours."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.keeping import keep_practitioner, keep_week
from clinic.models import Practitioner
from common import clock
from common.http import posted
from office.forms.settings.people import PractitionerForm
from office.forms.settings.week import WeekForm
from office.presenters.settings import lists
from office.presenters.settings.pages import back_to
from office.presenters.settings.week import week_page
from office.views.settings import retiring as leaving
from office.views.settings.door import ACTS, LOOKS, answer, own_or_404, settings_page


@settings_page(LOOKS)
def people(request):
    """Everybody patients can see; `?show=retired` those they no longer do."""
    retired = request.GET.get("show") == "retired"
    return render(request, "office/settings/list.html", lists.people_page(request.clinic, retired=retired))


@settings_page()
def make(request):
    """Somebody new; their hours come next."""
    person = Practitioner(clinic_id=request.clinic.pk)
    return _kept(request, person, _("New practitioner"), onwards="office:settings_week")


@settings_page()
def edit(request, person):
    """Change somebody."""
    found = own_or_404(Practitioner, request, person)
    links = [
        (reverse("office:settings_week", args=[found.pk]), _("Weekly hours")),
        (reverse("office:team"), _("Account")),
    ]
    leave = leaving.link_of(found, "settings_person")
    return _kept(request, found, found.name, leave=leave, links=links)


@settings_page()
def retiring(request, person):
    """Patients can see them no more: their visits are looked at first."""
    found = own_or_404(Practitioner, request, person)
    return leaving.retire_page(request, found, "settings_person", "settings_people")


@settings_page(ACTS)
def taking_up(request, person):
    """Patients can see them again."""
    return leaving.take_up_again(request, own_or_404(Practitioner, request, person), "settings_person")


@settings_page()
def week(request, person):
    """Somebody's weekly hours. The buttons that add a row, or take one out, save nothing."""
    found = own_or_404(Practitioner, request, person)
    back = back_to("office:settings_hours", _("Weekly hours"))
    return week_answer(request, found, to=reverse("office:settings_hours"), page=back)


def week_answer(request, person, *, to, page, template="office/settings/week.html"):
    """Save somebody's week and go `to` a page; else the rows again."""
    sent = posted(request)
    form = WeekForm(sent, practitioner=person, clinic=request.clinic, at=clock.now())
    asks = sent is not None and bool({"add", "take_out"} & sent.keys())
    if sent is not None and not asks and form.is_valid():
        keep_week(person, form.wanted, by=request.user)
        messages.success(request, _("The hours of %(name)s are saved.") % {"name": person.name})
        return redirect(to() if callable(to) else to)
    status = 422 if sent is not None and not asks else 200
    return render(request, template, week_page(form, person, request.clinic) | page, status=status)


def form_of(request, person, **first):
    """The form of somebody, and what keeps it; `first` are its first values."""
    form = PractitionerForm(posted(request), instance=person, clinic=request.clinic, initial=first)
    return form, lambda: keep_practitioner(person, form.offers, by=request.user)


def _kept(request, person, title, *, onwards="", **more):
    form, keep = form_of(request, person)
    return answer(
        request,
        form,
        keep=keep,
        said=_("%(name)s is saved."),
        to=lambda kept: reverse(onwards, args=[kept.pk]) if onwards else reverse("office:settings_people"),
        page={"title": title, **more, **back_to("office:settings_people", _("Practitioners"))},
    )
