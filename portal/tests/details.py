"""What the stories of *Your details* have in common: a record that says something in every corner."""

from datetime import timedelta

from django.urls import reverse

from common.tests.moment import AT
from records.actions import correct_details
from records.models import Patient, PatientDetails

ON_FILE = {
    "phone": "902 OFFICIAL", "address": "1 Officialquay\nHalifax", "pronouns": "officialpronouns",
    "emergency_name": "Officialkin", "insurer": "Officialinsurer", "pharmacy_name": "Officialpharmacy",
    "occupation": "Officialjob", "preferred_name": "Officialnick",
}  # fmt: skip


def file_everything(cast):
    """Ana's record says something in every corner; so does Zoe's, elsewhere."""
    correct_details(cast.zoe_record, by=cast.omar, at=AT, occupation="Zoejob")
    return correct_details(cast.ana_record, by=cast.nora, at=AT - timedelta(days=90), **ON_FILE)


def page_of(record, *more):
    """The address of the details of a record, or of one line of them."""
    return reverse("portal:details", args=[record.pk]) + "".join(f"{part}/" for part in more)


def row_of(answer, term):
    """One line of the page."""
    rows = [row for section in answer.context["sections"] for row in section["rows"] if row["term"] == term]
    (row,) = rows
    return row


def as_it_was(cast):
    """All that is on file of Ana."""
    return (
        Patient.objects.values().get(pk=cast.ana_record.pk),
        list(PatientDetails.objects.filter(patient=cast.ana_record).values()),
    )


def send(client, record, line, follow=True, **sent):
    """Send a change of one line."""
    return client.post(page_of(record, line), sent, follow=follow)


def says(answer) -> list[str]:
    """The notes a page brings along."""
    return [str(message) for message in answer.context["messages"]]


def leaks(text) -> list[str]:
    """What of the record stands on a page."""
    words = [part for value in ON_FILE.values() for part in value.split("\n")] + ["4 May 1988", "ana@"]
    return [word for word in words if word.lower() in text.lower()]
