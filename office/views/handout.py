"""The paper about the portal: looked at and printed by the whole team, written by managers and owners."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from booking.actions.settings import keep
from clinic.policies import may_configure
from clinic.team import member_behind
from common import clock, pdf
from common.http import posted
from office.forms.handout import HandoutForm
from office.handout import handout_of, reset
from office.only_for import BOTH, only_for, refuse
from office.policies import prints_handout
from office.presenters.handout import handout_page, handout_values

WHO = gettext_lazy("The handout is for everybody of the team.")
WHO_WRITES = gettext_lazy("The handout is written by managers and owners.")


@only_for(prints_handout, says=WHO, answers=BOTH)
def handout(request):
    """Look at it, and write it. “Show” draws what is typed and saves nothing; “ours” brings our words back."""
    may_edit = may_configure(member_behind(request))
    language, sent = _language(request), posted(request)
    if sent is not None and not may_edit:
        return refuse(request, WHO_WRITES)
    here = f"{reverse('office:handout')}?language={language}"
    if sent is not None and "ours" in sent:
        if reset(request.clinic, language, by=request.user):
            messages.success(request, _("The handout says again what it came with."))
        return redirect(here)
    paper = handout_of(request.clinic, language)
    form = HandoutForm(sent, instance=paper)
    is_right = form.is_valid()  # also puts what is typed into the paper, for the drawing
    if sent is not None and is_right and "show" not in sent:
        keep(form.instance, by=request.user)
        messages.success(request, _("The handout is saved."))
        return redirect(here)
    page = handout_page(form.instance, form, request.clinic, may_edit=may_edit)
    return render(
        request, "office/handout.html", page, status=422 if sent is not None and not is_right else 200
    )


def _language(request) -> str:
    """The one that was asked for, of those we speak; else one's own."""
    spoken = [code for code, _name in settings.LANGUAGES]
    asked = request.GET.get("language", "")
    return asked if asked in spoken else get_language() if get_language() in spoken else spoken[0]


@only_for(prints_handout, says=WHO)
def handout_paper(request, language, size):
    """As a PDF, a whole sheet or half of one."""
    paper = handout_of(request.clinic, language)
    values = handout_values(paper, request.clinic, size)
    try:
        printed = pdf.render("handout", values, language=language, at=clock.now())
    except pdf.Unprintable:
        messages.error(request, _("This cannot be printed. Make it shorter."))
        return redirect("office:handout")
    answer = HttpResponse(printed, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="portal-{language}.pdf"'
    return answer
