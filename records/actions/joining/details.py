"""Details when two records are joined: what was chosen is written into the kept one. Parted, each has its own again."""

from records.actions.patients import correct_details
from records.details import DETAILS
from records.models import DetailChange, Merge, ProfileProposal


def keep_details(kept, values, *, by, at) -> dict:
    """Write what was chosen into the kept record; returns the journal: detail → what it said before, and since."""
    now = {key: DETAILS[key].said(kept) for key in values}
    changed = {key: [now[key], text] for key, text in values.items() if now[key] != text}
    _correct(kept, {key: after for key, (_before, after) in changed.items()}, by=by, at=at)
    return changed


def _correct(patient, texts: dict[str, str], *, by, at) -> None:
    columns = {
        name: value for key, text in texts.items() for name, value in DETAILS[key].values(text).items()
    }
    if columns:
        correct_details(patient, by=by, at=at, **columns)


def give_details_back(kept, journal, *, by, at) -> list[str]:
    """What the kept record said before, unless it was corrected since: the details that stay as they are now."""
    details = journal.details
    corrected = [key for key, (_before, after) in details.items() if DETAILS[key].said(kept) != after]
    back = {key: before for key, (before, _after) in details.items() if key not in corrected}
    _correct(kept, back, by=by, at=at)
    for key, (before, after) in details.items():
        _forget_what_was_joined(kept, key, before, after, since=journal.at)
    return corrected


def _forget_what_was_joined(kept, key, own, text, *, since) -> None:
    """What the other record said is somebody else's again: it is not read in the history of this one, nor does taking
    a decision back, or parting a third one, bring it here. That something stood here for a while, and when, stays."""
    if text:
        changes = DetailChange.objects.filter(patient=kept, field=key, changed_at__gte=since)
        changes.filter(before=text).update(before="")
        changes.filter(after=text).update(after="")
        suggested = ProfileProposal.objects.filter(patient=kept, field=key)
        suggested.filter(before=text, proposed_at__gte=since).update(before=own)
        suggested.filter(replaced=text, decided_at__gte=since).update(replaced=own)
    for merge in Merge.objects.filter(patient=kept, undone_at=None, at__gte=since):
        if key in merge.details and merge.details[key][0] == text:
            merge.details[key][0] = own
            merge.save(update_fields=["details"])
