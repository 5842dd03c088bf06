"""The ledger of one record: who did what, newest first, on the page and as a file."""

from dataclasses import asdict
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common import wording
from office.access import EVENTS_SHOWN
from office.ledger_kinds import KINDS, NOBODY
from office.presenters.ledger_words import CHANGED, WORDS
from office.presenters.moments import time_of


def ledger_panel(access) -> dict:
    """One page of the ledger, what may be chosen of it, and the ways to newer and older ones."""
    space, page = access.space, access.page
    kept = query_of(access.chosen).replace("?", "&")
    return {
        "rows": [
            {
                "when": time_of(event.at, at=space.at, zone=space.zone),
                "who": who(event),
                "what": what(event, space.zone),
            }
            for event in access.events[:EVENTS_SHOWN]
        ],
        "people": _options(
            [*((str(one.pk), one) for one in access.people), (NOBODY, _("The system"))], access.chosen.who
        ),
        "kinds": _options([(kind, label) for kind, (label, _which) in KINDS.items()], access.chosen.kind),
        "is_chosen": bool(access.chosen.who or access.chosen.kind),
        "newer": f"?page={page - 1}{kept}#ledger" if page > 1 else "",
        "older": f"?page={page + 1}{kept}#ledger" if len(access.events) > EVENTS_SHOWN else "",
    }


def query_of(chosen) -> str:
    """What was chosen, as it stands in an address; empty where nothing was."""
    said = {name: value for name, value in asdict(chosen).items() if value}
    return f"?{urlencode(said)}" if said else ""


def _options(values, current) -> list[dict]:
    return [{"value": value, "label": label, "current": value == current} for value, label in values]


def who(event) -> str:
    """Who acted, by name; without an account it was the system, or somebody not signed in."""
    if event.actor is None:
        return _("The system")
    return f"{event.given_name or ''} {event.family_name or ''}".strip() or event.email or _("An account")


def what(event, zone) -> str:
    """What they did, in words."""
    words = str(WORDS.get(event.verb, CHANGED)) % {"whom": event.whom or _("an account")}
    if event.seen_as:
        words = _("%(words)s, looking as %(whom)s") % {"words": words, "whom": event.seen_as}
    if event.visit_at:
        return f"{words}, {wording.dated(event.visit_at.astimezone(zone), 'j M')}"
    title = getattr(event, "form_title", None)
    return f"{words}: {title}" if title else words


def file_rows(events, zone):
    """The ledger as lines of a table: the head, then one line an event."""
    yield [_("When"), _("Who"), _("Email"), _("What")]
    for event in events:
        local = event.at.astimezone(zone)
        yield [date_format(local, "Y-m-d H:i:s"), who(event), event.email or "", what(event, zone)]
