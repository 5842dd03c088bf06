"""When somebody is there, and when not: everybody's hours, closed days, time off, days that differ."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.closing import closed_from_to, times_kept, visits_left_out, without_day
from clinic.catalogue import catalogue_of
from clinic.keeping import keep_setting, remove_setting
from clinic.models import Closure, HoursException, TimeOff
from common import clock
from common.http import posted
from office.forms.settings import closing as forms
from office.forms.settings.retiring import RetiringForm
from office.presenters.settings import closing as show
from office.presenters.settings.pages import back_to
from office.presenters.settings.week import hours_page
from office.views.settings.door import LOOKS, answer, settings_page


@settings_page(LOOKS)
def hours(request):
    """Everybody's week."""
    return render(request, "office/settings/list.html", hours_page(request.clinic))


@settings_page(LOOKS)
def closures(request):
    """Days on which the whole clinic is closed."""
    return render(request, "office/settings/list.html", show.closures_page(request.clinic, at=clock.now()))


@settings_page(LOOKS)
def away(request):
    """Who and what is away."""
    return render(request, "office/settings/list.html", show.away_page(request.clinic, at=clock.now()))


@settings_page(LOOKS)
def days(request):
    """Dates with other hours."""
    return render(request, "office/settings/list.html", show.days_page(request.clinic, at=clock.now()))


@settings_page()
def closure(request, row=None):
    """Make or change closed days."""
    found = _own(Closure.objects.filter(clinic_id=request.clinic.pk), row) or Closure(
        clinic_id=request.clinic.pk
    )
    form = forms.ClosureForm(posted(request), instance=found, clinic=request.clinic)

    def within(kept):
        return list(catalogue_of(request.clinic).practitioners), *closed_from_to(kept, request.clinic)

    return _kept(request, form, show.CLOSURE, within)


@settings_page()
def time_off(request, row=None):
    """Make or change a time off."""
    found = _own(TimeOff.objects.filter(bookable__clinic_id=request.clinic.pk), row)
    form = forms.TimeOffForm(posted(request), instance=found, clinic=request.clinic)
    return _kept(request, form, show.AWAY, lambda kept: ([kept.bookable_id], kept.starts_at, kept.ends_at))


@settings_page()
def day(request, row=None):
    """Make or change the hours of one date."""
    found = _own(HoursException.objects.filter(practitioner__clinic_id=request.clinic.pk), row)
    form = forms.DayForm(posted(request), instance=found, clinic=request.clinic)
    return _kept(request, form, show.DAY)


@settings_page()
def closure_removal(request, row):
    """Open on these days after all."""
    found = _own(Closure.objects.filter(clinic_id=request.clinic.pk), row)
    return _removed(request, found, show.CLOSURE)


@settings_page()
def time_off_removal(request, row):
    """There after all."""
    found = _own(TimeOff.objects.filter(bookable__clinic_id=request.clinic.pk), row)
    return _removed(request, found, show.AWAY)


@settings_page()
def day_removal(request, row):
    """The date is as every other again; visits that lay in its hours are looked at first."""
    found = _own(HoursException.objects.filter(practitioner__clinic_id=request.clinic.pk), row)
    then = without_day(found, catalogue_of(request.clinic))
    hit = visits_left_out([found.practitioner_id], then, request.clinic, at=clock.now())
    return _removed(request, found, show.DAY, hit)


def _own(rows, pk):
    """The row of this address, None where it is of a new one; another clinic's is a missing one (404)."""
    found = rows.filter(pk=pk).first() if pk is not None else None
    if pk is not None and found is None:
        raise Http404
    return found


def _kept(request, form, kind, within=None):
    is_new, whole = form.instance.pk is None, f"office:{kind.whole}"

    def keep():
        services = form.cleaned_data.get("services")
        chosen = {} if services is None else {"services": services}
        row = keep_setting(form.instance, by=request.user, clinic=request.clinic, chosen=chosen)
        if within:
            _tell_of_what_is_kept(request, *within(row))
        return show.words_of(row)

    page = {
        "title": kind.new if is_new else kind.change,
        "remove_url": "" if is_new else reverse(f"office:{kind.name}_removal", args=[form.instance.pk]),
        **back_to(whole, kind.many),
    }
    return answer(request, form, keep=keep, said=_("%(name)s is saved."), to=whole, page=page)


def _tell_of_what_is_kept(request, things, starts_at, ends_at):
    """Times that somebody is booking at this moment stay theirs (docs/adr/0002)."""
    if kept := times_kept(things, starts_at, ends_at, at=clock.now()):
        words = ngettext(
            "%(n)d time then is being booked, or is on offer, at this moment. It stays kept: look again later.",
            "%(n)d times then are being booked, or are on offer, at this moment. They stay kept: look again later.",
            kept,
        )
        messages.warning(request, words % {"n": kept})


def _removed(request, row, kind, visits=()):
    sent, words = posted(request), show.words_of(row)
    form = RetiringForm(sent, visits=list(visits))
    if sent is not None and form.is_valid():
        remove_setting(row, by=request.user, clinic=request.clinic)
        messages.success(request, _("%(name)s is deleted.") % {"name": words})
        return redirect(f"office:{kind.whole}")
    page = show.removal_page(form, row, request.clinic, kind)
    return render(request, "office/settings/retiring.html", page, status=422 if sent is not None else 200)
