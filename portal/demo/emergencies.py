"""One emergency of the past: Tomas opened a child's record who was somebody else's patient, and Nora looked it over."""

from datetime import timedelta

from clinic.models import Membership
from records.actions.emergencies import end_emergency, open_in_emergency, review_emergency
from records.models import BrokenGlass
from records.policies import cares_for

DAYS_AGO = timedelta(days=12)
MINUTES = timedelta(minutes=25)
WHY = "Asthma attack in the waiting room, and her doctor was out. I had to know which inhaler she has."
WORD = "Spoke to Tomas the same day. It was right to look."


def load(diary, *, owner) -> None:
    """Once; the mail to the owner of those days is long read (`mails.drop_old`)."""
    if BrokenGlass.objects.of(diary.clinic).exists():
        return
    team = Membership.objects.filter(clinic=diary.clinic, ended_at=None)
    tomas = team.get(user__email="tomas@example.org")
    noa = diary.register.find("Noa Lindqvist")
    then = diary.at - DAYS_AGO
    if noa is None or cares_for(tomas, noa, at=then):
        return
    noa.clinic = diary.clinic
    glass = open_in_emergency(noa, membership=tomas, reason=WHY, at=then)
    end_emergency(glass, by=tomas.user, at=then + MINUTES)
    review_emergency(glass, was_fine=True, review=WORD, by=owner, at=then + timedelta(days=1))
