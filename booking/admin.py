"""What visits add to the settings: the forms a service brings, and who is hit when somebody is away."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from booking import admin_forms
from booking.admin_forms import I_HAVE_SEEN, SEEN, DeletesHours
from booking.closing import closed_from_to, times_kept, visits_left_out, without_day
from booking.models import ServiceForm
from booking.presenters.hit import visits_hit
from clinic.admin import PractitionerAdmin, ServiceAdmin
from clinic.admin_errors import things_to_fix
from clinic.admin_hours import ClosureAdmin, HoursExceptionAdmin, OpeningHoursAdmin, TimeOffAdmin
from clinic.admin_scope import RowsInside
from clinic.catalogue import catalogue_of
from clinic.models import Closure, HoursException, OpeningHours, Practitioner, Service, TimeOff
from common import clock


class FormsOfService(RowsInside):
    model = ServiceForm
    extra = 1
    verbose_name_plural = _("forms it brings")


# The room below knows neither forms nor visits; here its tables are registered with both (Settled 11).
@admin.register(Service)
class ServiceWithFormsAdmin(ServiceAdmin):
    inlines = [*ServiceAdmin.inlines, FormsOfService]


class ShowsVisits:
    """Below the fields: the visits that are hit, by moment and service. Who they are for, the calendar says (D4)."""

    change_form_template = "admin/hits_visits.html"

    def get_fields(self, request, obj=None):
        return [*(name for name in super().get_fields(request, obj) if name != I_HAVE_SEEN), I_HAVE_SEEN]

    def render_change_form(self, request, context, **kwargs):
        form = context["adminform"].form
        context |= _shown(form, request.clinic)
        return super().render_change_form(request, context, **kwargs)


class SaysWhatIsKept(ShowsVisits):
    """Whoever is away from now on: times that somebody is booking at this moment stay theirs, and are told of."""

    def within(self, row):
        """(things, from, until) of what is away."""
        raise NotImplementedError

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if kept := times_kept(*self.within(obj), at=clock.now()):
            words = ngettext(
                "%(n)d time then is being booked, or is on offer, at this moment. It stays kept: look again later.",
                "%(n)d times then are being booked, or are on offer, at this moment. They stay kept: look again later.",
                kept,
            )
            self.message_user(request, words % {"n": kept}, messages.WARNING)


class ShowsVisitsToDelete(ShowsVisits):
    """Deleting such a row may leave visits outside the hours as well: they are looked at before it goes."""

    delete_confirmation_template = "admin/hits_visits_to_delete.html"

    def without(self, row, catalogue):
        """The clinic's catalogue were the row gone."""
        raise NotImplementedError

    def delete_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        shown = {}
        if row is not None and self.has_delete_permission(request, row):
            then = self.without(row, catalogue_of(request.clinic))
            visits = visits_left_out([row.practitioner_id], then, request.clinic, at=clock.now())
            form = DeletesHours(request.POST or None, visits=visits)
            if form.errors:
                request.POST = QueryDict()  # asked again, with what was left to look at
            shown = _shown(form, request.clinic) | {"form": form, "things": things_to_fix(form, [])}
        return super().delete_view(request, object_id, {**shown, **(extra_context or {})})


def _shown(form, clinic) -> dict:
    return {"hit": visits_hit(form.visits, clinic), "hit_name": SEEN, "hit_seen": form.fingerprint}


@admin.register(Practitioner)
class PractitionerWithVisitsAdmin(ShowsVisits, PractitionerAdmin):
    form = admin_forms.PractitionerWithVisits


@admin.register(OpeningHours)
class OpeningHoursWithVisitsAdmin(ShowsVisitsToDelete, OpeningHoursAdmin):
    form = admin_forms.BlockWithVisits

    def without(self, row, catalogue):
        return catalogue.with_hours(without=[row.pk])


@admin.register(HoursException)
class HoursExceptionWithVisitsAdmin(ShowsVisitsToDelete, HoursExceptionAdmin):
    form = admin_forms.ExceptionWithVisits

    def without(self, row, catalogue):
        return without_day(row, catalogue)


@admin.register(TimeOff)
class TimeOffWithVisitsAdmin(SaysWhatIsKept, TimeOffAdmin):
    form = admin_forms.TimeOffWithVisits

    def within(self, row):
        return [row.bookable_id], row.starts_at, row.ends_at


@admin.register(Closure)
class ClosureWithVisitsAdmin(SaysWhatIsKept, ClosureAdmin):
    form = admin_forms.ClosureWithVisits

    def within(self, row):
        return list(catalogue_of(row.clinic).practitioners), *closed_from_to(row, row.clinic)
