"""Forms that travel by mail: a link, and four words as its backup. They open those forms and never a record (D5)."""

import hmac
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

import audit
import outbox
from common import tokens
from records import four_words
from records.actions.alone import alone_with
from records.actions.codes import Refused
from records.actions.opening import Offer, open_or_ask
from records.actions.wrong_births import count_wrong_birth
from records.models import AccessRequest, Contact, Grant
from records.models.access import Basis, Level, Relation, Scope
from records.policies import age_of, is_locked_down, rules_of
from records.redeeming import Opened
from smartforms.lifetime import not_before
from smartforms.models import Assignment, FormLink, preferences_of

A_MINUTE = timedelta(minutes=1)
BUCKET = "form code bucket"
ADULT = 18  # where the clinic has chosen no ages


def may_be_mailed(patient, *, at):
    """The forms that still wait and that no account has begun to answer: what somebody wrote stays with them."""
    waiting = Assignment.objects.waiting(at=at).filter(patient=patient)
    return waiting.exclude(response__saved_by__isnull=False)


def of_address(forms, email: str):
    """Those of these forms that a mail to this address takes along: what went to an account stays with that account,
    and what was begun without one with its mailbox."""
    email = email.lower()
    forms = forms.filter(Q(account=None) | Q(account__email=email))
    return forms.filter(Q(response__saved_at=None) | Q(link__email=email))


def is_on_file(patient, email: str) -> bool:
    """Whether an address is still the patient's, or that of a contact who may have access."""
    contacts = Contact.objects.filter(patient=patient, ended_at=None, may_have_access=True)
    return email.lower() == patient.email.lower() or contacts.filter(email__iexact=email).exists()


def relation_of_own_address(patient, *, at, rules=None) -> Relation:
    """Who reads the mailbox on file: the patient, or, of a child, a parent. `rules` are the clinic's, if at hand."""
    rules = rules or rules_of(patient.clinic)
    is_own = age_of(patient, at=at) >= (rules.review_age or rules.majority_age or ADULT)
    return Relation.SELF if is_own else Relation.PARENT


@transaction.atomic
def mail_forms(patient, *, email, relation, by, at) -> FormLink | None:
    """Mail the forms that wait to one address; an older mail to it opens nothing more. None: no form waits for it.

    What was sent to an account of another address stays there. Confidential forms go to the patient alone.
    """
    alone_with(patient)
    forms = of_address(may_be_mailed(patient, at=at), email)
    if relation != Relation.SELF:
        forms = forms.filter(confidential=False)
    chosen = list(forms.values_list("pk", flat=True))
    if not chosen:
        return None
    email = email.lower()
    older = FormLink.objects.open().filter(patient=patient, email=email)
    older.update(revoked_at=at, revoked_because="reissued")
    link = FormLink(
        clinic_id=patient.clinic_id,
        patient=patient,
        email=email,
        relation=relation,
        issued_at=at,
        issued_by=by,
        expires_at=at + timedelta(days=preferences_of(patient.clinic).open_days),
    )
    link.bucket = four_words.bucket(BUCKET, link.clinic_id, link.words)
    link.save()
    rows = Assignment.objects.filter(pk__in=chosen)
    # What a link opens stays open as long as the link; an entry of a diary closes when its time is over.
    rows.filter(Q(series=None) | Q(due_at=None)).update(expires_at=not_before(link.expires_at))
    rows.update(link=link)
    audit.record("form.mailed", by=by, target=link, patient=patient, clinic=patient.clinic_id)
    outbox.post(
        "smartforms.forms",
        clinic=patient.clinic_id,
        patient=patient,
        about={"link": link.pk},
        dedupe_key=f"forms:{link.pk}",
        at=at,
    )
    return link


@transaction.atomic
def mail_again(assignment, *, relation, by, at) -> FormLink | None:
    """Mail the link a form travels with once more, at most once a minute; the older mail opens nothing more.

    `relation` is who reads that mailbox by now. None where nobody is to get it: somebody has begun to answer, or a
    mail just left.
    """
    alone_with(assignment.patient_id)
    form = may_be_mailed(assignment.patient_id, at=at).filter(pk=assignment.pk).select_related("link").first()
    if form is None or form.link is None or form.link.issued_at > at - A_MINUTE:
        return None
    return mail_forms(assignment.patient, email=form.link.email, relation=relation, by=by, at=at)


def link_of(token: str) -> FormLink | None:
    """The row a mailed link is the secret of; used or not."""
    row_id = tokens.row_of(token)
    link = FormLink.objects.select_related("patient__clinic").filter(pk=row_id).first() if row_id else None
    return link if link and tokens.matches(token, "forms", link.pk, link.nonce) else None


def find_by_words(clinic, words, *, at):
    """How to redeem the forms these four words open; None when they open none of this clinic."""
    candidates = FormLink.objects.open().filter(
        clinic_id=clinic.pk, bucket=four_words.bucket(BUCKET, clinic.pk, words), expires_at__gt=at
    )
    typed = " ".join(words)
    for link in candidates.select_related("patient__clinic"):
        if hmac.compare_digest(" ".join(link.words), typed):
            return partial(redeem_words, link)
    return None


def redeem_words(link, *, account, born, at):
    """Open the forms to whoever also knows the patient's date of birth. Raises Refused.

    Written outside a transaction of the caller's: a wrong date of birth counts although it is refused.
    """
    if link.patient.date_of_birth != born:
        count_wrong_birth(FormLink.objects.open(), link, verb="code.burned", account=account, at=at)
        raise Refused("wrong_birth")
    return redeem(link, account=account, at=at)


def redeem(link, *, account, at) -> Opened | AccessRequest:
    """Give the forms, and what it takes to see them, to an account. Raises Refused.

    From another address than the mailed one it waits for staff (product §6).
    """
    if is_locked_down(link.patient_id, at=at, issued_at=link.issued_at):
        raise Refused("locked_down")
    with transaction.atomic():
        alone_with(link.patient_id)
        unspent = FormLink.objects.open().filter(pk=link.pk, expires_at__gt=at)
        if not unspent.update(used_at=at, used_by=account):
            raise Refused("over")
        patient, clinic = link.patient, link.clinic_id
        audit.record("form.link_used", by=account, target=link, patient=patient, clinic=clinic)
        offer = _offer(link, account, at=at)
        opened = open_or_ask(offer, account=account, is_elsewhere=link.email != account.email, at=at)
    return opened if isinstance(opened, AccessRequest) else opened_forms(link)


def opened_forms(link) -> Opened:
    """Where whoever used a link goes: to the one form it brings, or to the list."""
    forms = list(link.assignments.values_list("pk", flat=True)[:2])
    to_list = reverse("portal:forms", args=[link.patient_id])
    to_form = reverse("smartforms:open", args=[link.patient_id, forms[0]]) if len(forms) == 1 else to_list
    return Opened(_("Here is what the clinic would like to know."), to_form)


def _offer(link, account, *, at) -> Offer:
    """Limited access to forms, on top of what the account has already."""
    standing = Grant.objects.live(at=at).filter(account=account, patient=link.patient).first()
    return Offer(
        patient=link.patient,
        relation=Relation(standing.relation if standing else link.relation),
        level=Level.LIMITED,
        scopes=sorted({Scope.FORMS.value, *(standing.scopes if standing else ())}),
        access_until=standing.expires_at if standing else None,
        given_by=link.issued_by,
        basis=Basis.FORM,
        along=link.pk,
    )
