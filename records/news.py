"""What is new in a record: who is told that there is something, and whether they have looked."""

from django.db.models import CharField, Exists, Max, OuterRef
from django.db.models.functions import Cast

import outbox
from audit.models import Event
from outbox.models import Message
from records.models import Document, Grant
from records.models.access import Scope
from records.policies import rules_of, sees_all

KIND = "records.something_new"
OPENED = ("document.opened", "document.downloaded")
LOOKED = ("documents.listed", *OPENED)


def unopened(rows, account):
    """Documents along with whether they are new to this account: it never opened them."""
    looks = Event.objects.filter(
        actor=account.pk, target=Cast(OuterRef("pk"), CharField()), verb__in=OPENED, on_behalf_of=None
    )
    return rows.annotate(is_new=~Exists(looks))


def waits_for(account, patient_id, *, at) -> bool:
    """Whether something new is there that this account may see, shared since it last looked at the list."""
    rows = Document.objects.visible_to(account, at=at).filter(patient=patient_id)
    looked = _last_looks([account.pk], patient_id, of="at").get(account.pk)
    if looked:
        rows = rows.filter(shared_at__gt=looked)
    return unopened(rows, account).filter(is_new=True).exists()


def tell(document, *, at) -> None:
    """A mail to every account that sees this document now: one for each record, until they have looked."""
    told = readers_of(document, at=at)
    looks = _last_looks([grant.account_id for grant in told], document.patient_id, of="id")
    for grant in told:
        before = Message.objects.filter(
            kind=KIND, account_id=grant.account_id, patient_id=document.patient_id
        )
        key = f"new:{document.patient_id}:{grant.account_id}:{looks.get(grant.account_id, 0)}"
        # One that was dropped, for what it told of was taken back, told nothing.
        key += f":{before.filter(dropped_at__isnull=False).count()}"
        outbox.post(
            KIND,
            clinic=document.patient.clinic_id,
            account=grant.account,
            patient=document.patient_id,
            dedupe_key=key,
            at=at,
        )


def readers_of(document, *, at) -> list[Grant]:
    """The grants that show a document which is being shared."""
    if document.kind in rules_of(document.patient.clinic).hidden_kinds:
        return []
    live = Grant.objects.live(at=at).filter(patient=document.patient_id).select_related("account")
    seeing = [grant for grant in live if sees_all(grant, Scope.RECORDS)]
    return [grant for grant in seeing if grant.is_self or not document.confidential]


def _last_looks(accounts, patient_id, *, of) -> dict:
    """When, or with which event, accounts last looked at the documents of a patient."""
    looks = Event.objects.filter(patient=patient_id, actor__in=accounts, verb__in=LOOKED, on_behalf_of=None)
    return dict(looks.values_list("actor").annotate(last=Max(of)))
