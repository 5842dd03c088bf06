"""The fetch is the permission check: every page about a person begins here."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from portal.household import household_of
from records.models import Patient


def open_record(request, patient_id):
    """The household and the grant on the record in the address; a 404 when it is not there for this account.

    A record of another clinic is not there either, at this clinic's host.
    """
    household = household_of(request)
    visible = Patient.objects.visible_to(request.user, at=household.at).of(request.clinic)
    record = get_object_or_404(visible, pk=patient_id)
    grant = household.grant_on(record.pk)
    if grant is None:  # ended between two looks
        raise Http404
    return household, grant
