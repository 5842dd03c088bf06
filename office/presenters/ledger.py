"""The ledger of one record: who did what, newest first, on the page and as a file."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common import wording
from office.access import EVENTS_SHOWN
from office.presenters.ledger_words import CHANGED, WORDS
from office.presenters.moments import time_of


def ledger_panel(access) -> dict:
    """One page of the ledger, with the ways to newer and older ones."""
    space, page = access.space, access.page
    return {
        "rows": [
            {
                "when": time_of(event.at, at=space.at, zone=space.zone),
                "who": who(event),
                "what": what(event, space.zone),
            }
            for event in access.events[:EVENTS_SHOWN]
        ],
        "newer": f"?page={page - 1}#ledger" if page > 1 else "",
        "older": f"?page={page + 1}#ledger" if len(access.events) > EVENTS_SHOWN else "",
    }


def who(event) -> str:
    """Who acted, by name; without an account it was the system, or somebody not signed in."""
    if event.actor is None:
        return _("The system")
    return f"{event.given_name or ''} {event.family_name or ''}".strip() or event.email or _("An account")


def what(event, zone) -> str:
    """What they did, in words."""
    words = str(WORDS.get(event.verb, CHANGED)) % {"whom": event.whom or _("an account")}
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
