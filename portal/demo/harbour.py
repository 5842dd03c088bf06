"""Harbour Street Clinic: naturopaths, physiotherapists and a massage therapist in Halifax."""

from django.conf import settings

from booking.models import Preferences, WebsiteButton
from booking.models.button import OpensAs
from clinic.models import Clinic, Location
from clinic.models.clinic import Role
from portal.demo import (
    PASSWORD,
    charts,
    day,
    documents,
    duplicates,
    emergencies,
    families,
    forms,
    hours,
    imports,
    past,
    people,
    plans,
    profile,
    red_flags,
    services,
    team,
    waiting,
)
from portal.demo.services import Offered
from portal.demo.visits import Diary
from records.models import AccessRules
from smartforms.shipped import shipped

ONCE, EVERY = "once", "every"
PHYSIOTHERAPISTS = ("tomas-reyes", "hanna-berg", "desmond-mbeki")
NATUROPATHS = ("ingrid-solberg", "amara-okafor")
WEEKDAYS = hours.MONDAY_TO_FRIDAY
BRING_SHOES = "Wear shorts and bring the shoes you move in."

STAFF = {
    "nora": ("Nora", "Whitfield", Role.OWNER),
    "jonah": ("Jonah", "Beck", Role.FRONT_DESK),
    "ingrid": ("Ingrid", "Solberg", Role.PRACTITIONER),
    "tomas": ("Tomas", "Reyes", Role.PRACTITIONER),
}
# Name, short name, credentials, what they are good at, colour, whose account, week.
PRACTITIONERS = {
    "ingrid-solberg": (
        "Dr. Ingrid Solberg", "Dr. Solberg", "Naturopathic doctor", "Tiredness, digestion and hormones",
        "tide", "ingrid", [(WEEKDAYS, "9:00", "12:00"), (WEEKDAYS, "13:00", "17:00")],
    ),
    "amara-okafor": (
        "Dr. Amara Okafor", "Dr. Okafor", "Naturopathic doctor", "Children, skin and allergies",
        "rose", None, [(WEEKDAYS, "8:00", "15:00")],
    ),
    "tomas-reyes": (
        "Tomas Reyes", "", "Registered physiotherapist", "Knees, running injuries and teenagers who play sports",
        "iris", "tomas",
        [((0, 1, 2, 4), "8:00", "12:15"), ((0, 1, 2, 4), "13:00", "18:00"), ((3,), "8:40", "12:00"),
         ((3,), "12:40", "19:40")],
    ),
    "hanna-berg": (
        "Hanna Berg", "", "Registered physiotherapist", "Backs, necks and pelvic health",
        "rose", None, [((2, 3, 4), "9:00", "12:20"), ((2, 3, 4), "13:00", "16:00")],
    ),
    "desmond-mbeki": (
        "Desmond Mbeki", "", "Physiotherapy resident, with Tomas Reyes", "Shoulders, wrists and getting started again",
        "tide", None, [((2, 4), "9:00", "16:00")],
    ),
    "priya-nair": (
        "Priya Nair", "", "Registered massage therapist", "Necks, shoulders and tired legs",
        "moss", None, [(WEEKDAYS, "10:00", "18:00")],
    ),
}  # fmt: skip
ON_THE_MODEL_DAY = ("ingrid-solberg", "amara-okafor", "tomas-reyes", "priya-nair")

SERVICES = (
    Offered(
        "Naturopathic care", "first-naturopathic-visit", "First naturopathic visit",
        "A long first conversation, a gentle exam and a plan you take home.",
        75, 18500, NATUROPATHS, (("medical-history", ONCE),), more={"audience": "new"},
    ),
    Offered(
        "Naturopathic care", "follow-up-visit", "Follow-up visit", "See how the plan is going and adjust it.",
        45, 12000, NATUROPATHS, (("phq-9", EVERY),), more={"tag": "In person or video"},
    ),
    Offered(
        "Naturopathic care", "childrens-visit", "Children’s visit",
        "For children under 12. A parent stays in the room.",
        50, 13000, ("amara-okafor",), (("child-registration", ONCE),), more={"buffer_after": 10},
    ),
    Offered(
        "Physiotherapy", "physiotherapy-assessment", "Physiotherapy assessment",
        "A first look at an injury, pain or stiffness, with the first exercises.",
        60, 11000, PHYSIOTHERAPISTS, (("physiotherapy-intake", ONCE),),
        more={"tag": "Any age", "on_the_day": BRING_SHOES},
    ),
    Offered(
        "Physiotherapy", "physiotherapy-treatment", "Physiotherapy treatment",
        "Hands-on treatment and progress on your exercises.",
        40, 8500, ("tomas-reyes",),
        more={"audience": "returning", "buffer_after": 5, "on_the_day": BRING_SHOES},
    ),
    Offered(
        "Massage therapy", "therapeutic-massage", "Therapeutic massage", "Focused work on one or two areas.",
        60, 10500, ("priya-nair",), room="Massage room", more={"buffer_after": 15},
    ),
    Offered(
        "Massage therapy", "pregnancy-acupuncture", "Pregnancy acupuncture",
        "We ask a few questions by phone before the first visit.", 45, None, more={"is_online": False},
    ),
)  # fmt: skip


