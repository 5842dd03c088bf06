"""*Your details*: what is on file, and changes that wait for the clinic (product §8, profile)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.http import posted
from portal.details import CHANGED_HERE, knows_record, on_file, words_of_all
from portal.presenters.details import change_page, details_page
from portal.views.opening import note, open_record
from records.actions import new_address
from records.actions.proposals import put_forward, take_back
from records.detail_forms import DetailForm
from records.models import Grant


@require_safe
def details(request, patient):
    """What the clinic has on file, as far as this account may know it, and what became of one's changes."""
    household, grant = open_record(request, patient)
    return _shown(request, household, grant)


def _shown(request, household, grant, *, status=200):
    at = household.at
    known = Grant.objects.visible_to(request.user, at=at).filter(patient=grant.patient_id)
    seers = sorted(
        known.select_related("account", "patient"), key=lambda one: (one.pk != grant.pk, one.starts_at)
    )
    filed = on_file(grant, request.user, at=at)
    words = words_of_all(grant, request.user, at=at)
    page = details_page(household, grant, request.user, filed, words, seers)
    note(request, household, grant, "personal.opened")
    return render(request, "portal/details.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request, patient, line):
    """Change one line. It goes to the clinic; the record stays as it is until they accept it."""
    household, grant = open_record(request, patient)
    at, asked = household.at, CHANGED_HERE.get(line)
    if asked is None:
        raise Http404
    if not request.user.is_verified:
        return _shown(request, household, grant, status=403)
    filed = on_file(grant, request.user, at=at)
    said = (filed or {}) | _own_words(request, household, grant)
    form = DetailForm(posted(request), details=asked.details, said=said, own=grant.is_self)
    if form.is_valid():
        made = put_forward(grant.patient, form.said(), by=request.user, at=at, knows=knows_record(grant))
        if not made:
            messages.info(request, _("That is what the clinic has already."))
        elif any(one.waits_for_mailbox for one in made):
            messages.info(request, _("We sent a mail to the new address. Confirm it there."))
        else:
            messages.success(request, _("Sent to the clinic."))
        return redirect("portal:details", grant.patient_id)
    note(request, household, grant, "personal.opened")
    page = change_page(grant, request.user, asked, form)
    return render(request, "portal/detail.html", page, status=422 if form.is_bound else 200)


def _own_words(request, household, grant) -> dict[str, str]:
    """What stands in the boxes first: what one wrote and waits; without knowing the record, what one wrote last."""
    words = words_of_all(grant, request.user, at=household.at)
    own = [one for one in words if one.proposed_by_id == request.user.pk]
    return {one.field: one.value for one in own if one.decided_at is None or not knows_record(grant)}


@require_POST
def detail_taking_back(request, patient, line):
    """Undo: the change no longer waits. Pressing twice is harmless."""
    household, grant = open_record(request, patient)
    if line not in CHANGED_HERE:
        raise Http404
    fields = [detail.key for detail in CHANGED_HERE[line].details]
    if take_back(grant.patient, fields, by=request.user, at=household.at):
        messages.success(request, _("The change is taken back."))
    else:
        messages.info(request, _("This change does not wait any more."))
    return redirect("portal:details", grant.patient_id)


@require_POST
def detail_mail(request, patient):
    """The mail that confirms a new address, once more."""
    household, grant = open_record(request, patient)
    if request.user.is_verified and new_address.ask_again(grant.patient, by=request.user, at=household.at):
        messages.success(request, _("The mail is on its way. Older links to confirm the address are dead."))
    else:
        messages.info(request, _("There is nothing to confirm."))
    return redirect("portal:details", grant.patient_id)
