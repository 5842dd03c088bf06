"""The tray: everything that waits for the clinic, and ticking off what is only told."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import audit
from clinic.team import member_behind
from common import clock
from common.paging import page_number
from office.only_for import ACTS, only_for
from office.policies import sees_tray
from office.presenters.tray import tray_page
from office.tray import is_told, tray_of, waiting_counts, waiting_for
from tray import actions

WHO = gettext_lazy(
    "The tray is for the front desk, managers and owners, and for practitioners with their own patients."
)


@only_for(sees_tray, says=WHO)
def tray(request):
    """What waits, what must not wait first, then files, the oldest at the top; one kind of it where that is asked."""
    at, member = clock.now(), member_behind(request)
    number = page_number(request.GET.get("page", ""))
    kinds = waiting_counts(request)
    found = tray_of(member, request.clinic, kinds, kind=request.GET.get("kind", ""), number=number, at=at)
    audit.opened(
        "tray.listed",
        by=request.user,
        target=f"{request.clinic.pk}:{found.kind}:{found.page.number}",
        at=at,
        clinic=request.clinic,
        ids=list(found.patients),
    )
    return render(request, "office/tray.html", tray_page(found, member, request.clinic))


@only_for(sees_tray, says=WHO, answers=ACTS)
def tray_done(request, waits):
    """Somebody has taken note. What has to be decided is not ticked off but decided."""
    at = clock.now()
    rows = waiting_for(member_behind(request), request.clinic, at=at)
    found = get_object_or_404(rows, pk=waits)
    if not is_told(found.kind):
        messages.info(request, _("This is decided on its own page."))
    elif actions.tick_off(found, by=request.user, at=at):
        messages.success(request, _("Taken off the tray."))
    return redirect("office:tray")
