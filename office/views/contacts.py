"""The people of a patient: listed, added, corrected, ended."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common.http import posted
from office.contacts import contact_of, contacts_of, invitations_of
from office.doors import WRITES, in_workspace
from office.forms.contacts import ContactForm, taken
from office.forms.shown import changed_on
from office.parts import CONTACTS, PEOPLE
from office.presenters import contacts as show
from records.actions.contacts import NameTaken, end_contact, keep_contact


@in_workspace(CONTACTS)
def contacts(request, space):
    """Contacts, and for those who give access: portal users who are none, and who was invited."""
    invitations = list(invitations_of(space.patient)) if space.sees_access else []
    page = show.contacts_page(space, list(contacts_of(space.patient)), invitations)
    return render(request, "office/contacts.html", page)


@in_workspace(PEOPLE, methods=WRITES)
def new_contact(request, space):
    """Add somebody."""
    form = ContactForm(posted(request), others=contacts_of(space.patient))
    return _kept(request, space, form, None)


@in_workspace(PEOPLE, methods=WRITES)
def contact(request, space, contact):
    """Correct what is known of somebody. A new address kills what was mailed to the old one (case C69)."""
    found = _standing(space, contact)
    initial = {name: getattr(found, name) for name in ContactForm.base_fields}
    form = ContactForm(
        posted(request), initial=initial, others=contacts_of(space.patient).exclude(pk=found.pk)
    )
    return _kept(request, space, form, found)


@in_workspace(PEOPLE, methods=WRITES)
def ending(request, space, contact):
    """They are no longer a contact. Access they have is ended apart, on its own tab."""
    found = contact_of(space.patient, contact)
    if found is None:
        raise Http404
    if request.method == "POST" or found.ended_at is not None:
        if request.method == "POST" and end_contact(found, by=request.user, at=space.at):
            messages.success(request, _("%(name)s is no longer a contact.") % {"name": found.name})
        return to_contacts(space)
    return render(request, "office/confirm.html", show.ending_page(space, found))


def to_contacts(space):
    """Back to the tab, after something was done."""
    return redirect("office:contacts", space.patient.pk)


def _standing(space, pk):
    found = contact_of(space.patient, pk)
    if found is None or found.ended_at is not None:
        raise Http404
    return found


def _kept(request, space, form, contact):
    if request.method == "POST" and form.is_valid():
        details = changed_on(form) if contact else form.cleaned_data
        try:
            keep_contact(space.patient, contact=contact, by=request.user, at=space.at, **details)
        except NameTaken:  # added between two looks
            form.add_error("name", taken())
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": form.cleaned_data["name"]})
            return to_contacts(space)
    page = show.contact_page(space, form, contact)
    return render(request, "office/contact.html", page, status=422 if form.is_bound else 200)
