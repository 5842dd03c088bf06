"""The two pages on which a patient moves a visit: another time, and the last look with both times."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from booking import policy_words
from booking.availability import wallclock
from booking.presenters import choosing
from booking.rules import rules_of
from common.wording import moment
from portal.presenters import visits
from portal.presenters.changing import costs


def address(visit, **query) -> str:
    """The page on which a visit is moved, with what was chosen."""
    url = reverse("portal:move", args=[visit.patient_id, visit.pk])
    return f"{url}?{urlencode(query)}" if query else url


def times_page(grant, visit, choice, search, week, *, lost=None) -> dict:
    """Free times of the same service; its own present time is not among them."""
    now = wallclock.to_minutes(visit.starts_at), visit.practitioner_id
    search.all_free = [slot for slot in search.all_free if tuple(slot) != now]
    page = choosing.times(search.clinic, choice, search, week, lost=lost)
    if lost is not None:
        page["lost"]["text"] = _("We’re sorry. Your visit keeps its time. Perhaps one of these?")
    return page | {
        "patient": grant.patient,
        "grant": grant,
        "visit": visit,
        "now": moment(visit.starts_at.astimezone(search.clinic.zone)),
        "who": choice.who,
        "with_whom": _people(visit, choice),
        "query_text": urlencode({"with": choice.who}),
    }


def _people(visit, choice) -> list[dict]:
    """Everybody who gives the service there; nothing to choose where that is one person."""
    if len(choice.candidates) < 2:
        return []
    options = [("anyone", _("Anyone")), *((one.slug, one.name) for one in choice.candidates)]
    return [
        {"label": label, "url": address(visit, **{"with": slug}), "current": slug == choice.who}
        for slug, label in options
    ]


def check_page(grant, visit, moved, wish, *, clinic, at) -> dict:
    """Both times as cards, what moving costs, the rule for the new time."""
    return {
        "patient": grant.patient,
        "grant": grant,
        "visit": visit,
        "before": visits.card(visit, grant, clinic=clinic, at=at, links=[]),
        "after": visits.card(moved, grant, clinic=clinic, at=at, links=[]) | {"tag_label": ""},
        "costs": costs(visit, clinic=clinic, at=at),
        "policy": policy_words.sentence(clinic, rules_of(clinic), wish.starts_at),
        "who": wish.practitioner.slug,
        "start": wish.start,
        "times_url": address(visit, **{"with": wish.practitioner.slug}),
    }
