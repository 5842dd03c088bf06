"""Sending invitations to many at once, and stopping."""

import uuid
from datetime import timedelta

from django.db import transaction

import audit
import outbox
from clinic.models import Clinic
from records.actions.grants import ALL_SCOPES
from records.actions.invitations import mail_key
from records.bulk import Mailing, preview_of
from records.models import Batch, Invitation, Patient
from records.reaching import languages_of

A_BATCH, EVERY = 50, timedelta(minutes=10)


@transaction.atomic
def send_invitations(clinic, *, keys, number: uuid.UUID, by, at) -> Batch | None:
    """Invite whoever was ticked in a preview: only mails that are still exactly what was shown (`Mailing.key`).

    Fifty mails leave now, the next fifty ten minutes later, and so on. `number` names the press of the button, so
    that pressing twice sends once. None when nothing of what was ticked can be sent any more.
    """
    # One at a time for a clinic: two members who press at once do not invite the same people twice.
    Clinic.objects.select_for_update(no_key=True).get(pk=clinic.pk)
    if done := Batch.objects.filter(pk=number).first():
        return done if done.clinic_id == clinic.pk else None
    mailings = _locked(_ticked(clinic, keys, at=at))
    # Looked at again now that nobody else can invite these people.
    mailings = _ticked(clinic, {one.key for one in mailings}, at=at) if mailings else []
    if not mailings:
        return None
    batch = Batch.objects.create(pk=number, clinic_id=clinic.pk, made_at=at, made_by=by)
    invitations = _invitations(batch, mailings, by=by, at=at)
    _end_older(invitations, at=at)
    Invitation.objects.bulk_create(invitations, batch_size=500)
    audit.record("invitations.sent", by=by, target=batch, clinic=clinic)
    audit.record_each("invitation.made", [(one, one.patient_id) for one in invitations], by=by, clinic=clinic)
    _post(clinic, invitations, at=at)
    return batch


def _ticked(clinic, keys, *, at) -> list[Mailing]:
    return [one for one in preview_of(clinic, at=at).mailings if one.key in keys]


def _locked(mailings) -> list[Mailing]:
    patients = [line.patient.pk for one in mailings for line in one.lines]
    list(
        Patient.objects.select_for_update(no_key=True)
        .filter(pk__in=patients)
        .order_by("pk")
        .values_list("pk")
    )
    return mailings


def _invitations(batch, mailings, *, by, at) -> list[Invitation]:
    """A row for each record; those of one address share a mailing."""
    made = []
    for one in mailings:
        mailing = uuid.uuid4()
        made += [
            Invitation(
                clinic_id=batch.clinic_id,
                patient_id=line.patient.pk,
                contact=line.contact,
                mailing=mailing,
                batch=batch,
                email=one.email,
                name=line.contact.name if line.contact else "",
                relation=line.relation,
                level=line.level,
                scopes=list(ALL_SCOPES),
                issued_at=at,
                issued_by=by,
            )
            for line in one.lines
        ]
    return made


def _end_older(invitations, *, at) -> None:
    """What these addresses were sent before for these records has run out; the new one takes its place."""
    pairs = {(one.patient_id, one.email) for one in invitations}
    contacts = {one.contact_id for one in invitations if one.contact_id}
    older = [
        one.pk
        for one in Invitation.objects.standing().filter(patient__in={patient for patient, _email in pairs})
        if (one.patient_id, one.email) in pairs or one.contact_id in contacts
    ]
    Invitation.objects.filter(pk__in=older).update(revoked_at=at, revoked_because="reissued")


def _post(clinic, invitations, *, at) -> None:
    mailings = {}
    for one in invitations:
        mailings.setdefault(one.mailing, one.patient_id)
    languages = languages_of(mailings.values())
    rows = [
        {
            "about": {"mailing": mailing},
            "dedupe_key": mail_key(mailing),
            "due_at": at + EVERY * (place // A_BATCH),
            "locale": languages.get(patient, ""),
        }
        for place, (mailing, patient) in enumerate(mailings.items())
    ]
    outbox.post_all("records.invitation", rows, clinic=clinic, at=at)


@transaction.atomic
def stop(batch, *, by, at) -> bool:
    """What has not left never leaves. Stopping twice changes nothing.

    A mail that is leaving at this very moment holds its rows: it counts as sent, or it does not leave.
    """
    if not Batch.objects.filter(pk=batch.pk, stopped_at=None).update(stopped_at=at):
        return False
    waiting = Invitation.objects.standing().filter(batch=batch, sent_at=None)
    list(waiting.select_for_update().order_by("pk").values_list("pk"))
    waiting.update(revoked_at=at, revoked_because="stopped")
    audit.record("invitations.stopped", by=by, target=batch, clinic=batch.clinic_id)
    return True


def send_sample(clinic, *, to, at) -> None:
    """The invitation as a mail to a member of the team; its link opens nothing. At most one a minute."""
    outbox.post(
        "records.invitation_sample",
        clinic=clinic,
        account=to,
        dedupe_key=f"invitation-sample:{clinic.pk}:{to.pk}:{int(at.timestamp() // 60)}",
        at=at,
    )
