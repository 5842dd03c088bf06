"""What visits add to the settings: the forms a service brings, and who is hit when somebody is away."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from booking.admin_forms import SEEN, ExceptionWithVisits, TimeOffWithVisits
from booking.models import ServiceForm
from booking.presenters.hit import visits_hit
from clinic.admin import HoursExceptionAdmin, ServiceAdmin, TimeOffAdmin
from clinic.admin_scope import RowsInside
from clinic.models import HoursException, Service, TimeOff


class FormsOfService(RowsInside):
    model = ServiceForm
    extra = 1
    verbose_name_plural = _("forms it brings")


# The room below knows neither forms nor visits; here its tables show them too (Settled 11).
for table in (Service, TimeOff, HoursException):
    admin.site.unregister(table)


@admin.register(Service)
class ServiceWithFormsAdmin(ServiceAdmin):
    inlines = [*ServiceAdmin.inlines, FormsOfService]


class ShowsVisits:
    """Below the fields: the visits that are hit, by moment and service. Who they are for, the calendar says (D4)."""

    change_form_template = "admin/hits_visits.html"

    def render_change_form(self, request, context, **kwargs):
        form = context["adminform"].form
        context |= {"hit": visits_hit(form.visits, request.clinic), "hit_name": SEEN}
        context["hit_seen"] = form.fingerprint
        return super().render_change_form(request, context, **kwargs)


@admin.register(TimeOff)
class TimeOffWithVisitsAdmin(ShowsVisits, TimeOffAdmin):
    form = TimeOffWithVisits


@admin.register(HoursException)
class HoursExceptionWithVisitsAdmin(ShowsVisits, HoursExceptionAdmin):
    form = ExceptionWithVisits
    fields = [*HoursExceptionAdmin.fields, "they_stay"]
