"""The clinic's booking rules, and the forms a service brings."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from booking.admin_forms import RulesForm
from booking.models import Preferences, ServiceForm
from booking.presenters.rules import rules_page
from clinic.admin import BOOKING, ServiceAdmin
from clinic.admin_scope import OneOfClinic, RowsInside
from clinic.models import Service
from common import clock


class FormsOfService(RowsInside):
    model = ServiceForm
    extra = 1
    verbose_name_plural = _("forms it brings")


# The room below does not know forms; here a service shows them too (Settled 11).
admin.site.unregister(Service)


@admin.register(Service)
class ServiceWithFormsAdmin(ServiceAdmin):
    inlines = [*ServiceAdmin.inlines, FormsOfService]


@admin.register(Preferences)
class RulesAdmin(OneOfClinic):
    section, order = BOOKING, 18
    explains = _("How far ahead, how late, how a visit is cancelled, and what a late change costs.")
    form = RulesForm
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "is_online",
                    "days_ahead",
                    "notice_hours",
                    "same_day",
                    "start_grid",
                    "keeps_together",
                    "no_preference",
                    "most_ahead",
                    "reminder_hours",
                ]
            },
        ),
        (
            _("Cancelling and moving"),
            {
                "fields": [
                    "cancel_online",
                    "cancel_notice_hours",
                    "fee_window_hours",
                    "fee",
                    "means_it",
                    "undo_minutes",
                ]
            },
        ),
    ]

    def render_change_form(self, request, context, **kwargs):
        rules = context["adminform"].form.instance  # as saved, or as typed where it was refused
        context["rules_page"] = rules_page(rules, request.clinic, at=clock.now())
        return super().render_change_form(request, context, **kwargs)
