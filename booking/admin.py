"""The forms a service brings."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from booking.models import ServiceForm
from clinic.admin import ServiceAdmin
from clinic.admin_scope import RowsInside
from clinic.models import Service


class FormsOfService(RowsInside):
    model = ServiceForm
    extra = 1
    verbose_name_plural = _("forms it brings")


# The room below does not know forms; here a service shows them too (Settled 11).
admin.site.unregister(Service)


@admin.register(Service)
class ServiceWithFormsAdmin(ServiceAdmin):
    inlines = [*ServiceAdmin.inlines, FormsOfService]
