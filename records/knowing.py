"""What a clinic may know of an e-mail address: only where the address is its own to know (product §2)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from accounts.models import User
from accounts.tries import sign_in_wait
from common.text import is_plain
from outbox.models import Message
from records.actions.invitations import mail_key
from records.models import AccessCode, Contact, Grant, Invitation, Lockdown, Patient
from records.models.access import Relation


@dataclass
class Known:
    """One address at one clinic: its accounts, the records it has to do with, and the doors that lead there."""

    email: str
    at: datetime
    owner: User | None = None  # proved the address
    claims: list[User] = field(default_factory=list)  # typed it, newest first
    wait: timedelta = timedelta(0)  # until sign-in opens again
    patients: list[Patient] = field(default_factory=list)  # each tells whether it `is_locked`
    grants: list[Grant] = field(default_factory=list)  # not revoked; each tells whether it `is_live`
    invitations: list[Invitation] = field(default_factory=list)  # the newest first, standing ones only
    codes: list[AccessCode] = field(default_factory=list)  # standing ones, the newest first
    # The patients themselves, by accounts of another address.
    elsewhere: list[Grant] = field(default_factory=list)

    @property
    def account(self) -> User | None:
        """The account people mean when they name this address."""
        return self.owner or next(iter(self.claims), None)

    @property
    def live(self) -> list[Grant]:
        return [grant for grant in self.grants if grant.is_live]


def what_is_known(clinic, email: str, *, at) -> Known | None:
    """Everything about an address that helps its owner in; None when this clinic has nothing to do with it.

    It has when a patient, a contact or an invitation of it has the address, or an account that ever held a grant here.
    """
    email = email.strip().lower()
    if not is_plain(email):  # nobody has such an address, and the database could not even look for it
        return None
    accounts = list(User.objects.alias(folded=Lower("email")).filter(folded=email).order_by("-date_joined"))
    granted = Grant.objects.filter(account__in=accounts, patient__clinic_id=clinic.pk)
    held = list(
        granted.filter(revoked_at=None)
        .annotate(is_live=Exists(Grant.objects.live(at=at).filter(pk=OuterRef("pk"))))
        .select_related("patient")
    )
    invited = list(
        Invitation.objects.filter(email=email, clinic_id=clinic.pk)
        .select_related("patient")
        .order_by("-issued_at")
    )
    patients = _patients(clinic, email, held, invited, at=at)
    if not patients and not granted.exists():
        return None
    return Known(
        email=email,
        at=at,
        owner=next((one for one in accounts if one.is_verified), None),
        claims=[one for one in accounts if not one.is_verified and one.is_active],
        wait=sign_in_wait(email, at=at),
        patients=patients,
        grants=held,
        invitations=[one for one in invited if not one.accepted_at and not one.revoked_at],
        codes=list(
            AccessCode.objects.filter(patient__in=patients, used_at=None, revoked_at=None)
            .filter(Q(email=email) | Q(email="", patient__email__iexact=email, holder=""))
            .select_related("patient")
            .order_by("-issued_at")
        ),
        elsewhere=list(
            Grant.objects.live(at=at)
            .filter(patient__in=patients, patient__email__iexact=email, relation=Relation.SELF)
            .exclude(account__email=email)
            .select_related("account", "patient")
        ),
    )


def own_address(patient, *, at) -> str:
    """With which address a patient signs in; empty for somebody without an account of their own."""
    own = Grant.objects.live(at=at).filter(patient=patient, relation=Relation.SELF)
    return next(iter(own.values_list("account__email", flat=True)), "")


# What nobody is mailed: a wake-up of the outbox itself, and samples for the team.
NOT_TO_THEM = {"records.invitation_again", "records.invitation_sample"}


def last_mails(clinic, known: Known, *, most: int) -> list[Message]:
    """The last mails of this clinic to an address or to its accounts, the newest first. Rows only: what, when, how."""
    accounts = [one.pk for one in filter(None, [known.owner, *known.claims])]
    invitations = [mail_key(one.mailing) for one in known.invitations]
    codes = [str(code.pk) for code in known.codes if code.email]
    theirs = (
        Q(account_id__in=accounts)
        | Q(dedupe_key__in=invitations)
        | Q(kind="records.access_link", about__code__in=codes)
        | Q(about__email=known.email)
    )
    rows = Message.objects.filter(theirs, Q(clinic_id=clinic.pk) | Q(clinic_id=None))
    return list(rows.exclude(kind__in=NOT_TO_THEM).order_by("-posted_at", "-due_at")[:most])


def _patients(clinic, email, held, invited, *, at) -> list[Patient]:
    """The records an address has to do with, by name."""
    told = Contact.objects.filter(patient=OuterRef("pk"), email__iexact=email, ended_at=None)
    linked = {grant.patient_id for grant in held} | {one.patient_id for one in invited}
    locked = Lockdown.objects.filter(patient=OuterRef("pk"), at__lte=at, lifted_at=None)
    return list(
        Patient.objects.of(clinic)
        .filter(Q(email__iexact=email) | Q(pk__in=linked) | Exists(told))
        .annotate(is_locked=Exists(locked))
        .order_by("sort_name", "pk")
    )
