"""The clinic's look, drawn as it is chosen: “Show” and the nearest colours save nothing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic import theme
from clinic.admin_forms import look_of
from clinic.keeping import keep_setting
from clinic.logo import drop_logo, keep_logo
from clinic.models import Clinic
from common import files
from common.http import posted
from office.forms.settings.look import LookForm, mended
from office.presenters.settings.look import SAMPLE, look_page
from office.views.settings.door import LOOKS, settings_page


@settings_page()
def look(request):
    """Colours, corners, letters, logo."""
    clinic = Clinic.objects.get(pk=request.clinic.pk)  # a copy: what is typed is not on the page's frame
    sent, form = posted(request), _form(request, clinic, posted(request))
    if sent is not None and "mend" in sent:
        form = _form(request, clinic, mended(sent, form))
    asks = sent is not None and bool({"show", "mend"} & sent.keys())
    if sent is not None and not asks and form.is_valid() and _keep(request, clinic, form):
        messages.success(request, _("The look is saved."))
        return redirect("office:settings_look")
    status = 422 if sent is not None and not asks else 200
    return render(request, "office/settings/look.html", look_page(form, request.clinic), status=status)


@settings_page(LOOKS)
def sheet(request):
    """A look as the style sheet of the samples; what makes no sense is not drawn."""
    return HttpResponse(theme.css(look_of(request.GET, theme.Theme()), of=SAMPLE), content_type="text/css")


def _form(request, clinic, sent):
    too_large = getattr(request, "too_large", ())
    return LookForm(sent, request.FILES or None, instance=clinic, clinic=request.clinic, too_large=too_large)


def _keep(request, clinic, form) -> bool:
    said = form.cleaned_data
    try:
        if said.get("new_logo"):
            keep_logo(clinic, said["new_logo"], by=request.user)
        elif said.get("without_logo"):
            drop_logo(clinic, by=request.user)
    except files.Refused as refused:
        form.add_error("new_logo", str(refused))
        return False
    clinic.refresh_from_db(fields=["logo", "logo_mark"])
    keep_setting(clinic, by=request.user, clinic=clinic)
    return True
