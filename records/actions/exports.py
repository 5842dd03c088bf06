"""All records of a clinic as one file: one person asks, another releases it, a worker makes it, a day later it is gone.

Where a clinic has nobody else who could release it, whoever asked does so themself, a day later (docs/adr).
"""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

import audit
from clinic.models import Membership
from clinic.models.clinic import Role
from clinic.policies import has_role
from common import workers
from common.locks import one_at_a_time
from outbox.actions import post
from records.models import ClinicExport

LIFE = timedelta(hours=24)
ALONE_WAITS = timedelta(hours=24)
WHO = {Role.MANAGER, Role.OWNER}


class NotYet(Exception):
    """It is not this person's to release, or not now."""


def may_export(membership) -> bool:
    """Who asks for all records and releases them: managers and owners, two of them (D4)."""
    return has_role(membership, WHO)


def team_of(clinic_id):
    """The managers and owners of a clinic whose address is proved."""
    members = Membership.objects.filter(clinic_id=clinic_id, ended_at=None, roles__overlap=list(WHO))
    return members.filter(user__is_active=True, user__verified_at__isnull=False).select_related("user")


def why_not_release(export, account, *, at) -> str | None:
    """Why this account may not release it: `over`, `released`, `own` another has to, `alone` a day is not over."""
    if export.ended_at or export.ready_at:
        return "over"
    if export.released_at:
        return "released"
    if export.asked_by_id != account.pk:
        return None
    if team_of(export.clinic_id).exclude(user=account).exists():
        return "own"
    return "alone" if at < export.asked_at + ALONE_WAITS else None


def why_not_go_on(export) -> str | None:
    """`left`: whoever asked for it or released it is no longer a manager or an owner, or signs in no more."""
    both = {export.asked_by_id, export.released_by_id}
    members = Membership.objects.filter(clinic_id=export.clinic_id, ended_at=None, roles__overlap=list(WHO))
    still = members.filter(user__in=both, user__is_active=True).values_list("user", flat=True)
    return None if set(still) == both else "left"


@transaction.atomic
def ask(clinic, *, by, at, reason: str) -> ClinicExport:
    """Ask for all records. Everybody who could release it hears of it; asking twice is asking once."""
    one_at_a_time(f"export of {clinic.pk}")
    running = ClinicExport.objects.of(clinic).filter(ready_at=None, ended_at=None).first()
    if running:
        return running
    for old in ClinicExport.objects.of(clinic).filter(ended_at=None):
        end(old, because="replaced", at=at, by=by)
    made = ClinicExport.objects.create(clinic=clinic, asked_at=at, asked_by=by, reason=reason)
    audit.record("export.asked", by=by, target=made, clinic=clinic, reason=reason)
    _tell(made, "asked", at=at)
    return made


@transaction.atomic
def release(export, *, by, at) -> bool:
    """The second person says yes; the worker begins. Raises NotYet; releasing twice changes nothing."""
    export = ClinicExport.objects.select_for_update().get(pk=export.pk)
    reason = why_not_release(export, by, at=at)
    if reason == "released":
        return False
    if reason:
        raise NotYet(reason)
    ClinicExport.objects.filter(pk=export.pk).update(released_at=at, released_by=by)
    audit.record("export.released", by=by, target=export, clinic=export.clinic_id)
    transaction.on_commit(wake)
    return True


def wake() -> None:
    """Ask a worker to look. Beat looks too."""
    from records.tasks import make_exports

    workers.wake(make_exports)


@transaction.atomic
def end(export, *, because: str, at, by=None) -> bool:
    """No more of it: its file goes, the row stays. Twice changes nothing."""
    ended = {"ended_at": at, "ended_because": because, "ended_by": by}
    if not ClinicExport.objects.filter(pk=export.pk, ended_at=None).update(**ended):
        return False
    audit.record("export.ended", by=by, target=export, clinic=export.clinic_id)
    transaction.on_commit(lambda: default_storage.delete(export.stored_as))
    return True


@transaction.atomic
def deliver(export, *, size: int, sha256: str, at) -> bool:
    """It is ready, unless somebody stopped it or who wanted it has left: then its file goes at once."""
    if reason := why_not_go_on(export):
        end(export, because=reason, at=at)
        return False
    ready = {"ready_at": at, "expires_at": at + LIFE, "size": size, "sha256": sha256}
    if not ClinicExport.objects.filter(pk=export.pk, ready_at=None, ended_at=None).update(**ready):
        default_storage.delete(export.stored_as)
        return False
    audit.record("export.ready", by=None, target=export, clinic=export.clinic_id)
    _tell(export, "ready", at=at)
    return True


@transaction.atomic
def note_download(export, *, by, at) -> None:
    """Somebody is handed the file; all managers and owners hear of it."""
    ClinicExport.objects.filter(pk=export.pk, downloaded_at=None).update(downloaded_at=at)
    audit.record("export.downloaded", by=by, target=export, clinic=export.clinic_id)
    _tell(export, "downloaded", at=at, again=by.pk)


def sweep(*, at) -> None:
    """Delete the files of what is over."""
    for export in ClinicExport.objects.filter(ended_at=None, expires_at__lte=at):
        end(export, because="expired", at=at)
    for export in ClinicExport.objects.filter(Q(ended_at__lte=at), swept_at=None):
        default_storage.delete(export.stored_as)
        ClinicExport.objects.filter(pk=export.pk).update(swept_at=at)


def _tell(export, what: str, *, at, again="") -> None:
    for member in team_of(export.clinic_id):
        post(
            "records.export",
            clinic=export.clinic_id,
            account=member.user,
            about={"export": export.pk, "what": what},
            dedupe_key=f"export:{export.pk}:{what}:{again}:{member.user_id}",
            at=at,
        )
