"""Who can see a record, what was opened in it, and ending somebody's access."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from common.paging import page_number
from portal import ledger, looking
from portal.presenters.access import access_page, ending_page
from portal.presenters.sharing import waiting_page
from portal.views.opening import note, open_record, refuse
from records.actions.grants import revoke
from records.joining.trail import ids_behind, is_joined
from records.models import Grant, Invitation
from records.policies import knows_all, was_just_ended_by, why_not_end


def _known_grants(request, household, own):
    """The grants on this record that the viewer may know of."""
    known = Grant.objects.visible_to(request.user, at=household.at).filter(patient=own.patient_id)
    return known.annotate(is_joined=is_joined("patient")).select_related("account", "patient")


@require_safe
def access(request, patient):
    """Every account with access as far as the viewer may know, and what was opened, some at a time."""
    household, own = open_record(request, patient)
    # Oneself sees what others did first; one's own looks are there when asked for.
    shows_own = not knows_all(own) or request.GET.get("show") == "all"
    number = page_number(request.GET.get("page", ""))
    grants = list(_known_grants(request, household, own))
    # What was done under a record that was joined into this one stays written there.
    own.patient.is_joined = any(one.is_joined for one in grants)
    records = ids_behind(own.patient)
    seen = ledger.last_seen(grants, records)
    opened = ledger.read(
        own, request.user, request.clinic, records, at=household.at, number=number, with_own=shows_own
    )
    if not looking.reads_record(request, own.patient_id):
        opened = ledger.without_titles(opened)
    note(request, household, own, "access.listed")
    page = access_page(
        own, grants, seen, opened, request.user, at=household.at, number=number, shows_own=shows_own
    )
    if knows_all(own):
        page |= waiting_page(_waiting(request, own), own, at=household.at)
    return render(request, "portal/access.html", page)


def _waiting(request, own):
    """What this patient sent to others and nobody accepted yet."""
    sent = Invitation.objects.standing().filter(clinic=request.clinic, patient=own.patient_id)
    return sent.filter(by_patient=True, issued_by=request.user).order_by("-issued_at")


@require_http_methods(["GET", "HEAD", "POST"])
def ending(request, patient, grant):
    """Ask once, then end somebody's access; it counts from the next request on."""
    at = clock.now()
    if request.method == "POST" and was_just_ended_by(
        request.user, grant_id=grant, patient_id=patient, at=at
    ):
        return redirect("portal:home")
    household, own = open_record(request, patient)
    other = get_object_or_404(_known_grants(request, household, own), pk=grant)
    if reason := why_not_end(own, other, at=household.at):
        return refuse(request, household, own, reason)
    if request.method == "POST":
        return _ended(request, own, other, at=household.at)
    note(request, household, own, "access.listed", other)
    return render(request, "portal/ending.html", ending_page(own, other))


def _ended(request, own, other, *, at):
    revoke(other, by=request.user, at=at)
    if other.pk == own.pk:
        messages.success(request, _("You no longer see this record."))
        return redirect("portal:home")
    name = other.account.name or other.account.email
    messages.success(request, _("%(name)s no longer sees this record.") % {"name": name})
    return redirect("portal:access", own.patient_id)
