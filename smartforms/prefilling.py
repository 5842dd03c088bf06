"""What we know already: an answer offered as it was last time, or as it stands in the record, to be looked at again.

Nothing here is kept. An offered answer stands in its box, marked, and becomes an answer when the page is continued; so
one account never finds what was offered to another. Only what this account may read anyway is offered (D2).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from common.wording import long_date_year
from smartforms import policies
from smartforms.definition import is_asked, is_of_record, is_offered
from smartforms.engine import beginning, repeating, standing
from smartforms.engine.fitting import as_answers
from smartforms.mapping import as_fhir, value_of
from smartforms.models import Assignment

LOOKED_AT = 5  # sent forms of this kind, until one is found that this account may read
LONGEST = 100_000  # letters of what a page says it offered


@dataclass(frozen=True)
class Offer:
    """Answers to one question, and where they come from, as a question."""

    answers: list
    words: str


class Known:
    """What is known already of the patient of one form, for the account that fills it in."""

    def __init__(self, response, account, *, at):
        self.response, self.account, self.at = response, account, at
        self.reads = account.is_authenticated  # whoever fills it in by a link reads nothing back

    @cached_property
    def _last(self):
        return _last(self.response.assignment, self.account, at=self.at) if self.reads else None

    @cached_property
    def entries(self) -> list[str]:
        """Questions of entries that repeating groups had last time and have not now: the list is offered as a whole.

        Once somebody has added or removed an entry here, the list is theirs.
        """
        outline, base = self.response.outline, self.response.outline.base
        if not self.reads or not any(base[key].get("carry") and base.ways[key] for key in base.items):
            return []
        names = _in_their_places(base, self._last) if self._last else {}
        return [
            name
            for name in names
            if name not in outline and base[name.split("~")[0]].get("carry")
            and not any(counter in self.response.touched for counter in repeating.counters_of(base, name))
        ]  # fmt: skip

    def standing(self, outline, keys: Iterable[str]) -> standing.Standing:
        """How these questions stand on a page that has the entries offered besides those begun."""
        response = self.response
        if self.entries:
            local = self.at.astimezone(response.assignment.clinic.zone)
            return standing.of(outline, response.answers, at=local, keys=keys)
        return response.standing(at=self.at, keys=tuple(key for key in keys if key in response.outline))

    def offers(self, outline, keys: Iterable[str]) -> dict[str, Offer]:
        """What to offer for these questions, of those that nobody has answered or emptied in this form yet."""
        if not self.reads:
            return {}
        response, at = self.response, self.at
        wanted = [outline[key] for key in keys if _is_open(response, outline, key)]
        found = {}
        if known := [item for item in wanted if item.get("maps") or is_of_record(item)]:
            if policies.knows_record(self.account, response.assignment, at=at):
                found |= _from_record(response, outline, known, at=at)
        carried = [item for item in wanted if item.get("carry") and item["key"] not in found]
        if carried and self._last:
            found |= _from_last_time(self._last, outline, carried, response.assignment.clinic.zone)
        return found


def _in_their_places(outline, last) -> dict[str, dict]:
    """Last time's items by our keys: those of the same linkId, each in the entry of the same number."""
    links: dict[str, str] = {}
    for key, item in outline.base.items.items():
        links.setdefault(item["linkId"], key)
    found: dict[str, dict] = {}
    for name, item in last.outline.items.items():
        key, place = links.get(item["linkId"]), repeating.place_of(last.outline, name)[1]
        if key and len(outline.base.ways[key]) == len(place):
            found.setdefault(repeating.named(key, place), item)
    return found


def _is_open(response, outline, key: str) -> bool:
    item = outline[key]
    if not is_offered(item) or not is_asked(item, outline):
        return False
    return not any(key in kept for kept in (response.answers, response.unfinished, response.touched))


