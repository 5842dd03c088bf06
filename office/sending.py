"""What may be sent to whom from a patient's workspace, and sending it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from clinic.catalogue import catalogue_of
from clinic.models import Practitioner
from office.forms_report import Address, addresses_of
from office.workspace import Workspace
from records.models.access import Relation
from records.policies import may_find_forms
from records.presenters import of_the_account
from smartforms.models import Series, Template
from smartforms.policies import may_send_for
from smartforms.sending import Asking, Sent, send_by_link, send_to_account
from smartforms.series import begin


@dataclass(frozen=True)
class Recipient:
    """Where forms can go: into the portal of an account, or by a link to an address."""

    words: str
    account: User | None = None
    address: Address | None = None
    is_the_patient: bool = False

    @property
    def email(self) -> str:
        return self.account.email if self.account else self.address.email


@dataclass(frozen=True)
class Offer:
    """What the page to send forms offers, each by its key. `usual` is the patient's own account, if they have one."""

    space: Workspace
    templates: dict[str, Template]
    recipients: dict[str, Recipient]
    practitioners: dict[str, Practitioner]
    usual: str = ""


def offer_of(space: Workspace) -> Offer:
    """Published forms, proved accounts with access to forms, addresses on file, and practitioners one may send for.

    The key of an address is the address itself: corrected between two looks, it is no choice any more.
    """
    templates = {str(one.pk): one for one in Template.objects.of(space.patient.clinic).in_use()}
    recipients, usual = {}, ""
    for grant in sorted(space.grants, key=lambda grant: not grant.is_self):
        if grant.is_open and may_find_forms(grant) and grant.account.is_verified:
            key = f"account:{grant.account_id}"
            recipients[key] = Recipient(
                _in_portal(grant), account=grant.account, is_the_patient=grant.is_self
            )
            usual = usual or (key if grant.is_self else "")
    for address in addresses_of(space.patient, at=space.at):
        words = _("By mailed link: %(name)s, %(email)s")
        told = words % {"name": address.name, "email": address.email}
        recipients[f"mail:{address.email.lower()}"] = Recipient(
            told, address=address, is_the_patient=address.relation == Relation.SELF
        )
    return Offer(space, templates, recipients, practitioners_for(space), usual)


def practitioners_for(space) -> dict[str, Practitioner]:
    """On whose behalf this member may send, by key."""
    people = catalogue_of(space.patient.clinic).practitioners.values()
    return {str(one.pk): one for one in people if may_send_for(space.member, one, cares=space.cares)}


def _in_portal(grant) -> str:
    account = grant.account
    return _("In the portal: %(name)s, %(relation)s, %(email)s") % {
        "name": account.name or account.email,
        "relation": of_the_account(grant.relation).lower(),
        "email": account.email,
    }


def begin_series(patient, recipient: Recipient, asking: Asking, *, pace: dict, by, at) -> list[Series]:
    """Begin a series of each chosen form. Raises CannotSend."""
    to = {"account": recipient.account}
    if recipient.address:
        to = {"email": recipient.address.email, "relation": recipient.address.relation}
    return begin(patient, asking, by=by, at=at, **pace, **to)


def send(patient, recipient: Recipient, asking: Asking, *, by, at) -> Sent:
    """Send the chosen forms. Raises CannotSend."""
    if recipient.account:
        return send_to_account(patient, asking, account=recipient.account, by=by, at=at)
    address = recipient.address
    return send_by_link(patient, asking, email=address.email, relation=address.relation, by=by, at=at)
