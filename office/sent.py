"""A file that was sent, as the team decides about it. Read only."""

from records.models import Patient, SentFile


def sent_file_of(space, pk) -> SentFile | None:
    """One file that was sent for this patient and not taken back; None for any other."""
    rows = SentFile.objects.of(space.patient.clinic).filter(patient=space.patient, pk=pk)
    found = rows.select_related("upload__account", "decided_by", "document", "form_copy").first()
    if found is not None:
        found.patient = space.patient
    return found


def others_of_sender(sent, *, at):
    """The other patients of this clinic whom the sender sees: a file for one of a family may belong to another."""
    account = sent.upload.account
    if account is None:
        return Patient.objects.none()
    mine = Patient.objects.of(sent.patient.clinic).visible_to(account, at=at).exclude(pk=sent.patient_id)
    return mine.order_by("sort_name")
