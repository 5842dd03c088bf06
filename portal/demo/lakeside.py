"""Lakeside Physio in Toronto: the second clinic of the installation, so that everybody sees they are kept apart."""

from booking.models import Preferences
from clinic.models import Clinic, Location
from clinic.models.clinic import Role
from portal.demo import PASSWORD, day, forms, hours, people, services
from portal.demo.services import Offered
from portal.demo.visits import Diary

WEEKDAYS = hours.MONDAY_TO_FRIDAY
PRACTITIONERS = {
    "marguerite-roy": ("Marguerite Roy", "Registered physiotherapist", "Hips, knees and new parents", "plum"),
    "kofi-mensah": (
        "Kofi Mensah",
        "Registered physiotherapist",
        "Runners, dancers and desk workers",
        "amber",
    ),
}
SERVICES = (
    Offered(
        "Physiotherapy", "first-assessment", "First assessment", "We look, move and plan together.",
        45, 12500, tuple(PRACTITIONERS), (("physiotherapy-intake", "once"),),
    ),
    Offered(
        "Physiotherapy", "treatment", "Treatment", "Half an hour of hands-on work.",
        30, 8000, tuple(PRACTITIONERS), more={"audience": "returning"},
    ),
)  # fmt: skip


def _clinic(*, at) -> Clinic:
    details = {
        "name": "Lakeside Physio",
        "hosts": ["lakeside.localhost"],
        "guide_put_away_at": at,
        "timezone": "America/Toronto",
        "phone": "(416) 555-0148",
        "phone_hours": "9 am to 5 pm, weekdays",
        "emergency_line": "In an emergency call 911.",
        "address": "40 Lakeside Avenue, Toronto",
        "brand": "#205335",
        "accent": "#f19d9d",
        "radius": 4,
        "logo": "lakeside.svg",
    }
    return Clinic.objects.get_or_create(slug="lakeside-physio", defaults=details)[0]


def load(*, at) -> None:
    """Everything of this clinic that is missing."""
    clinic = _clinic(at=at)
    details = {"detail": "Ground floor, Toronto", "access": "In person. No steps."}
    place, _made = Location.objects.get_or_create(clinic=clinic, name="40 Lakeside Avenue", defaults=details)
    Preferences.objects.get_or_create(clinic=clinic, defaults={"currency": clinic.currency})
    people.choose_ages(clinic)
    omar = people.account("omar@example.org", "Omar", "Haddad", password=PASSWORD, at=at)
    people.employ(omar, clinic, Role.OWNER, at=at)
    practitioners = {}
    for order, (slug, (name, credentials, bio, colour)) in enumerate(PRACTITIONERS.items()):
        practitioners[slug] = people.practitioner(
            clinic, slug, order=order, name=name, credentials=credentials, bio=bio, colour=colour
        )
        hours.weekly(practitioners[slug], place, [(WEEKDAYS, "9:00", "12:30"), (WEEKDAYS, "13:00", "17:00")])
    templates = forms.load(clinic, ["physiotherapy-intake"], by=omar, at=at)
    offered = services.load(clinic, place, practitioners, SERVICES, templates)
    hours.open_today(practitioners.values(), place, at.astimezone(clinic.zone).date())
    clinic.refresh_from_db()
    diary = Diary(clinic, place, practitioners, offered, by=omar, at=at)
    forms.bring_recent(diary.fill(day.LAKESIDE), by=omar, at=at)
    diary.settle(day.LAKESIDE)
    forms.answer_waiting(clinic, templates, forgetful=set(), by=omar, at=at)
