"""The settings that are pages of the office: managers and owners, the operator, this clinic's rows only (D4)."""

from booking.models import ServiceForm
from tests.matrix.door import NOT_IN_SETTINGS, Door
from tests.matrix.settings_policy import SETTINGS

OTHERS = f"403 {NOT_IN_SETTINGS} | 404"
MAY, WRONG, DONE = (f"{code} {SETTINGS} | {OTHERS}" for code in ("200", "422", "302"))
ANY = f"any {SETTINGS} | {OTHERS}"
NOT_THERE = OTHERS

LISTS = ("settings", "settings_places", "settings_people", "settings_services", "settings_hours")
FORMS = (
    "settings_details", "settings_look", "settings_documents", "settings_forms", "settings_retention",
    "settings_place_new", "settings_person_new", "settings_service_new", "settings_closure_new",
    "settings_time_off_new", "settings_day_new",
)  # fmt: skip
RETIRES = {"place": "settings_place", "person": "settings_person", "service": "settings_service"}
GOES = {"closure": "settings_closure", "time off": "settings_time_off", "day": "settings_day"}


def _row(name: str, about: str, get: str = MAY, post: str = WRONG) -> list[Door]:
    """A page about a row of this clinic; of another clinic, and of none, there is none."""
    elsewhere = [
        Door(name, f"{whose} {about}", NOT_THERE if get != "405" else "405", NOT_THERE)
        for whose in ("lakeside’s", "no")
    ]
    return [Door(name, f"harbour’s {about}", get, post), *elsewhere]


SETTINGS_PAGES = [
    *(Door(f"office:{name}", "", MAY) for name in (*LISTS, "settings_closures", "settings_away", "settings_days")),
    Door("office:settings_look_sheet", "", MAY),
    Door("office:settings_access", "", MAY, DONE),  # no age need be chosen
    *(Door(f"office:{name}", "", MAY, WRONG) for name in FORMS),
    *(
        door
        for about, name in RETIRES.items()
        for door in (
            *_row(f"office:{name}", f"settings {about}"),
            *_row(f"office:{name}_retiring", f"settings {about}"),
            *_row(f"office:{name}_taking_up", f"settings {about}", "405", DONE),
        )
    ),
    *_row("office:settings_week", "settings person"),
    *_row("office:settings_service_forms", "settings service"),
    *_row("office:settings_service_form", "settings form", MAY, WRONG),
    *_row("office:settings_service_form_removal", "settings form", "405", ANY),
    *(
        door
        for about, name in GOES.items()
        for door in (
            *_row(f"office:{name}", f"settings {about}"),
            *_row(f"office:{name}_removal", f"settings {about}", MAY, ANY),
        )
    ),
]  # fmt: skip


def things_of_settings_pages(everybody) -> dict:
    """What their addresses are made of. The rows of the tables are there already (`settings_rows.py`)."""
    things = {"harbour’s logo": {"slug": "harbour", "mark": "0" * 12}}
    houses = {"harbour’s": everybody.at_harbour, "lakeside’s": everybody.at_lakeside}
    for whose, house in houses.items():
        table = f"{house.clinic.slug}’s clinic_"

        def key(name, table=table):
            return everybody.things[table + name]["object_id"]

        things |= {
            f"{whose} settings place": {"place": key("location")},
            f"{whose} settings person": {"person": key("practitioner")},
            f"{whose} settings service": {"service": key("service")},
            f"{whose} settings closure": {"row": key("closure")},
            f"{whose} settings time off": {"row": key("timeoff")},
            f"{whose} settings day": {"row": key("hoursexception")},
        }
        link = ServiceForm.objects.get(service=house.assessment)
        things[f"{whose} settings form"] = {"service": house.assessment.pk, "link": link.pk}
    none = {"place": 0, "person": 0, "service": 0, "row": 0, "link": 0}
    things |= {f"no settings {about}": none for about in (*RETIRES, *GOES, "form")}
    return things
