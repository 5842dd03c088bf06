"""Ana, who sees her own record, and a woman of the same clinic who is called like her and has as much of everything."""

from datetime import date

from accounts.tests.factories import AccountFactory
from portal.tests.family import ana_in_full
from records.actions import proposals
from records.models import Patient
from records.models.kinds import Kind
from records.tests.factories import (
    ActivityAssignmentFactory,
    CareRelationFactory,
    ChartFactory,
    DocumentFactory,
    GrantFactory,
    PatientFactory,
    SentFileFactory,
)

WORD = "Qtwin"  # in all she has


def with_a_namesake(cast, at):
    """Ana in full; `cast.twin` and `cast.twin_record` are the other's, each kind of her rows with her word in it."""
    cast.ana_grant = ana_in_full(cast)
    Patient.objects.filter(pk=cast.ana_record.pk).update(address="Qoldstreet 3")
    cast.twin = AccountFactory(email="twin@example.org", given_name="Ana", family_name="Cast")
    twin = cast.twin_record = PatientFactory(
        clinic=cast.harbour, given_name="Ana", family_name="Cast", date_of_birth=date(1990, 8, 9),
        email=cast.twin.email, address=f"{WORD}street",
    )  # fmt: skip
    GrantFactory(account=cast.twin, patient=twin, full=True, granted_by=cast.nora)
    CareRelationFactory(practitioner=cast.petra, patient=twin)
    hers = {"patient": twin, "practitioner": cast.petra}
    ChartFactory(**hers, subjective=f"{WORD}soap", plan={"summary": f"{WORD}plan"})
    ActivityAssignmentFactory(**hers, title=f"{WORD}activity")
    DocumentFactory(patient=twin, title=f"{WORD}paper", shared=True)
    SentFileFactory(patient=twin, by=cast.twin, name=f"{WORD}photo.png", kind=Kind.REFERRAL)
    proposals.propose(twin, {"address": f"{WORD}lane"}, by=cast.twin, at=at)
    return cast
