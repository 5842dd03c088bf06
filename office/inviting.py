"""Letting somebody in: the contact, the code or the invitation, the forms along with it and the mail, in one act."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from clinic.models import Practitioner
from records.actions.alone import alone_with
from records.actions.codes import issue_code
from records.actions.contacts import keep_contact
from records.actions.invitations import invite, revoke_invitation, send
from records.actions.opening import Offer, open_or_ask
from records.models import Contact, Grant
from records.models.access import Basis, Level, Relation
from smartforms.actions import send_along, take_along


@dataclass(frozen=True)
class Wanted:
    """Whom staff want to let in, how far, and what goes along."""

    email: str
    relation: Relation
    level: Level
    scopes: list[str]
    access_until: datetime | None = None
    name: str = ""
    message: str = ""
    forms: tuple = ()
    due_at: datetime | None = None
    practitioner: Practitioner | None = None
    contact: Contact | None = None


@transaction.atomic
def invite_person(patient, wanted: Wanted, *, by, at):
    """Invite an address. Pressed twice there is one invitation, one mail and one of each form."""
    _authorise(patient, wanted.contact, by=by, at=at)
    invitation = invite(
        patient,
        email=wanted.email,
        relation=wanted.relation,
        level=wanted.level,
        scopes=wanted.scopes,
        access_until=wanted.access_until,
        name=wanted.name,
        contact=wanted.contact,
        message=wanted.message,
        by=by,
        at=at,
    )
    send_along(
        invitation,
        templates=wanted.forms,
        due_at=wanted.due_at,
        practitioner=wanted.practitioner,
        by=by,
        at=at,
    )
    send(invitation, at=at)
    return invitation


@transaction.atomic
def give_code(patient, *, contact, by, at, **wanted):
    """A new code with its words, as `issue_code` makes it; a contact it is for may see the record from now on."""
    _authorise(patient, contact, by=by, at=at)
    return issue_code(patient, by=by, at=at, **wanted)


def _authorise(patient, contact, *, by, at) -> None:
    """Staff ticked that the person may see this patient's information: the contact says so too."""
    if contact is not None and not contact.may_have_access:
        keep_contact(patient, contact=contact, by=by, at=at, may_have_access=True)


@transaction.atomic
def link_account(patient, wanted: Wanted, *, by, at) -> None:
    """Let in the account of an address that is known at this clinic; any other address is invited.

    Nothing tells the two apart to whoever asked, so that nobody learns who has an account elsewhere. Pressed twice
    the record is opened once.
    """
    account = account_here(patient.clinic, wanted.email, at=at)
    if account is None:
        invite_person(patient, wanted, by=by, at=at)
        return
    alone_with(patient)
    if _has_just_that(account, patient, wanted, by=by, at=at):
        return
    offer = Offer(
        patient=patient,
        relation=wanted.relation,
        level=wanted.level,
        scopes=wanted.scopes,
        access_until=wanted.access_until,
        given_by=by,
        basis=Basis.CLINIC,
    )
    open_or_ask(offer, account=account, is_elsewhere=False, at=at)


def _has_just_that(account, patient, wanted: Wanted, *, by, at) -> bool:
    """Whether the account holds exactly what is wanted already, from the same member of the team."""
    given_by = by if wanted.level == Level.FULL else None
    live = Grant.objects.live(at=at).filter(account=account, patient=patient, basis=Basis.CLINIC)
    same = live.filter(level=wanted.level, relation=wanted.relation, granted_by=given_by)
    return any(
        set(one.scopes) == set(wanted.scopes) and one.expires_at == wanted.access_until for one in same
    )


def account_here(clinic, email: str, *, at):
    """The account that proved this address and can see a record of this clinic."""
    here = Grant.objects.live(at=at).filter(patient__clinic_id=clinic.pk)
    owner = User.objects.owner_of(email)
    return owner if owner and owner.is_active and here.filter(account=owner).exists() else None


@transaction.atomic
def take_back_invitation(invitation, *, by, at) -> bool:
    """The link is dead, and forms that nobody touched go with it."""
    if not revoke_invitation(invitation, by=by, at=at):
        return False
    take_along(invitation, by=by, at=at)
    return True
