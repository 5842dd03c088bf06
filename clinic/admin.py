"""The clinic's settings tables: services, practitioners, places. The team is a page of the office.

Services and practitioners, like the tables of hours, are registered by the room above, which shows more with them.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clinic.admin_forms import (
    ClinicForm,
    HoursForm,
    NoOfferTwice,
    PractitionerForm,
    RetiringForm,
    ServiceForm,
)
from clinic.admin_scope import OfClinic, OneOfClinic, RowsInside
from clinic.models import (
    Category,
    Clinic,
    Location,
    Offer,
    OpeningHours,
    Resource,
)
from clinic.models.hours import Weekday
from clinic.team import is_operator, may_change_team
from common import wording

CLINIC, BOOKING = _("Clinic"), _("Booking")  # the sections of the settings page, in this order
WORK_WEEK = list(Weekday)[:5]  # Monday to Friday


class Retires:
    """Taken out of use with a tick, never deleted: visits and hours point to it."""

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("In use"), ordering="retired_at")
    def in_use(self, row):
        return _("Retired") if row.retired_at else _("In use")


class OffersOfService(RowsInside):
    model = Offer
    formset = NoOfferTwice
    verbose_name_plural = _("who gives it, and where")


class OffersOfPractitioner(RowsInside):
    model = Offer
    formset = NoOfferTwice
    verbose_name_plural = _("services and places")


def has_hours(practitioner) -> bool:
    """Whether somebody has a week already; nobody new has."""
    return practitioner is not None and practitioner.pk is not None and practitioner.hours.exists()


class HoursOfPractitioner(RowsInside):
    model = OpeningHours
    form = HoursForm
    fields = ["weekday", "location", "opens", "closes"]
    ordering = ["weekday", "opens"]
    verbose_name_plural = _("hours of the week")

    def get_extra(self, request, obj=None, **kwargs):
        # Somebody new gets a week to fill in at once.
        return self.extra if has_hours(obj) else len(WORK_WEEK)


class ServiceAdmin(Retires, OfClinic):
    section, order = BOOKING, 11
    explains = _("What patients can book: how long it takes, what it costs, who gives it.")
    form = ServiceForm
    inlines = [OffersOfService]
    list_display = ["title", "length", "price_words", "category", "booked", "in_use"]
    list_filter = [("category", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["category"]
    search_fields = ["title"]
    fieldsets = [
        (None, {"fields": ["title", "description", "category", "tag", "audience", "setting"]}),
        (_("Time and price"), {"fields": ["minutes", "buffer_before", "buffer_after", "price"]}),
        (
            _("On the booking page"),
            {"fields": ["is_online", "approval", "resources", "on_the_day", "order", "retired"]},
        ),
    ]

    @admin.display(description=_("Length"), ordering="minutes")
    def length(self, service):
        return wording.duration(service.minutes)

    @admin.display(description=_("Price"), ordering="price")
    def price_words(self, service):
        return wording.money(service.price, service.currency) if service.price is not None else _("No price")

    @admin.display(description=_("Booked"), ordering="is_online")
    def booked(self, service):
        return _("Online") if service.is_online else _("By phone")


class PractitionerAdmin(Retires, OfClinic):
    section, order = BOOKING, 12
    explains = _("Whom patients see, with their weekly hours and the services they give.")
    form = PractitionerForm
    inlines = [HoursOfPractitioner, OffersOfPractitioner]
    list_display = ["name", "credentials", "account", "in_use"]
    list_select_related = ["user"]
    search_fields = ["name"]
    fields = ["name", "short_name", "credentials", "bio", "colour", "user", "order", "retired"]

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, HoursOfPractitioner) and not has_hours(obj):
            # Only the times are left to type; a day without them is not kept.
            kwargs["initial"] = [{"weekday": day} for day in WORK_WEEK]
        return kwargs

    @admin.display(description=_("Account"), ordering="user__email")
    def account(self, practitioner):
        return practitioner.user

    def get_readonly_fields(self, request, obj=None):
        # The account of a practitioner reads that practitioner's patients, and nobody raises their own rights (D4).
        own = obj is not None and obj.user_id == request.user.pk and not is_operator(request)
        return [] if may_change_team(request) and not own else ["user"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "user":
            field.help_text = _("Reads the answers of this practitioner's patients.")
            if not is_operator(request):
                field.queryset = field.queryset.exclude(pk=request.user.pk)
        return field


@admin.register(Category)
class CategoryAdmin(OfClinic):
    section, order = BOOKING, 17
    explains = _("The headings of the booking page.")
    list_display = ["name", "order"]


@admin.register(Resource)
class ResourceAdmin(Retires, OfClinic):
    section, order = BOOKING, 18
    explains = _("What a service needs besides a person. Each can be in use once at a time.")
    form = RetiringForm
    list_display = ["name", "in_use"]
    fields = ["name", "retired"]


@admin.register(Clinic)
class ClinicAdmin(OneOfClinic):
    section, order = CLINIC, 1
    explains = _("Name, telephone, address, time zone, colours.")
    way = "pk"
    many = _("clinic details")
    form = ClinicForm
    fieldsets = [
        (None, {"fields": ["name", "tagline", "address", "phone", "phone_hours", "email", "emergency_line"]}),
        (_("Language, time, money"), {"fields": ["language", "timezone", "currency"]}),
        (_("Look"), {"fields": ["brand", "on_brand", "accent", "radius", "font"]}),
        (
            _("Addresses"),
            {"fields": ["slug", "hosts"], "description": _("Changed by the operator of this installation.")},
        ),
    ]

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if is_operator(request) else ["slug", "hosts"]

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Location)
class LocationAdmin(Retires, OfClinic):
    section, order = CLINIC, 2
    explains = _("Where visits happen, and how to get in.")
    form = RetiringForm
    list_display = ["name", "detail", "access", "in_use"]
    fields = ["name", "detail", "access", "on_the_day", "map_url", "order", "retired"]

    def has_delete_permission(self, request, obj=None):
        return OfClinic.has_delete_permission(self, request, obj)  # one where nothing ever was may go
