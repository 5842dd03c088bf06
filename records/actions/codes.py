"""Access codes: issued by staff, mailed or read aloud, redeemed once (product §6, security D5)."""

import uuid
from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

import audit
import outbox
from common import tokens
from common.folding import fold
from common.tokens import keyed_digest
from records import four_words
from records.actions.alone import alone_with
from records.actions.opening import Offer, open_or_ask
from records.actions.wrong_births import count_wrong_birth
from records.models import AccessCode
from records.models.access import Level, Relation
from records.policies import is_locked_down, why_not_full

CODE_LIFE = timedelta(days=5)
BUCKET = "records code bucket"


class AgesUnknown(Exception):
    """The clinic has not chosen its ages: nobody may be given a minor's record in full (D3, no silent default)."""


class Refused(Exception):
    """The secret opens nothing. `why` is for the ledger only; every refusal reads the same (D5)."""

    def __init__(self, why: str):
        self.why = why
        super().__init__(why)


def _peppered(clinic_id, words: list[str]) -> str:
    return keyed_digest("records code", f"{clinic_id}|{' '.join(words)}")


@transaction.atomic
def issue_code(
    patient,
    *,
    relation,
    scopes,
    by,
    at,
    holder="",
    level=Level.FULL,
    access_until=None,
    with_words=True,
    mark=None,
) -> tuple[AccessCode, list[str]]:
    """A new secret for one person's access to one record; the words are returned once and kept nowhere.

    An older live one for the same person ends. `holder` names whom it is for, empty: the patient. `mark` is the id
    it gets: asked for twice with the same one, it is made once, and the second time there are no words to tell.
    It lives five days, but not beyond `access_until`: there would be nothing left to give. Raises AgesUnknown.
    """
    if level == Level.FULL and why_not_full(patient, relation, at=at):
        raise AgesUnknown
    alone_with(patient)
    mark = mark or uuid.uuid4()
    if made := AccessCode.objects.filter(pk=mark).first():
        return made, []
    _older(patient, fold(holder)).update(revoked_at=at, revoked_because="reissued")
    words = four_words.draw() if with_words else []
    code = AccessCode.objects.create(
        id=mark,
        clinic_id=patient.clinic_id,
        patient=patient,
        relation=relation,
        level=level,
        scopes=list(scopes),
        access_until=access_until,
        holder=holder,
        holder_key=fold(holder),
        words_hash=make_password(_peppered(patient.clinic_id, words)) if words else "",
        bucket=four_words.bucket(BUCKET, patient.clinic_id, words) if words else None,
        issued_at=at,
        issued_by=by,
        expires_at=min(at + CODE_LIFE, access_until) if access_until else at + CODE_LIFE,
    )
    audit.record("code.issued", by=by, target=code, patient=patient, clinic=patient.clinic_id)
    return code, words


def _older(patient, holder_key):
    return AccessCode.objects.filter(patient=patient, holder_key=holder_key, used_at=None, revoked_at=None)


def has_words(code, words: list[str]) -> bool:
    """Whether these four words are the code's: what is printed must be what was shown."""
    return bool(code.words_hash) and check_password(_peppered(code.clinic_id, words), code.words_hash)


@transaction.atomic
def mail_link(code, *, email: str, by, at) -> bool:
    """Mail the link of a live code to an address; from then on only that address may use it. False: it is over.

    A link that went to another address before is dead: whoever holds it would prove the new address with it.
    """
    live, email = AccessCode.objects.live(at=at).filter(pk=code.pk), email.lower()
    live.exclude(email__in=["", email]).update(nonce=tokens.new_nonce())
    if not live.update(email=email):
        return False
    audit.record("code.mailed", by=by, target=code, patient=code.patient_id, clinic=code.clinic_id)
    outbox.post(
        "records.access_link",
        clinic=code.clinic_id,
        patient=code.patient_id,
        about={"code": code.pk},
        dedupe_key=f"access-link:{code.pk}:{int(at.timestamp() // 60)}",
        at=at,
    )
    return True


@transaction.atomic
def cancel_code(code, *, by, at) -> bool:
    """Neither its words nor its link open anything any more. Twice changes nothing."""
    ended = AccessCode.objects.filter(pk=code.pk, used_at=None, revoked_at=None).update(
        revoked_at=at, revoked_because="cancelled"
    )
    if ended:
        audit.record("code.cancelled", by=by, target=code, patient=code.patient_id, clinic=code.clinic_id)
    return bool(ended)


def find_by_words(clinic, words: list[str], *, at) -> AccessCode | None:
    """The live code of this clinic that the words open. One Argon2 in any case, so that time tells nothing (D5)."""
    secret = _peppered(clinic.pk, words)
    live = AccessCode.objects.live(at=at).filter(clinic_id=clinic.pk)
    near = live.filter(bucket=four_words.bucket(BUCKET, clinic.pk, words))
    candidates = list(near.select_related("patient__clinic"))
    for code in candidates:
        if check_password(secret, code.words_hash):
            return code
    if not candidates:
        make_password(secret)
    return None


def redeem(code, *, account, born, basis, at):
    """Open the record a secret is for: to whoever also knows the patient's date of birth. Raises Refused.

    Returns a Grant, or an AccessRequest when staff have to look first (another address, a seat that is taken).
    Written outside a transaction of the caller's: a wrong date of birth counts although it is refused.
    """
    if code is None:
        raise Refused("unknown")
    if code.patient.date_of_birth != born:
        live = AccessCode.objects.live(at=at)
        count_wrong_birth(live, code, verb="code.burned", account=account, at=at)
        raise Refused("wrong_birth")
    if is_locked_down(code.patient_id, at=at, issued_at=code.issued_at):
        raise Refused("locked_down")
    with transaction.atomic():
        alone_with(code.patient_id)
        spent = AccessCode.objects.live(at=at).filter(pk=code.pk).update(used_at=at, used_by=account)
        if not spent:
            raise Refused("over")
        audit.record("code.used", by=account, target=code, patient=code.patient_id, clinic=code.clinic_id)
        offer = Offer(
            patient=code.patient,
            relation=Relation(code.relation),
            level=Level(code.level),
            scopes=code.scopes,
            access_until=code.access_until,
            given_by=code.issued_by,
            basis=basis,
        )
        is_elsewhere = bool(code.email) and code.email != account.email
        return open_or_ask(offer, account=account, is_elsewhere=is_elsewhere, at=at)
