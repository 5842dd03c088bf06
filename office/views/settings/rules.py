"""The rules of which a clinic has one row each: access, forms, keeping records."""

from django.utils.translation import gettext as _

from clinic.keeping import keep_setting
from common.http import posted
from office.forms.settings.rules import AccessRulesForm, FormRulesForm, RetentionForm
from office.presenters.settings.pages import back_to_settings
from office.views.settings.door import answer, settings_page


@settings_page()
def access(request):
    """From which age young people decide themselves, what invitations give, when treatment plans show."""
    return _one_row(
        request,
        AccessRulesForm,
        title=_("Young people and access"),
        lead=_(
            "The law differs from place to place, so there is no default. "
            "Until both ages are chosen, nobody but the patient can be given the record of a minor in full."
        ),
    )


@settings_page()
def forms(request):
    """How long a form stays open, and who may fill one in without an account."""
    return _one_row(request, FormRulesForm, title=_("Rules for forms"))


@settings_page()
def retention(request):
    """How many years records are kept before they may be erased."""
    return _one_row(request, RetentionForm, title=_("Keeping records"))


def _one_row(request, form_class, *, title, lead=""):
    """The clinic's only row of its kind; there is none until it is saved for the first time."""
    clinic, model = request.clinic, form_class.Meta.model
    row = model.objects.filter(clinic_id=clinic.pk).first() or model(clinic_id=clinic.pk)
    return answer(
        request,
        form_class(posted(request), instance=row, clinic=clinic),
        keep=lambda: keep_setting(row, by=request.user, clinic=clinic),
        said=_("The rules are saved."),
        to="office:settings",
        page={"title": title, "lead": lead, **back_to_settings()},
    )
