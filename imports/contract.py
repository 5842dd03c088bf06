"""This room's answers about a patient: the file somebody came in with holds their words, so it goes when they do."""

from django.utils.translation import gettext as _

from imports.actions import forget_file
from imports.models import Import, Row
from records.contract import Answerer, Fate, Goes


def files_with(patient):
    """The imports whose file is there still and made, or met, this record."""
    lines = Row.objects.filter(patient=patient.pk).values("batch")
    met = Row.objects.filter(like=patient.pk, batch__clinic=patient.clinic_id).values("batch")
    there = Import.objects.filter(file_gone_at=None, clinic=patient.clinic_id)
    return there.filter(pk__in=lines) | there.filter(pk__in=met)


class ImportsAnswerer(Answerer):
    """No table has a key to the patient: the rows hold ids only, like the ledger."""

    def erase(self, patient):
        files = files_with(patient).count()
        return [Fate(_("The file it was imported from"), files, Goes.NOW)] if files else []

    def forget(self, patient, *, by, at) -> None:
        for one in files_with(patient):
            forget_file(one, at=at)
