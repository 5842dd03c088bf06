"""How a patient wants to be reached, and what that means for our mails (product §8): in which language, which at all.

A choice never keeps back what has to be told: what concerns safety or access, an answer to what somebody asked for
themself, a visit that is cancelled or moved. What it keeps back, staff see where they act.
"""

from django.db.models import Q

from records.models import PatientDetails
from records.models.details import Reach, Reminders

OTHERWISE = (Reach.PHONE, Reach.POST)


def language_of(patient_id) -> str:
    """The language on file of a patient, as a mail about them is written to whoever has chosen none; else empty."""
    kept = PatientDetails.objects.filter(patient=patient_id).values_list("language", flat=True)
    return kept.first() or ""


def languages_of(patients) -> dict:
    """The same for many at once, by id; those of whom none is on file are not there."""
    kept = PatientDetails.objects.filter(patient__in=patients).exclude(language="")
    return dict(kept.values_list("patient_id", "language"))


def takes_papers_otherwise(patient_id) -> bool:
    """Whether somebody wants to hear of letters and results by phone or post, so that no mail says that there are."""
    return PatientDetails.objects.filter(patient=patient_id, reach_papers__in=OTHERWISE).exists()


def without_reminders():
    """The records about whose visits no reminder leaves: none are wanted, or visits are talked of otherwise.

    Whoever asks for reminders by email gets them, however the rest is told.
    """
    otherwise = Q(reach_visits__in=OTHERWISE, reminders="")
    return PatientDetails.objects.filter(Q(reminders=Reminders.NONE) | otherwise).values("patient")


def otherwise(details, about: str) -> str:
    """By phone, or by post, where that is wanted rather than mail: the word of it, for staff; else empty."""
    wanted = getattr(details, about)
    return str(Reach(wanted).label) if wanted in OTHERWISE else ""
