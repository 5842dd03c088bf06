"""Access codes: made and shown once, mailed as a link, printed, cancelled."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

import audit
from common import pdf
from common.http import posted
from office.access import access_of, address_for, codes_of, is_waiting
from office.contacts import contacts_of
from office.doors import ACTS, WRITES, in_workspace
from office.forms.codes import NewCode
from office.inviting import give_code
from office.parts import ACCESS
from office.presenters.access import access_page
from office.presenters.new_code import new_code_page
from office.presenters.slip import slip_values
from office.views.access import to_access
from records import four_words
from records.actions import codes


@dataclass(frozen=True)
class Issued:
    """A code and its words, for as long as one answer takes."""

    code: object
    words: list[str]


@in_workspace(ACCESS, methods=WRITES)
@sensitive_variables("issued", "words")
def code(request, space):
    """For whom a new code is; the answer to the POST shows its words, and nothing ever does again."""
    if space.patient.is_locked:
        return _locked(request, space)
    form = NewCode(posted(request), space=space, contacts=contacts_of(space.patient))
    if request.method == "POST" and form.is_valid():
        wanted = {"mark": form.cleaned_data["mark"], "contact": form.contact} | form.as_issued()
        made, words = give_code(space.patient, by=request.user, at=space.at, **wanted)
        if not words:
            messages.info(
                request,
                _(
                    "That code was made already, and its words were shown once. Make a new one if they were lost."
                ),
            )
            return to_access(space)
        issued = Issued(made, words)
        return render(request, "office/access.html", access_page(access_of(space), issued=issued))
    status = 422 if form.is_bound else 200
    return render(request, "office/new_code.html", new_code_page(space, form), status=status)


@in_workspace(ACCESS, methods=ACTS)
def mail(request, space, code):
    """Mail the link of a code to the address on file, if that is still the one that was on the page."""
    found = _code(space, code)
    address = address_for(found, space.patient)
    if not address or address != request.POST.get("address"):
        messages.warning(request, _("The address on file has changed. Nothing was sent: look again."))
    elif codes.mail_link(found, email=address, by=request.user, at=space.at):
        messages.success(request, _("Access link on its way to %(address)s.") % {"address": address})
    else:
        messages.warning(request, _("That code opens nothing any more. Make a new one."))
    return to_access(space)


@in_workspace(ACCESS, methods=ACTS)
def cancellation(request, space, code):
    """Neither the words nor the link open anything any more."""
    if codes.cancel_code(_code(space, code), by=request.user, at=space.at):
        messages.success(request, _("Code cancelled."))
    return to_access(space)


@in_workspace(ACCESS, methods=ACTS)
@sensitive_post_parameters("words")
@sensitive_variables("words", "values")
def slip(request, space, code):
    """The words on paper. They come from the page that showed them, and are printed only if they are this code's."""
    found = _code(space, code)
    words = four_words.read(request.POST.get("words", ""))
    if words is None or not is_waiting(found, space.at) or not codes.has_words(found, words):
        messages.warning(request, _("That slip cannot be printed any more. Make a new code."))
        return to_access(space)
    values = slip_values(space, found, words)
    paper = pdf.render("slip", values, language=get_language(), at=space.at)
    audit.record("slip.printed", by=request.user, target=found, patient=space.patient, clinic=request.clinic)
    answer = HttpResponse(paper, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="access-code.pdf"'
    return answer


def _code(space, pk):
    found = codes_of(space.patient).filter(pk=pk).first()
    if found is None:
        raise Http404
    found.patient = space.patient
    return found


def _locked(request, space):
    messages.warning(request, _("Portal access to this record is locked. Lift that first."))
    return to_access(space)
