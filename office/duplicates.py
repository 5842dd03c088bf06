"""Addresses that stand in several records of a clinic: a family, or a slip of the finger. One query."""

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Count, Window
from django.db.models.functions import Lower

from records.models import Patient
from records.models.ages import age_of_patient


@dataclass(frozen=True)
class SharedAddress:
    """An address and everybody who has it, the eldest first."""

    email: str
    patients: list[Patient] = field(default_factory=list)

    def looks_like_another(self, patient) -> bool:
        """Whether somebody else here has the same name and date of birth."""
        alike = [
            one
            for one in self.patients
            if (one.sort_name, one.date_of_birth) == (patient.sort_name, patient.date_of_birth)
        ]
        return len(alike) > 1


def shared_addresses(clinic, *, at) -> list[SharedAddress]:
    """Every address of more than one record, in the order of the alphabet."""
    mailbox = Lower("email")
    rows = (
        Patient.objects.of(clinic)
        .exclude(email="")
        .annotate(mailbox=mailbox, years=age_of_patient("", at=at))
        .annotate(having=Window(Count("pk"), partition_by=mailbox))
        .filter(having__gt=1)
        .order_by("mailbox", "date_of_birth", "pk")
    )
    return [
        SharedAddress(email, list(patients)) for email, patients in groupby(rows, key=lambda row: row.mailbox)
    ]
