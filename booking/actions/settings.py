"""What a clinic sets about booking."""

from django.db import transaction

from booking.models import ServiceForm
from clinic.keeping import keep_setting
from clinic.models import Service


def keep(row, *, by):
    """Save a clinic's rules or its button as they were set; every page follows from its next request on."""
    return keep_setting(row, by=by, clinic=row.clinic_id)


@transaction.atomic
def bring_along(template, services, *, rule, by) -> list:
    """These services bring a form from now on, as often as `rule` says. What brings it already stays as it is set."""
    keys = [service.pk for service in services]
    locked = list(Service.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    there = set(ServiceForm.objects.filter(template=template).values_list("service_id", flat=True))
    return [
        keep_setting(ServiceForm(service=one, template=template, rule=rule), by=by, clinic=one.clinic_id)
        for one in locked
        if one.pk not in there
    ]
