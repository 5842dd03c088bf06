"""The things of the settings whose addresses are tried."""

from datetime import timedelta

from clinic.tests import factories as of_clinics
from common.tests.moment import AT
from records.models import AccessRules, RetentionRules
from smartforms.models import Preferences as FormPreferences
from tests import story

HOUR = timedelta(hours=1)


def things_of_settings(everybody) -> dict:
    """A row of every settings table, of this clinic and of the other: what each is called → its part of an address."""
    things = {}
    for house, person in (
        (everybody.at_harbour, everybody.petra),
        (everybody.at_lakeside, everybody.lena),
    ):
        clinic = house.clinic
        rows = {
            "clinic_clinic": clinic,
            "clinic_practitioner": person,
            "clinic_service": house.treatment,
            "clinic_resource": of_clinics.ResourceFactory(clinic=clinic),
            "clinic_openinghours": person.hours.first(),
            "clinic_hoursexception": of_clinics.HoursExceptionFactory(
                practitioner=person, location=house.place, date=story.TOMORROW.date()
            ),
            "clinic_timeoff": of_clinics.TimeOffFactory(bookable=person, starts_at=AT, ends_at=AT + HOUR),
            "clinic_closure": of_clinics.ClosureFactory(clinic=clinic),
            "clinic_category": house.treatment.category,
            "clinic_location": house.place,
            "records_accessrules": AccessRules.objects.get_or_create(
                clinic=clinic, defaults={"review_age": 12, "majority_age": 18}
            )[0],
            "records_retentionrules": RetentionRules.objects.get_or_create(clinic=clinic)[0],
            "smartforms_template": house.form,
            "smartforms_preferences": FormPreferences.objects.get_or_create(clinic=clinic)[0],
        }
        for table, row in rows.items():
            thing = f"{clinic.slug}’s {table}"
            things[thing] = {"object_id": row.pk}
            things[f"short way to {thing}"] = {"path": f"/admin/{table.replace('_', '/')}/{row.pk}/"}
    for table in rows:
        room, model = table.split("_", 1)
        asked = f"?app_label={room}&model_name={model}&field_name=user&term=a"
        things[f"choices of {table} as one types"] = {"path": f"/admin/autocomplete/{asked}"}
    things["no row"] = {"object_id": 0}
    things["nothing in the settings"] = {"path": "/admin/nothing/"}
    return things
