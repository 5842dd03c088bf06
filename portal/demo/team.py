"""Around the team of the demo: a colleague who is invited, one who left, a mail in the clinic's own words."""

from datetime import timedelta

from clinic.inviting import invite_colleague
from clinic.models import Membership, TeamInvitation
from clinic.models.clinic import Role
from outbox import texts, wording
from portal.demo import people

INVITED, LEFT = "rosa@example.org", "piet@example.org"
REMINDER = (
    "Hello {name},\n\nyour visit is near. Please bring your insurance card, and come five minutes early."
)


def load(clinic, *, by, password, at) -> None:
    """All of it, the first time."""
    if TeamInvitation.objects.filter(clinic=clinic, email=INVITED).exists():
        return
    invite_colleague(
        clinic, email=INVITED, roles=[Role.FRONT_DESK, Role.BILLING], gives=set(Role), by=by, at=at
    )
    piet = people.account(LEFT, "Piet", "Vermeer", password=password, at=at)
    began, left = at - timedelta(days=400), at - timedelta(days=40)
    Membership.objects.get_or_create(
        user=piet, clinic=clinic, defaults={"roles": [Role.BILLING], "started_at": began, "ended_at": left}
    )
    text = texts.find("booking.reminder")
    subject = "See you soon: your visit on {when}"
    wording.word_mail(text, clinic=clinic, language="en", subject=subject, opening=REMINDER, by=by, at=at)
