"""The clinic's settings tables: services, practitioners, places, the team.

Services and practitioners, like the tables of hours, are registered by the room above, which shows more with them.
"""

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import admin
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from clinic import actions
from clinic.admin_forms import (
    ClinicForm,
    HoursForm,
    NoOfferTwice,
    PractitionerForm,
    RetiringForm,
    ServiceForm,
    TeamForm,
)
from clinic.admin_scope import OfClinic, OneOfClinic, RowsInside
from clinic.models import (
    Category,
    Clinic,
    Location,
    Membership,
    Offer,
    OpeningHours,
    Resource,
)
from clinic.models.clinic import Role
from clinic.models.hours import Weekday
from clinic.team import is_operator, may_change_team
from common import clock, wording

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


@admin.register(Membership)
class TeamAdmin(OfClinic):
    section, order = CLINIC, 3
    explains = _("Who works here, and what they may do.")
    form = TeamForm
    list_display = ["person", "address", "role_words", "still_here"]
    list_select_related = ["user"]
    ordering = ["ended_at", "user__family_name"]
    readonly_fields = ["address", "role_words", "still_here"]

    def get_fields(self, request, obj=None):
        change = self.has_change_permission(request, obj)
        return ["address", "roles", "ended"] if change else ["address", "role_words", "still_here"]

    def has_add_permission(self, request, obj=None):
        return False  # people are invited, not typed in: a list of accounts is nobody's to browse

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return super().has_change_permission(request)
        own = obj.user_id == request.user.pk and not is_operator(request)
        return may_change_team(request) and not own and obj.ended_at is None

    def has_delete_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Whoever changes roles has just proved who they are (D4: at most five minutes ago)."""
        member = self.get_object(request, object_id)
        if (
            member
            and self.has_change_permission(request, member)
            and is_reauthentication_required(request, app="admin")
        ):
            if request.method == "POST":
                return redirect(request.path)
            raise ReauthenticationRequired
        return super().change_view(request, object_id, form_url, extra_context)

    @admin.display(description=_("Name"), ordering="user__family_name")
    def person(self, member):
        return member.user

    @admin.display(description=_("Email"))
    def address(self, member):
        return member.user.email

    @admin.display(description=_("Roles"))
    def role_words(self, member):
        return ", ".join(str(Role(role).label) for role in member.roles)

    @admin.display(description=_("Works here"), ordering="ended_at")
    def still_here(self, member):
        return _("Left") if member.ended_at else _("Yes")

    def save_model(self, request, obj, form, change):
        actions.change_roles(obj, form.cleaned_data["roles"], by=request.user)
        if form.cleaned_data["ended"]:
            actions.end_membership(obj, by=request.user, at=clock.now())
