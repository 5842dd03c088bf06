"""Take-outs, requests to erase, and exports, for the doors that lead to them."""

from datetime import timedelta

from common.tests.moment import AT
from records.models import ClinicExport, Erasure, TakeOut

DAY = timedelta(days=1)


def things_of_takeout(world) -> dict:
    """Ben has taken Ana's record out; each clinic has a request to erase and an export."""
    TakeOut.objects.create(
        clinic=world.harbour, patient=world.ana_record, account=world.ben, grant=world.ben_grant,
        sight=["full", "appointments", "forms", "records", "messages", "billing"],
        asked_at=AT, asked_by=world.ben, ready_at=AT, expires_at=AT + DAY,
    )  # fmt: skip
    things = {}
    for name, clinic, owner in (("ana", world.harbour, world.nora), ("zoe", world.lakeside, world.omar)):
        patient = getattr(world, f"{name}_record")
        asked = Erasure.objects.create(patient=patient, asked_at=AT, asked_by=owner, by_patient=False)
        things[f"{name}’s erasure"] = {"patient": patient.pk, "erasure": asked.pk}
        export = ClinicExport.objects.create(clinic=clinic, asked_at=AT, asked_by=owner, reason="Moving")
        things[f"{clinic.slug}’s export"] = {"export": export.pk}
    return things
