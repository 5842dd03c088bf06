"""The clinic's forms: counters, and who still has one to fill in."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

import audit
from clinic.team import member_behind
from common import clock
from common.paging import page_number
from office.alerts import alerts_for
from office.changes import waiting_changes
from office.clinic_forms import counted_forms, following
from office.only_for import only_for
from office.policies import handles_all, sees_forms
from office.presenters.alerts import alert_rows
from office.presenters.clinic_forms import change_rows, form_page, forms_page
from office.tray import ALL, PROPOSED, counts_behind
from records.policies import may_keep_contacts
from smartforms.alerts import KIND as ALERT
from smartforms.models import Status
from smartforms.policies import may_build_forms, may_send_to_many

WHO = gettext_lazy("Which forms were sent is for the front desk, practitioners, managers and owners.")


@only_for(sees_forms, says=WHO)
def forms(request):
    """Every form of the clinic with how many stand where."""
    at, clinic = clock.now(), request.clinic
    member, archived = member_behind(request), request.GET.get("show") == "archived"
    waits = counts_behind(request).kinds(
        ALL
    )  # who handles all that waits knows from these whether there is any
    alerts = alerts_for(member, clinic, at=at) if ALERT in waits or not handles_all(member) else []
    if alerts:
        audit.opened(
            "alerts.listed", by=request.user, target="alerts", at=at, clinic=clinic,
            ids=[alert.response.patient_id for alert in alerts],
        )  # fmt: skip
    rows = counted_forms(clinic, at=at, archived=archived)
    told = alert_rows(alerts, zone=clinic.zone)
    page = forms_page(rows, told, builds=may_build_forms(member), archived=archived)
    page["sends_to_many"] = may_send_to_many(member)
    if may_keep_contacts(member) and PROPOSED in waits and (changed := waiting_changes(clinic)):
        page["changes"] = change_rows(changed, clinic.zone)
        seen = [patient.pk for patient in changed]
        audit.opened("changes.listed", by=request.user, target="changes", at=at, clinic=clinic, ids=seen)
    return render(request, "office/clinic_forms.html", page)


@only_for(sees_forms, says=WHO)
def form(request, template):
    """Who has one form to fill in, the earliest due first; or those with whom it stands otherwise."""
    at, asked = clock.now(), request.GET.get("show", "")
    shown, number = (
        Status(asked) if asked in Status.values else None,
        page_number(request.GET.get("page", "")),
    )
    found = following(request.clinic, template, shown=shown, number=number, at=at)
    if found is None:
        raise Http404
    audit.opened(
        "forms.followed",
        by=request.user,
        target=f"{template}:{shown or ''}:{found.page.number}",
        at=at,
        clinic=request.clinic,
        ids=[row.patient_id for row in found.page],
    )
    shown = form_page(found, request.clinic)
    member = member_behind(request)
    if may_build_forms(member):
        shown["versions_url"] = reverse("office:form_versions", args=[template])
    if may_send_to_many(member):
        shown["guests_url"] = reverse("office:guests", args=[template])
        shown["many_url"] = f"{reverse('office:forms_sending')}?form={template}"
    return render(request, "office/clinic_form.html", shown)
