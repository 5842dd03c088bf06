"""The settings tables that say when somebody is there. The room above registers them, with the visits they hit."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clinic.admin import BOOKING
from clinic.admin_fields import span_words
from clinic.admin_forms import ClosureForm, ExceptionForm, HoursForm, TimeOffForm
from clinic.admin_scope import OfClinic
from common import wording

BY_PRACTITIONER = ("practitioner", admin.RelatedOnlyFieldListFilter)


class OpeningHoursAdmin(OfClinic):
    section, order = BOOKING, 13
    explains = _("The weekly blocks of everyone. A block may be kept for certain services.")
    way = "practitioner__clinic"
    form = HoursForm
    list_display = ["practitioner", "weekday", "span", "location"]
    list_filter = [BY_PRACTITIONER]
    list_select_related = ["practitioner", "location"]
    ordering = ["practitioner__order", "practitioner_id", "weekday", "opens"]
    fields = ["practitioner", "location", "weekday", "opens", "closes", "services"]

    @admin.display(description=_("Hours"), ordering="opens")
    def span(self, block):
        return span_words(block.opens, block.closes)


class HoursExceptionAdmin(OfClinic):
    section, order = BOOKING, 14
    explains = _("Single dates with other hours, or closed.")
    way = "practitioner__clinic"
    form = ExceptionForm
    list_display = ["date", "practitioner", "span", "location"]
    list_filter = [BY_PRACTITIONER]
    list_select_related = ["practitioner", "location"]
    ordering = ["-date", "practitioner_id"]
    fields = ["practitioner", "location", "date", "opens", "closes", "services"]

    @admin.display(description=_("Hours"), ordering="opens")
    def span(self, day):
        return _("Closed") if day.opens is None else span_words(day.opens, day.closes)


class TimeOffAdmin(OfClinic):
    section, order = BOOKING, 15
    explains = _("When a practitioner or a room is away. Nothing can be booked then.")
    way = "bookable__clinic"
    form = TimeOffForm
    list_display = ["bookable", "starts_at", "ends_at", "reason"]
    list_filter = [("bookable", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["bookable"]
    ordering = ["-starts_at"]


class ClosureAdmin(OfClinic):
    section, order = BOOKING, 16
    explains = _("Days on which the whole clinic is closed, holidays for example.")
    one = _("closed day")
    form = ClosureForm
    list_display = ["begins", "ends", "reason"]
    ordering = ["-first_day"]

    @admin.display(description=_("First day closed"), ordering="first_day")
    def begins(self, row):
        return wording.long_date_year(row.first_day)

    @admin.display(description=_("Last day closed"), ordering="last_day")
    def ends(self, row):
        return wording.long_date_year(row.last_day)
