"""What the head of a patient's workspace and its tabs tell beside the record, asked along with it in one query."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from common.counting import HowMany
from records.models import AccessRequest, AccessRules, Chart, Invitation, RedFlag, SentFile
from records.models.access import Relation


def asked_along(member, clinic, *, at) -> dict:
    """Annotations of patients: the flags that stand, where an invitation of the patient's own stands, what waits.

    `raised` are all flags: `workspace_of` leaves those that the member reads.
    """
    mine = {"patient": OuterRef("pk")}
    today = at.astimezone(clinic.zone).date()
    flags = RedFlag.objects.standing(on=today).filter(**mine).order_by("raised_at", "pk")
    invited = Invitation.objects.standing().filter(**mine, relation=Relation.SELF).order_by("-issued_at")
    drafts = Chart.objects.filter(**mine, locked_at=None, practitioner__user=member.user_id)
    return {
        "raised": ArraySubquery(flags.values(said=JSONObject(kind="kind", text="text", until="until"))),
        "invited_at": Subquery(invited.values("issued_at")[:1]),
        "invitation_sent_at": Subquery(invited.values("sent_at")[:1]),
        "invited_until": Subquery(invited.values("expires_at")[:1]),
        "review_age": Subquery(AccessRules.objects.filter(clinic=clinic.pk).values("review_age")[:1]),
        "asks": HowMany(AccessRequest.objects.filter(**mine, decided_at=None)),
        "files_waiting": HowMany(SentFile.objects.waiting().filter(**mine)),
        "drafts": HowMany(drafts),
    }
