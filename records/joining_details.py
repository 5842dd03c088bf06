"""Two records become one: the details of the one that stays are filled where it says nothing and the other does.

Where only the other has details, its row moves along like every other.
"""

from records.details import DETAILS, OF_PATIENT, is_same
from records.models import Patient, PatientDetails

FILLED = "filled"
_KEPT_APART = [detail for detail in DETAILS.values() if not OF_PATIENT.intersection(detail.parts)]


def compare(source, target) -> tuple[list, list]:
    """The details that `target` would take over from `source`, and those that both have and say otherwise."""
    theirs, ours = _fresh(source.pk), _fresh(target.pk)
    said = [(one, one.said(theirs), one.said(ours)) for one in _KEPT_APART]
    filled = [one for one, other, own in said if other and not own]
    return filled, [one for one, other, own in said if other and own and not is_same(one.key, other, own)]


def said_of(patient) -> list[str]:
    """All that these details say of one record."""
    fresh = _fresh(patient.pk)
    return [one.said(fresh) for one in _KEPT_APART]


def fill(source, target) -> list[str]:
    """Which details the record that stays took over: behind the id of its row, for `empty`."""
    if PatientDetails._base_manager.filter(patient__in=[source, target]).count() < 2:
        return []
    theirs, ours = _fresh(source.pk), _fresh(target.pk)
    filled = [one for one in _KEPT_APART if one.said(theirs) and not one.said(ours)]
    for detail in filled:
        _copy(detail, theirs.more, ours.more)
    if filled:
        ours.more.save()
    return [str(ours.more.pk), *(detail.key for detail in filled)] if filled else []


def empty(keys: list[str], source) -> None:
    """A detail that was filled is empty again, unless somebody corrected it since."""
    if not keys:
        return
    kept = PatientDetails._base_manager.get(pk=keys[0])
    theirs, ours = _fresh(source.pk), _fresh(kept.patient_id)
    for detail in (DETAILS[key] for key in keys[1:]):
        if detail.said(ours) == detail.said(theirs):
            _copy(detail, PatientDetails(), ours.more)
    ours.more.save()


def _fresh(pk) -> Patient:
    return Patient._base_manager.select_related("details").get(pk=pk)


def _copy(detail, giver, taker) -> None:
    for column in detail.parts:
        setattr(taker, column, getattr(giver, column))
