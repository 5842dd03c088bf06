"""What stands on a person's own page: what is next, what is to do, who else is in the family."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.presenters.waiting import kept_until
from common.wording import long_date, short_moment
from portal.presenters import visits as show
from portal.presenters.locked import areas, growing_up, unlock
from portal.presenters.words import ahead, greeting
from records.policies import may_find_forms, may_find_visits
from smartforms.presenters.listing import task

TASKS_SHOWN = 3


def home_page(household, grant, coming, *, latest=()) -> dict:
    """`coming` are the visits ahead of everybody in the household, the next one first; `latest` rows of the record."""
    clinic, at = household.clinic, household.at
    local = at.astimezone(clinic.zone)
    name = grant.patient.given_name
    mine = [visit for visit in coming if visit.patient_id == grant.patient_id]
    counted = coming if grant.is_self else mine
    finds_visits, finds_forms = may_find_visits(grant) or bool(mine), may_find_forms(grant)
    return {
        "patient": grant.patient,
        "grant": grant,
        "today": long_date(local),
        "title": greeting(local, name) if grant.is_self else name,
        "lede": ahead(
            len(counted) if finds_visits else None,
            grant.forms_waiting if finds_forms else None,
            name="" if grant.is_self else name,
        ),
        "finds_visits": finds_visits,
        "finds_forms": finds_forms,
        "card": show.card(mine[0], grant, clinic=clinic, at=at, when=True) if mine else None,
        "tasks": [task(form, at=at, zone=clinic.zone) for form in household.next_forms(grant, TASKS_SHOWN)],
        "tasks_title": _("To do") if grant.is_self else _("To do for %(name)s") % {"name": name},
        "has_more_tasks": grant.forms_waiting > TASKS_SHOWN,
        "family": family(household, grant, coming) if grant.is_self else [],
        "areas": areas(grant, len(mine)),
        "unlock": unlock(grant),
        "growing_up": growing_up(grant, on=local.date()),
        "locked": [each for each in household.grants if not each.is_full and each != grant]
        if grant.is_self
        else [],
        "has_resting": household.has_resting,
        "welcomes": household.messages_on(grant),
        "follow_up": follow_up(mine, clinic=clinic),
        "offers": offers(household, grant),
        "is_large": household.is_large,
        "latest": latest,
        "details": [
            {
                "url": reverse("portal:details", args=[grant.patient_id]),
                "title": _("Your details") if grant.is_self else _("%(name)s’s details") % {"name": name},
                "text": _("Phone, address, insurance, emergency contact"),
                "icon": "user-pen",
            }
        ],
    }


def offers(household, grant) -> list[dict]:
    """Times that are kept for a person of the waiting list now; on one's own page for everybody."""
    shown = household.grants if grant.is_self else [grant]
    waiting = {one.patient_id: one for one in shown if one.offered_entry and may_find_visits(one)}
    return [
        _offer(offer, waiting[offer.patient_id], household)
        for offer in (household.offers_for(waiting) if waiting else [])
    ]


def _offer(offer, grant, household) -> dict:
    when = short_moment(offer.hold.starts_at.astimezone(household.clinic.zone))
    names = {"name": grant.patient.given_name, "when": when}
    words = _("%(when)s came free.") if grant.is_self else _("%(when)s came free for %(name)s.")
    return {
        "text": f"{words % names} {kept_until(offer, household.clinic, at=household.at)}",
        "url": reverse("portal:waiting_entry", args=[offer.patient_id, offer.entry_id]),
    }


def family(household, grant, coming) -> list[dict]:
    """The next visit of everybody else."""
    cards = []
    for other in household.grants:
        next_visit = next((visit for visit in coming if visit.patient_id == other.patient_id), None)
        if other == grant or next_visit is None:
            continue
        page = {"label": _("See details"), "url": reverse("portal:patient", args=[other.patient_id])}
        shown = show.card(next_visit, other, clinic=household.clinic, at=household.at, links=[page])
        if waiting := other.forms_waiting:
            words = ngettext("One form due", "%(n)d forms due", waiting) % {"n": waiting}
            shown |= {"tag_label": words, "tag_kind": "warn"}
        cards.append(shown)
    return cards


def follow_up(mine, *, clinic) -> dict | None:
    """A shorter way back to whoever one sees next."""
    if not mine or not (url := show.book_again(mine[0], clinic=clinic)):
        return None
    return {"label": _("Book with %(name)s again") % {"name": mine[0].practitioner.called}, "url": url}
