"""A form's public link: switched on, renewed, switched off, printed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

import audit
from common import clock, pdf
from office.only_for import ACTS, only_for
from office.presenters.guests import guest_page, guest_slip
from smartforms import guests as doing
from smartforms.actions import CannotSend
from smartforms.models import GuestLink, Template
from smartforms.policies import may_send_to_many

WHO = gettext_lazy("Public links to forms are for the front desk, managers and owners.")


@only_for(may_send_to_many, says=WHO)
def guests(request, template):
    """The link, a square to scan, and what can be done with them."""
    found = _template(request, template)
    link = _link(found)
    is_full = link is not None and doing.is_full(link, at=clock.now())
    page = guest_page(found, link, request.clinic) | {"is_full": is_full}
    return render(request, "office/guests.html", page)


@only_for(may_send_to_many, says=WHO, answers=ACTS)
def guest_opening(request, template):
    """On, or renewed: the old link opens nothing more."""
    found = _template(request, template)
    try:
        doing.open_link(found, by=request.user, at=clock.now())
    except CannotSend:
        messages.warning(
            request, _("This form cannot be sent: publish it first, or bring it back from the archive.")
        )
    else:
        messages.success(request, _("The public link is on."))
    return redirect("office:guests", found.pk)


@only_for(may_send_to_many, says=WHO, answers=ACTS)
def guest_closing(request, template):
    """Off, at once. Forms that guests have begun stay."""
    found = _template(request, template)
    if doing.close_link(found, by=request.user, at=clock.now()):
        messages.success(request, _("The public link is off."))
    return redirect("office:guests", found.pk)


@only_for(may_send_to_many, says=WHO)
def guest_slip_paper(request, template):
    """A slip for the waiting room, with the square."""
    at, found = clock.now(), _template(request, template)
    link = _link(found)
    if link is None:
        raise Http404
    paper = pdf.render("guest", guest_slip(found, link, request.clinic), language=get_language(), at=at)
    audit.opened("form.guest_slip_printed", by=request.user, target=found, at=at, clinic=request.clinic)
    answer = HttpResponse(paper, content_type="application/pdf")
    name = slugify(found.title)[:60] or "form"
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def _template(request, pk) -> Template:
    return get_object_or_404(Template.objects.of(request.clinic), pk=pk)


def _link(template) -> GuestLink | None:
    return GuestLink.objects.filter(template=template, closed_at=None).select_related("opened_by").first()
