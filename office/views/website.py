"""The button on the clinic's own website: how it looks, where it leads, the code to paste, the square to print."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking import website as buttons
from booking.actions.settings import keep
from clinic.policies import may_configure
from common import qr
from common.http import posted
from office.forms.website import WebsiteForm
from office.only_for import BOTH, only_for
from office.presenters.website import website_page

WHO = gettext_lazy("The website button is for managers and owners.")
DRAWN = {"svg": (qr.svg, "image/svg+xml"), "png": (qr.png, "image/png")}


@only_for(may_configure, says=WHO, answers=BOTH)
def website(request):
    """Design the button. “Show” draws what is typed, with its code, and saves nothing."""
    button, sent = buttons.button_of(request.clinic), posted(request)
    form = WebsiteForm(sent, button=button)
    is_right = form.is_valid()
    if is_right and "show" not in sent:
        keep(form.fill(button), by=request.user)
        messages.success(
            request, _("The website button is saved. Paste its code again if you changed how it looks.")
        )
        return redirect("office:settings" if "close" in sent else "office:website")
    page = {**website_page(button, form), "has_errors": bool(form.errors)}
    status = 422 if sent is not None and not is_right else 200
    return render(request, "office/website.html", page, status=status)


@only_for(may_configure, says=WHO)
def website_square(request, kind):
    """The button's address as a square to print, as a file."""
    return square_file(buttons.address_of(buttons.button_of(request.clinic)), kind, name="booking")


def square_file(address, kind, *, name) -> HttpResponse:
    """A square that leads to an address, to save and print."""
    draw, content_type = DRAWN[kind]
    answer = HttpResponse(draw(address), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
