"""The flags of one patient, as far as a member of the team reads them: what stands, and what stood."""

from records.models import FlagKind, RedFlag
from records.policies import sees_flag


def flags_of(space) -> list[RedFlag]:
    """All there ever were that this member may read; what stands first, the gravest first, then the latest."""
    kinds = [kind for kind in FlagKind if sees_flag(kind, cares=space.reads_record)]
    found = RedFlag.objects.filter(patient=space.patient, kind__in=kinds)
    order = list(FlagKind)
    return sorted(
        found.select_related("raised_by", "ended_by").order_by("-raised_at", "pk"),
        key=lambda flag: (not stands(flag, space), order.index(flag.kind) if stands(flag, space) else 0),
    )


def flag_of(space, pk) -> RedFlag | None:
    """One flag of this patient that this member may end, whether it still stands or not."""
    flag = RedFlag.objects.filter(patient=space.patient, pk=pk, kind__in=space.flag_kinds).first()
    if flag is not None:
        flag.patient = space.patient
    return flag


def stands(flag, space) -> bool:
    """Whether it counts today."""
    today = space.at.astimezone(space.zone).date()
    return flag.ended_at is None and (flag.until is None or flag.until >= today)
