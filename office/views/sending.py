"""Sending forms to a patient."""

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.http import posted
from office.doors import WRITES, in_workspace
from office.forms.sending import Sending
from office.parts import SENDING
from office.presenters.sending import sending_page
from office.sending import begin_series, offer_of, send
from office.views.patient_forms import to_forms
from smartforms.actions import CannotSend


@in_workspace(SENDING, methods=WRITES)
def sending(request, space):
    """Choose forms and to whom. What waits there already is not sent twice."""
    if space.patient.is_locked:
        messages.warning(request, _("Portal access to this record is locked. Lift that first."))
        return to_forms(space)
    offer = offer_of(space)
    form = Sending(posted(request), offer=offer)
    if request.method == "POST" and form.is_valid():
        who = {"by": request.user, "at": space.at}
        try:
            if form.is_series:
                begun = begin_series(space.patient, form.recipient, form.asking, pace=form.pace, **who)
            else:
                sent = send(space.patient, form.recipient, form.asking, **who)
        except CannotSend:  # archived between two looks
            form.add_error("templates", _("Choose from the forms that are there"))
        else:
            if form.is_series:
                _say_begun(request, begun, form.recipient.email)
            else:
                _say(request, sent, form.recipient.email)
            return to_forms(space)
    status = 422 if form.is_bound else 200
    return render(request, "office/form_sending.html", sending_page(space, offer, form), status=status)


def _say_begun(request, begun, email):
    if begun:
        messages.success(request, _("The series has begun for %(email)s.") % {"email": email})
    else:
        messages.info(request, _("That series runs already, so none was begun."))


def _say(request, sent, email):
    number = {"n": len(sent.new), "email": email}
    if sent.link:
        messages.success(request, _("A link to the forms is on its way to %(email)s.") % number)
    elif sent.new:
        words = ngettext("One form went to %(email)s.", "%(n)d forms went to %(email)s.", len(sent.new))
        messages.success(request, words % number)
    elif sent.asked and not sent.waited:
        messages.info(request, _("Nothing was sent: it was filled in before, or waits elsewhere."))
    else:
        messages.info(request, _("That waits there already, so nothing was sent twice."))
