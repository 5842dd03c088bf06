"""Somebody asks to be let in: staff say yes or no."""

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _

from office.access import requests_of, was_asked
from office.doors import ACTS, in_workspace
from office.parts import ACCESS
from office.presenters.grants import asks_rows
from office.views.access import to_access
from records.actions.opening import decide_request

ANSWERS = {"accept": True, "decline": False}


@in_workspace(ACCESS, methods=ACTS)
def decision(request, space, asking):
    """Accept or decline. What was decided meanwhile stays decided."""
    answer = ANSWERS.get(request.POST.get("answer"))
    if not was_asked(space.patient, asking):
        raise Http404
    found = requests_of(space.patient).filter(pk=asking).first()
    if found is None or answer is None:
        return to_access(space)
    found.patient = space.patient
    if answer and not asks_rows([found], space)[0]["may_accept"]:
        messages.warning(request, _("This account cannot be let in now. Nothing was changed."))
        return to_access(space)
    decide_request(found, accept=answer, by=request.user, at=space.at)
    said = _("%(email)s was let in.") if answer else _("The request of %(email)s was declined.")
    messages.success(request, said % {"email": found.account.email})
    return to_access(space)
