"""Forms for guests: a public link, a personal one by mail, and a record only for whoever has proved that mailbox.

Nothing that is typed here finds a record. Who has a record of that name and birth in their account already gets the
form there, because of the access they hold; everybody else gets a new one, and the clinic is told where it looks like
another (security D2).
"""

from datetime import timedelta

from django.db import transaction

import audit
import outbox
from accounts import tries
from common import tokens
from common.folding import fold
from records.actions import give_limited_access, register_patient
from records.models import Grant, Patient
from records.models.access import Relation
from records.policies import may_find_forms
from smartforms.actions import CannotSend, assign
from smartforms.mailing import relation_of_own_address
from smartforms.models import Guest, GuestLink

LIFE, AN_HOUR, A_DAY = timedelta(days=7), timedelta(hours=1), timedelta(days=1)
OF_A_NETWORK = tries.Limit("guests of a network", 20, AN_HOUR)
OF_AN_ADDRESS = tries.Limit("guests of an address", 3, AN_HOUR)
# Enough for a family that lost its mail twice, and for a busy poster; beyond, somebody fills mailboxes (docs/adr/0013).
OF_AN_ADDRESS_A_DAY = tries.Limit("guests of an address a day", 6, A_DAY)
OF_A_LINK_A_DAY = tries.Limit("guests of a link a day", 200, A_DAY)


class TooMany(Exception):
    """Too many from one network. `wait` is how long."""

    def __init__(self, wait):
        self.wait = wait
        super().__init__("too many guests")


@transaction.atomic
def open_link(template, *, by, at) -> GuestLink:
    """A new public link with a new secret; the one before opens nothing more. Raises CannotSend."""
    if template.archived_at or not template.live_version():
        raise CannotSend(template.slug)
    close_link(template, by=by, at=at)
    link = GuestLink.objects.create(
        clinic_id=template.clinic_id, template=template, opened_at=at, opened_by=by
    )
    audit.record("form.guests_let_in", by=by, target=template, clinic=template.clinic_id)
    return link


@transaction.atomic
def close_link(template, *, by, at) -> bool:
    """The public link, and every personal one that came of it and was not used, open nothing more."""
    type(template).objects.select_for_update(no_key=True).get(pk=template.pk)
    if not GuestLink.objects.filter(template=template, closed_at=None).update(closed_at=at, closed_by=by):
        return False
    audit.record("form.guests_shut_out", by=by, target=template, clinic=template.clinic_id)
    return True


def public_link(token: str) -> GuestLink | None:
    """The open link a public address is the secret of, while its form can be sent."""
    row_id = tokens.row_of(token)
    rows = GuestLink.objects.select_related("template", "clinic").filter(
        closed_at=None, template__archived_at=None
    )
    link = rows.filter(pk=row_id).first() if row_id else None
    return link if link and tokens.matches(token, "guest", link.pk, link.nonce) else None


@transaction.atomic
def ask(link, *, given_name, family_name, date_of_birth, email, network: str, at) -> None:
    """Mail a personal link to whoever typed this. Raises TooMany for a network; a mailbox that had enough, or a link
    that caused enough for a day, sends nothing more, and whoever typed sees no difference.

    Counted before anything else, so that nobody fills a mailbox or tries names out.
    """
    counter, address = OF_A_NETWORK.of(network), email.lower()
    if not tries.count([counter], at=at):
        raise TooMany(tries.wait([counter], at=at))
    mails = [OF_AN_ADDRESS.of(address), OF_AN_ADDRESS_A_DAY.of(address), OF_A_LINK_A_DAY.of(link.pk)]
    if not tries.count(mails, at=at):
        return
    guest = Guest.objects.create(
        clinic_id=link.clinic_id,
        link=link,
        given_name=given_name,
        family_name=family_name,
        date_of_birth=date_of_birth,
        email=address,
        asked_at=at,
        expires_at=at + LIFE,
    )
    outbox.post(
        "smartforms.guest",
        clinic=link.clinic_id,
        about={"guest": guest.pk},
        dedupe_key=f"guest:{guest.pk}",
        at=at,
    )


def is_full(link, *, at) -> bool:
    """Whether a public link has caused as many mails as it may in a day: it sends none for now."""
    return tries.wait([OF_A_LINK_A_DAY.of(link.pk)], at=at) > timedelta(0)


def guest_of(token: str) -> Guest | None:
    """The guest a personal link is the secret of; used or not."""
    row_id = tokens.row_of(token)
    along = ("link__template__clinic", "assignment", "clinic")
    guest = Guest.objects.select_related(*along).filter(pk=row_id).first() if row_id else None
    return guest if guest and tokens.matches(token, "guest_personal", guest.pk, guest.nonce) else None


@transaction.atomic
def let_in(guest, *, account, at):
    """Give the form to whoever followed a personal link, in a record of their own. None where it opens nothing more."""
    rows = Guest.objects.select_for_update(of=("self",)).select_related("link__template", "clinic")
    guest = rows.get(pk=guest.pk)
    if not guest.is_live(at=at):
        return None
    patient = _own_record(guest, account, at=at) or _new_record(guest, account, at=at)
    try:
        form = assign(template=guest.link.template, patient=patient, account=account, by=account, at=at)
    except CannotSend:
        transaction.set_rollback(True)
        return None
    Guest.objects.filter(pk=guest.pk).update(used_at=at, used_by=account, assignment=form)
    return form


def _own_record(guest, account, *, at) -> Patient | None:
    """A record of that name and birth which this account has access to already."""
    grants = Grant.objects.live(at=at).filter(account=account, patient__clinic=guest.clinic)
    born = grants.filter(patient__date_of_birth=guest.date_of_birth).select_related("patient__clinic")
    names = fold(f"{guest.given_name} {guest.family_name}")
    known = (one for one in born.order_by("starts_at", "pk") if may_find_forms(one))
    return next((one.patient for one in known if fold(one.patient.name) == names), None)


def _new_record(guest, account, *, at) -> Patient:
    patient = register_patient(
        clinic=guest.clinic,
        by=account,
        at=at,
        made_online=True,
        given_name=guest.given_name,
        family_name=guest.family_name,
        date_of_birth=guest.date_of_birth,
        email=guest.email,
    )
    relation = relation_of_own_address(patient, at=at)
    # Somebody who has a record here asked for another person.
    own = Grant.objects.live(at=at).filter(
        account=account, relation=Relation.SELF, patient__clinic=guest.clinic
    )
    if relation == Relation.SELF and own.exists():
        relation = Relation.CARER
    give_limited_access(account=account, patient=patient, relation=relation, at=at)
    return patient


def forget(*, at) -> int:
    """Forget who asked and never came. Returns how many."""
    return Guest.objects.filter(used_at=None, expires_at__lte=at).delete()[0]