def _clinic(*, at) -> Clinic:
    details = {
        "name": "Harbour Street Clinic",
        "hosts": ["localhost", "127.0.0.1", "[::1]"],
        "logo": "harbour-street.svg",
        "guide_put_away_at": at,
        "timezone": "America/Halifax",
        "phone": "(902) 555-0142",
        "phone_hours": "8 am to 6 pm, weekdays",
        "email": "desk@harbour-street.example",
        "emergency_line": "In an emergency call 911.",
        "address": "12 Harbour Street, Halifax",
    }
    return Clinic.objects.get_or_create(slug="harbour-street", defaults=details)[0]


def _place(clinic) -> Location:
    details = {
        "detail": "Second floor, Halifax",
        "access": "In person. There is a lift.",
        "on_the_day": "Bus 7 stops at the door. Two free parking spaces behind the building.\nCome five minutes early.",
    }
    return Location.objects.get_or_create(clinic=clinic, name="12 Harbour Street", defaults=details)[0]


def _button(clinic) -> None:
    """The website button, which the demo's page of somebody else may open over itself, at whichever port this runs."""
    button, _made = WebsiteButton.objects.get_or_create(clinic=clinic, defaults={"opens_as": OpensAs.POPUP})
    site = f"http://site.localhost:{settings.PORT}"
    if site not in button.sites:
        button.sites = [*button.sites, site]
        button.save(update_fields=["sites"])


def load(*, at) -> None:
    """Everything of this clinic that is missing."""
    clinic = _clinic(at=at)
    place = _place(clinic)
    # Nova Scotia comes of age at 19.
    AccessRules.objects.get_or_create(clinic=clinic, defaults={"review_age": 13, "majority_age": 19})
    rules = {"fee": 4500, "currency": clinic.currency, "cancel_online": True, "move_online": True}
    Preferences.objects.get_or_create(clinic=clinic, defaults=rules)
    _button(clinic)
    people.choose_ages(clinic)
    staff = {}
    for name, (given, family, role) in STAFF.items():
        staff[name] = people.account(f"{name}@example.org", given, family, password=PASSWORD, at=at)
        people.employ(staff[name], clinic, role, at=at)
    team.load(clinic, by=staff["nora"], password=PASSWORD, at=at)
    practitioners = {}
    for order, (slug, details) in enumerate(PRACTITIONERS.items()):
        full, short, credentials, bio, colour, user, week = details
        practitioners[slug] = people.practitioner(
            clinic, slug, order=order, user=staff.get(user),
            name=full, short_name=short, credentials=credentials, bio=bio, colour=colour,
        )  # fmt: skip
        hours.weekly(practitioners[slug], place, week)
    templates = forms.load(clinic, shipped(), by=staff["nora"], at=at)
    offered = services.load(clinic, place, practitioners, SERVICES, templates)
    today = at.astimezone(clinic.zone).date()
    hours.open_today([practitioners[slug] for slug in ON_THE_MODEL_DAY], place, today)
    hours.not_there(clinic, practitioners["priya-nair"], today)
    clinic.refresh_from_db()  # its version rose with every row above
    diary = Diary(clinic, place, practitioners, offered, by=staff["jonah"], at=at)
    families.load(diary, templates)
    waiting.load(diary)
    is_first = profile.load(diary)
    duplicates.load(diary)
    imports.load(clinic, by=staff["nora"], at=at)
    forms.bring_recent(diary.fill(day.HARBOUR), by=staff["jonah"], at=at)
    diary.settle(day.HARBOUR)
    if is_first:
        profile.choose(diary)
    charts.load(diary)
    plans.load(diary)
    documents.join_plans(diary)
    emergencies.load(diary, owner=staff["nora"])
    red_flags.load(diary, staff)
    forms.answer_waiting(clinic, templates, forgetful=day.FORGETFUL, by=staff["jonah"], at=at)
    past.load(diary)
