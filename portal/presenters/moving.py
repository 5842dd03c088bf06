"""The two pages on which a patient moves a visit: another time, and the last look with both times."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from booking import policy_words
from booking.availability import wallclock
from booking.presenters import choosing
from booking.rules import rules_of
from common.wording import moment
from portal.presenters import visits
from portal.presenters.changing import costs


def times_page(found, choice, search, week, *, lost=None) -> dict:
    """Free times of the same service; its own present time is not among them."""
    visit = found.visit
    now = wallclock.to_minutes(visit.starts_at), visit.practitioner_id
    search.all_free = [slot for slot in search.all_free if tuple(slot) != now]
    page = choosing.times(search.clinic, choice, search, week, lost=lost)
    if lost is not None:
        page["lost"]["text"] = _("We’re sorry. Your visit keeps its time. Perhaps one of these?")
    return page | {
        **found.page,
        "now": moment(visit.starts_at.astimezone(search.clinic.zone)),
        "who": choice.who,
        "with_whom": _people(found, choice),
        "query_text": urlencode({"with": choice.who}),
    }


def _people(found, choice) -> list[dict]:
    """Everybody who gives the service there; nothing to choose where that is one person."""
    if len(choice.candidates) < 2:
        return []
    options = [("anyone", _("Anyone")), *((one.slug, one.name) for one in choice.candidates)]
    return [
        {"label": label, "url": _address(found, slug), "current": slug == choice.who}
        for slug, label in options
    ]


def _address(found, who) -> str:
    """The page on which the visit is moved, with somebody chosen."""
    return f"{found.places.move}?{urlencode({'with': who})}"


def check_page(found, moved, wish, *, clinic) -> dict:
    """Both times as cards, what moving costs, the rule for the new time."""
    visit, grant, at = found.visit, found.grant, found.at
    return {
        **found.page,
        "before": visits.card(visit, grant, clinic=clinic, at=at, links=[]),
        "after": visits.card(moved, grant, clinic=clinic, at=at, links=[]) | {"tag_label": ""},
        "costs": costs(visit, clinic=clinic, at=at),
        "policy": policy_words.sentence(clinic, rules_of(clinic), wish.starts_at, at=at),
        "who": wish.practitioner.slug,
        "start": wish.start,
        "times_url": _address(found, wish.practitioner.slug),
    }
