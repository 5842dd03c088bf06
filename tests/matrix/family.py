"""More people around records: whoever the clinic or the patient closed one to, and who looks after somebody older."""

from datetime import date, timedelta

from common.tests.moment import AT
from records.actions.invitations import invite
from records.models import AccessRules, Denial
from records.models.access import Basis, Relation, Scope
from records.tests.factories import GrantFactory, PatientFactory
from tests import story
from tests.matrix.words import canary

HOUR = timedelta(hours=1)
BORN_THIRTEEN_YEARS_AGO = date(2013, 6, 1)


def grown_up(world) -> None:
    """Ida and those she let in; Teo, of whom his father sees less; Jon, whom the clinic denied."""
    AccessRules.objects.create(clinic=world.harbour, review_age=12, majority_age=18)
    for name in ("jon", "ida", "gil", "hal", "wes"):
        world._account(name)
    jon, ida, gil, hal, wes = (world.accounts[name] for name in ("jon", "ida", "gil", "hal", "wes"))
    by_nora = {"full": True, "granted_by": world.nora}
    world.jon_grant = GrantFactory(account=jon, patient=world.ana_record, relation=Relation.CARER, **by_nora)
    Denial.objects.create(patient=world.ana_record, account=jon, at=AT - HOUR, by=world.nora)
    world.ida_record = PatientFactory(clinic=world.harbour, email=ida.email)
    world.teo_record = PatientFactory(clinic=world.harbour, date_of_birth=BORN_THIRTEEN_YEARS_AGO)
    world.ida_grant = GrantFactory(account=ida, patient=world.ida_record, **by_nora)
    given = {
        "patient": world.ida_record, "relation": Relation.PARTNER, "full": True, "granted_by": ida,
        "basis": Basis.PATIENT, "scopes": [Scope.APPOINTMENTS],
    }  # fmt: skip
    world.gil_grant = GrantFactory(account=gil, **given)
    world.hal_grant = GrantFactory(account=hal, revoked_at=AT - HOUR, revoked_by=ida, **given)
    world.wes_grant = GrantFactory(
        account=wes, patient=world.teo_record, relation=Relation.PARENT, is_for_minor=True, **by_nora
    )
    _invitations(world)
    _visits_and_forms(world)


def _invitations(world) -> None:
    asked = {"relation": Relation.CARER, "level": "full", "scopes": [Scope.BILLING], "at": AT}
    ida = world.accounts["ida"]
    world.invitations = {
        "ida’s invitation": invite(
            world.ida_record, email="one@example.org", by=ida, by_patient=True, **asked
        ),
        "clinic’s invitation to ida": invite(
            world.ida_record, email="two@example.org", by=world.nora, **asked
        ),
    }
    accepted = invite(
        world.ana_record, email="ben@example.org", by=world.nora, message="Come early.", **asked
    )
    type(accepted).objects.filter(pk=accepted.pk).update(accepted_at=AT - HOUR, accepted_by=world.ben)
    world.invitations["ben’s message about ana"] = accepted


def _visits_and_forms(world) -> None:
    house = world.at_harbour
    for name, account, hours in (("ida", "ida", 28), ("teo", "wes", 30)):
        who, record = world.accounts[account], getattr(world, f"{name}_record")
        when = story.IN_TWO_DAYS + hours * HOUR
        setattr(world, f"{name}_visit", story.visit(house, world.petra, record, when, by=who))
        sent = story.sent_form(house, record, by=who, words=canary(name, "answer"))
        setattr(world, f"{name}_sent", sent)
        setattr(world, f"{name}_open", story.open_form(house, record, account=who, practitioner=world.petra))


def things_of_access(world) -> dict:
    """Grants in the address: each on its own record, and one on another's."""
    grants = {
        "ana’s grant on ana": world.ana_grant,
        "ben’s grant on ana": world.ben_grant,
        "cleo’s grant on ana": world.cleo_grant,
        "jon’s grant on ana": world.jon_grant,
        "ida’s grant on ida": world.ida_grant,
        "gil’s grant on ida": world.gil_grant,
        "hal’s grant on ida": world.hal_grant,
        "wes’s grant on teo": world.wes_grant,
        "lou’s grant on lou": world.lou_record.grants.get(),
    }
    things = {name: {"patient": grant.patient_id, "grant": grant.pk} for name, grant in grants.items()}
    for name, invitation in world.invitations.items():
        things[name] = {"patient": invitation.patient_id, "invitation": invitation.pk}
    things["kit with ben’s message"] = things["ben’s message about ana"] | {"patient": world.kit_record.pk}
    things["ana with ida’s invitation"] = things["ida’s invitation"] | {"patient": world.ana_record.pk}
    return things | {"ida with ben’s grant": {"patient": world.ida_record.pk, "grant": world.ben_grant.pk}}
