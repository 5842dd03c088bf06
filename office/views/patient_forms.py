"""A patient's forms: where they stand; reminding, giving more time, taking back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common.http import posted
from common.paging import page_number
from office.alerts import alerts_for
from office.doors import ACTS, WRITES, in_workspace
from office.forms.due import Extension
from office.forms_report import addresses_of
from office.parts import FORMS, SENDING
from office.patient_forms import form_of, forms_of, is_mailed_to
from office.presenters import patient_forms as show
from office.presenters.alerts import alert_rows
from office.presenters.series import series_line
from office.series import series_rows
from smartforms.actions import cancel
from smartforms.mailing import mail_again
from smartforms.mending import give_until
from smartforms.sending import remind


@in_workspace(FORMS)
def forms(request, space):
    """Every form of the patient, the last sent first."""
    page = forms_of(space, page_number(request.GET.get("page", "")))
    alerts = alerts_for(space.member, request.clinic, patient=space.patient, at=space.at)
    shown = show.forms_page(page) | {
        "alerts": alert_rows(alerts, zone=space.zone),
        "series": [series_line(one, space) for one in series_rows(space.patient)],
    }
    return render(request, "office/patient_forms.html", shown)


@in_workspace(SENDING, methods=ACTS)
def reminder(request, space, assignment):
    """A neutral mail to the account the form went to, at most once a minute."""
    found = _form(space, assignment)
    if remind(found, by=request.user, at=space.at):
        messages.success(
            request, _("A reminder is on its way to %(email)s.") % {"email": found.account.email}
        )
    else:
        messages.info(request, _("No reminder was sent: one just left, or the form does not wait any more."))
    return to_forms(space)


@in_workspace(SENDING, methods=ACTS)
def mail(request, space, assignment):
    """The link a form was mailed with once more, while that address is on file; at most once a minute."""
    found = _form(space, assignment)
    to = next((one for one in addresses_of(space.patient, at=space.at) if is_mailed_to(found, one)), None)
    if (
        to
        and not space.patient.is_locked
        and mail_again(found, relation=to.relation, by=request.user, at=space.at)
    ):
        messages.success(request, _("A link to the forms is on its way to %(email)s.") % {"email": to.email})
    else:
        messages.info(
            request, _("Nothing was mailed: a link just left, or the form or the address has changed.")
        )
    return to_forms(space)


@in_workspace(SENDING, methods=WRITES)
def extension(request, space, assignment):
    """Another due date; a form that ran out is open again."""
    found = _form(space, assignment)
    if found.is_over:
        return to_forms(space)
    form = Extension(posted(request), space=space, was=found.due_at)
    if request.method == "POST" and form.is_valid():
        if give_until(found, until=form.due_at, by=request.user, at=space.at):
            messages.success(request, _("The due date is changed."))
        return to_forms(space)
    page = show.extension_page(space, found, form)
    return render(request, "office/confirm.html", page, status=422 if form.is_bound else 200)


@in_workspace(SENDING, methods=WRITES)
def cancellation(request, space, assignment):
    """Take a form back that is no longer needed."""
    found = _form(space, assignment)
    if found.is_over:
        return to_forms(space)
    if request.method == "POST":
        if cancel(assignment=found, by=request.user, at=space.at):
            messages.success(request, _("The form is taken back."))
        return to_forms(space)
    return render(request, "office/confirm.html", show.cancellation_page(space, found))


def to_forms(space):
    """Back to the tab, after something was done."""
    return redirect("office:patient_forms", space.patient.pk)


def _form(space, pk):
    found = form_of(space.patient, pk)
    if found is None:
        raise Http404
    return found
