"""Who the clinic is."""

from django.utils.translation import gettext as _

from clinic.keeping import keep_setting
from clinic.models import Clinic
from common import clock
from common.http import posted
from office.forms.settings.details import DetailsForm
from office.presenters.settings.pages import back_to_settings
from office.views.settings.door import answer, settings_page


def form_of(request):
    """The form of the clinic's details, and what keeps it."""
    # A copy: what is typed wrongly is not on the page's frame.
    clinic = Clinic.objects.get(pk=request.clinic.pk)
    form = DetailsForm(posted(request), instance=clinic, clinic=request.clinic, at=clock.now())
    return form, lambda: keep_setting(clinic, by=request.user, clinic=clinic)


@settings_page()
def details(request):
    """Name, address, telephone, language, time zone, money."""
    form, keep = form_of(request)
    return answer(
        request,
        form,
        keep=keep,
        said=_("The clinic’s details are saved."),
        to="office:settings",
        page={"title": _("Clinic"), **back_to_settings()},
    )
