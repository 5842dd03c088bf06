"""How somebody, a place or a service is retired and taken up again: one way for all three."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from booking.closing import visits_of
from clinic.keeping import retire, take_up
from common import clock
from common.http import posted
from office.forms.settings.retiring import RetiringForm
from office.presenters.settings.leaving import leaving_page


def link_of(row, name) -> dict:
    """What the page of a row says below its form: the way to retire it, or to take it up again."""
    way = "taking_up" if row.retired_at else "retiring"
    return {"url": reverse(f"office:{name}_{way}", args=[row.pk]), "again": bool(row.retired_at)}


def retire_page(request, row, name, whole):
    """What stands in the way, with the button. `name` is its page, `whole` the list of all."""
    if row.retired_at:
        return redirect(f"office:{name}", row.pk)
    sent, at = posted(request), clock.now()
    form = RetiringForm(sent, visits=visits_of(row, at=at))
    page = leaving_page(form, row, request.clinic, name)
    if sent is not None and not page["blocked"] and form.is_valid():
        if retire(row, by=request.user, at=at):
            messages.success(request, _("%(name)s is retired.") % {"name": row})
        return redirect(f"office:{whole}")
    status = 422 if sent is not None else 200
    return render(request, "office/settings/retiring.html", page, status=status)


def take_up_again(request, row, name):
    """Offered again, as it was set."""
    if take_up(row, by=request.user):
        messages.success(request, _("%(name)s is in use again.") % {"name": row})
    return redirect(f"office:{name}", row.pk)
