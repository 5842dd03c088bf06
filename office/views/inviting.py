"""Inviting the patient, a contact or somebody else into the portal; taking an invitation back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from common.http import posted
from office import inviting
from office.contacts import contact_of, invitation_of
from office.doors import ACTS, WRITES, in_workspace
from office.forms import invitations as forms
from office.parts import INVITING
from office.presenters import inviting as show
from office.views.contacts import to_contacts
from records.actions.codes import AgesUnknown
from smartforms.models import Template


@in_workspace(INVITING, methods=WRITES)
def of_patient(request, space):
    """The patient themself, at the address on file."""
    form = forms.OfPatient(posted(request), space=space, templates=_templates(request))
    return _invited(request, space, form, show.patient_page(space, form), email=space.patient.email)


@in_workspace(INVITING, methods=WRITES)
def of_contact(request, space, contact):
    """A contact, at the address on file."""
    found = contact_of(space.patient, contact)
    if found is None or found.ended_at is not None:
        raise Http404
    form = forms.OfContact(posted(request), space=space, contact=found, templates=_templates(request))
    return _invited(request, space, form, show.contact_page(space, form, found), email=found.email)


@in_workspace(INVITING, methods=WRITES)
def of_person(request, space):
    """A portal user who is no contact."""
    form = forms.OfPerson(posted(request), space=space, templates=_templates(request))
    return _invited(request, space, form, show.person_page(space, form))


@in_workspace(INVITING, methods=WRITES)
def of_account(request, space):
    """Somebody by the exact address of their account here; any other address is invited, and it reads the same."""
    form = forms.OfAccount(posted(request), space=space)
    if not space.patient.is_locked and request.method == "POST" and form.is_valid():
        inviting.link_account(space.patient, form.wanted(), by=request.user, at=space.at)
        messages.success(
            request,
            _("Done. With an account here the record is open now; otherwise an invitation is on its way."),
        )
        return to_contacts(space)
    return _asked(request, space, form, show.account_page(space, form))


@in_workspace(INVITING, methods=ACTS)
def cancellation(request, space, invitation):
    """The link is dead, and forms that nobody touched go with it."""
    found = invitation_of(space.patient, invitation)
    if found is None:
        raise Http404
    if inviting.take_back_invitation(found, by=request.user, at=space.at):
        messages.success(request, _("The invitation of %(email)s is taken back.") % {"email": found.email})
    return to_contacts(space)


def _templates(request):
    return Template.objects.of(request.clinic).in_use()


def _invited(request, space, form, page, *, email=None):
    """Send it, to the address that stood on the page; or ask (again)."""
    ready = request.method == "POST" and not space.patient.is_locked and email != ""
    if ready and email is not None and request.POST.get("address") != email:
        messages.warning(request, _("The address on file has changed. Nothing was sent: look again."))
        return to_contacts(space)
    if ready and form.is_valid():
        try:
            made = inviting.invite_person(space.patient, form.wanted(), by=request.user, at=space.at)
        except AgesUnknown:
            form.add_error(None, _("Ages are not chosen yet, so this record cannot be given in full"))
        else:
            messages.success(request, _("Invitation on its way to %(email)s.") % {"email": made.email})
            return to_contacts(space)
    return _asked(request, space, form, page)


def _asked(request, space, form, page):
    if space.patient.is_locked:
        messages.warning(request, _("Portal access to this record is locked. Lift that first."))
        return to_contacts(space)
    status = 422 if form.is_bound else 200
    return render(request, "office/invitation.html", {**page, "has_errors": bool(form.errors)}, status=status)
