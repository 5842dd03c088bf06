"""Flags above a few records: an allergy, a risk, notes for the desk, and one that was wrong."""

from datetime import timedelta

from records.actions.red_flags import end_flag, raise_flag
from records.models import RedFlag

FLAGS = (
    ("Maya Lindqvist", "allergy", "Penicillin", "ingrid"),
    ("Maya Lindqvist", "note", "Ring after four: she teaches until then", "jonah"),
    ("Noa Lindqvist", "risk", "Asthma: inhaler in the front pocket", "ingrid"),
    ("Olu Adeyemi", "note", "Hard of hearing on the left; speak up, no calls", "jonah"),
    ("Ruth Abara", "note", "Comes with a guide dog", "jonah"),
)
WRONG = ("Maya Lindqvist", "risk", "Faints when blood is drawn", "ingrid")
DAYS_AGO = timedelta(days=20)


def load(diary, staff) -> None:
    """Once: whoever ends a flag of the demo does not find it raised again."""
    if RedFlag.objects.of(diary.clinic).exists():
        return
    then = diary.at - DAYS_AGO
    for name, kind, text, who in (*FLAGS, WRONG):
        patient = diary.register.find(name)
        if patient is None:
            continue
        patient.clinic = diary.clinic
        flag = raise_flag(patient, kind=kind, text=text, by=staff[who], at=then)
        if (name, kind, text, who) == WRONG:
            end_flag(flag, because="It was her sister", by=staff[who], at=then + timedelta(days=2))