def _from_record(response, outline, items: list[dict], *, at) -> dict[str, Offer]:
    """What the record says of the fields that questions ask for, and what formulas make of it."""
    words, patient = _("From the clinic’s record: still true?"), response.assignment.patient
    made = [item for item in items if not item.get("maps")]
    local, resource = at.astimezone(response.assignment.clinic.zone), as_fhir(patient)
    found = beginning.worked_out(outline, response.answers, made, at=local, patient=resource)
    for item in items:
        if item.get("maps"):
            found[item["key"]] = as_answers(item, (*value_of(patient, item["maps"]),))
    return {key: Offer(answers, words) for key, answers in found.items() if answers}


def _last(assignment, account, *, at):
    """The answers to this form that were sent last, of those this account may read back.

    What was confidential is offered only to a form that is: others may read what this one becomes.
    """
    sent = (
        Assignment.objects.visible_to(account, at=at)
        .filter(
            patient=assignment.patient_id,
            version__template=assignment.version.template_id,
            response__submitted_at__isnull=False,
        )
        .exclude(pk=assignment.pk)
        .filter(confidential__lte=assignment.confidential)
        .select_related("response", "version", "clinic")
        .defer("version__definition", "version__source", "version__report")
        .order_by("-response__submitted_at")
    )
    readable = (one for one in sent[:LOOKED_AT] if policies.why_not_read_back(account, one) is None)
    if (found := next(readable, None)) is None:
        return None
    found.response.assignment = found
    return found.response


def _from_last_time(last, outline, items: list[dict], zone) -> dict[str, Offer]:
    """Last time's answers to the questions of the same linkId and type; options are known by code, else by label."""
    before = _in_their_places(outline, last)
    day = long_date_year(last.submitted_at.astimezone(zone))
    words, found = _("From last time (%(day)s): still true?") % {"day": day}, {}
    for item in items:
        old = before.get(item["key"])
        if old and old["type"] == item["type"]:
            moved = [_moved(answer, old, item) for answer in last.answers.get(old["key"], [])]
            if moved and None not in moved and (len(moved) == 1 or item.get("repeats")):
                found[item["key"]] = Offer(moved, words)
    return found


def _moved(answer, old: dict, new: dict):
    """An answer to the old question as one to the new; None where that offers it no more."""
    if (old.get("unit"), old.get("units")) != (new.get("unit"), new.get("units")):
        return None  # 70 kg are not 70 lb
    if isinstance(answer, dict):
        return answer if new.get("open") or new.get("units") or "offering" in new else None
    if not old.get("options"):
        return None if new.get("options") else answer
    chosen = next((option for option in old["options"] if option["key"] == answer), None)
    same = [option for option in new.get("options", ()) if chosen and option["value"] == chosen["value"]]
    same += [option for option in new.get("options", ()) if chosen and option["label"] == chosen["label"]]
    return same[0]["key"] if same else None


# A page that comes in -----------------------------------------------------------------------------


def settle(posted, sent, response, *, pressed: str = "") -> None:
    """Tell the offers somebody agreed to from those that merely stood on a page that was saved.

    Continue agrees to all of them; adding or removing an entry of a list to what the list offers. Before, one left as
    it stood stays an offer; one changed or emptied is an answer.
    """
    verb, _colon, group = pressed.partition(":")
    of_list = repeating.inside(response.outline, group) if verb in ("add", "remove") else set()
    for key, answers in _offered(sent).items():
        if key not in posted.asked or key in response.touched:
            continue
        is_agreed = pressed == "continue" or key.split("~")[0] in of_list
        if posted.answers.get(key) == answers and not is_agreed:
            posted.asked.discard(key)
        else:
            posted.settled.add(key)


def _offered(sent) -> dict:
    """What the page says it offered. Whoever changes it only changes what becomes of their own answers."""
    text = sent.get("offered", "")
    try:
        found = json.loads(text) if text and len(text) < LONGEST else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def as_sent(offered: dict[str, Offer]) -> str:
    """The same as the page carries it."""
    return json.dumps({key: offer.answers for key, offer in offered.items()}) if offered else ""
