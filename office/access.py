"""What stands around access to one record: codes, those who ask, those who are denied, a lock-down. Read only."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Subquery

from accounts.models import User
from office.ledger import events_of
from office.ledger_kinds import Chosen, people_of
from office.workspace import Workspace
from records import contract
from records.joining.standing import standing_of
from records.models import AccessCode, AccessRequest, Contact, Denial, Lockdown

CODES_SHOWN, EVENTS_SHOWN = 10, 20


@dataclass
class Access:
    """The rows of the access tab. `events` is one more than a page shows when there are older ones.

    `people` are those whose events could be `chosen`.
    """

    space: Workspace
    codes: list[AccessCode] = field(default_factory=list)
    requests: list[AccessRequest] = field(default_factory=list)
    denials: list[Denial] = field(default_factory=list)
    events: list = field(default_factory=list)
    page: int = 1
    chosen: Chosen = Chosen()
    people: list[User] = field(default_factory=list)
    lockdowns: list[Lockdown] = field(default_factory=list)

    @property
    def live_codes(self) -> list[AccessCode]:
        return [code for code in self.codes if is_waiting(code, self.space.at)]


def is_waiting(code, at) -> bool:
    """Whether a code still opens the record."""
    return code.used_at is None and code.revoked_at is None and code.expires_at > at


def access_of(space: Workspace, *, page=1, chosen=None) -> Access:
    """Everything about access to one record; of the ledger one page."""
    patient, start = space.patient, (page - 1) * EVENTS_SHOWN
    chosen = chosen or Chosen()
    events = chosen.among(events_of(patient, with_titles=space.cares))[start : start + EVENTS_SHOWN + 1]
    return Access(
        space,
        codes=list(codes_of(patient)[:CODES_SHOWN]),
        requests=list(requests_of(patient)),
        denials=list(denials_of(patient)),
        events=list(events),
        page=page,
        chosen=chosen,
        people=people_of(patient),
        lockdowns=lockdowns_of(patient) if patient.is_locked else [],
    )


def codes_of(patient):
    """The record's codes, the newest first. Each carries `address`: what is on file for whom it is meant."""
    contact = Contact.objects.filter(patient=patient, ended_at=None, name=OuterRef("holder"))
    codes = AccessCode.objects.filter(patient=patient).select_related("issued_by", "used_by")
    return codes.annotate(contact_email=Subquery(contact.values("email")[:1])).order_by("-issued_at")


def requests_of(patient):
    """Who asks to be let in, the longest waiting first. Each tells whether the account is denied by now."""
    waiting = AccessRequest.objects.filter(patient=patient, decided_at=None)
    denied = Denial.objects.filter(patient=patient, account=OuterRef("account"), lifted_at=None)
    return waiting.annotate(is_denied=Exists(denied)).select_related("account").order_by("asked_at")


def account_near(space, pk):
    """An account that has or had access to this record, or asked for it. None for any other."""
    if known := next((grant.account for grant in space.grants if grant.account_id == pk), None):
        return known
    asked = AccessRequest.objects.filter(patient=space.patient)
    return User.objects.filter(pk=pk, access_requests__in=asked).first()


def was_asked(patient, pk) -> bool:
    """Whether there is or was this request."""
    return AccessRequest.objects.filter(pk=pk, patient=patient).exists()


def denials_of(patient):
    """Whom the clinic keeps out."""
    return (
        Denial.objects.filter(patient=patient, lifted_at=None).select_related("account", "by").order_by("at")
    )


def lockdowns_of(patient) -> list[Lockdown]:
    """The lock-downs in force: its own, and those of records that were joined into it."""
    return standing_of(Lockdown, patient)


def address_for(code, patient) -> str:
    """Where the link of a code may go: the address on file of the person it is for; empty when there is none."""
    return (code.contact_email or "") if code.holder else patient.email


def open_doors(patient, *, at) -> list[tuple[str, list[str]]]:
    """What stands open into a record, room by room, in words."""
    found = [(one.room, sorted(one.open_doors(patient, at=at))) for one in contract.answerers()]
    return [(room, doors) for room, doors in found if doors]
