"""The waiting list on the patient's pages: joining, what one waits for, and a time on offer."""

from copy import copy

from django.urls import reverse
from django.utils.translation import gettext as _

from booking import policy_words
from booking.models import Appointment, WaitingEntry
from booking.policies import is_asked_for
from booking.presenters.booked import appointment_card
from booking.presenters.waiting import ended_words, kept_until, when_words, with_whom
from booking.presenters.who import people
from booking.rules import rules_of
from booking.waiting.asking import has_waiting_list, visit_to_move
from common.wording import moment, short_date
from portal.presenters import visits


def entry_url(entry) -> str:
    """The page of what somebody waits for."""
    return reverse("portal:waiting_entry", args=[entry.patient_id, entry.pk])


def tasks(entries, *, at) -> list[dict]:
    """What a person waits for, as rows; a time on offer stands out."""
    return [_task(entry, at=at) for entry in entries]


def offered_url(entries, *, at) -> str:
    """Where a time is on offer now; '' while there is none."""
    return next((entry_url(entry) for entry in entries if _is_offered(entry, at=at)), "")


def _is_offered(entry, *, at) -> bool:
    return any(offer.is_live(at=at) for offer in entry.open_offers)


def _task(entry, *, at) -> dict:
    offered = _is_offered(entry, at=at)
    return {
        "url": entry_url(entry),
        "icon": "hourglass",
        "title": entry.service.title,
        "text": f"{with_whom(entry)} · {when_words(entry)}",
        "tag_label": _("A time came free") if offered else _("Waiting"),
        "tag_kind": "ok" if offered else "info",
    }


def door_to_earlier(visit, account, *, clinic, at) -> dict | None:
    """On the page of a visit: the way to wait for an earlier time, or to where one waits already."""
    if (
        not (has_waiting_list(clinic) and account.is_verified)
        or visit_to_move(account, visit.pk, at=at) is None
    ):
        return None
    entry = WaitingEntry.objects.standing().visible_to(account, at=at).filter(visit=visit).first()
    if entry:
        return {"url": entry_url(entry), "label": _("You’re waiting for an earlier time")}
    url = reverse("portal:visit_waiting", args=[visit.patient_id, visit.pk])
    return {"url": url, "label": _("Tell me if something earlier frees up")}


def why_not(account, phone) -> dict:
    """Why somebody who is signed in cannot wait for anything here."""
    if not account.is_verified:
        return {
            "title": _("Confirm your email address first"),
            "text": _(
                "We mail you when a time comes free, so we need to know that the address is yours. Open the link in "
                "the mail we sent you, then come back to this page."
            ),
            "may_call": False,
        }
    return {
        "may_call": True,
        "title": _("The waiting list is for patients of this clinic"),
        "text": _(
            "This account has no record here for which it sees visits. Call us, and we look for a time for you."
        )
        if phone
        else _("This account has no record here for which it sees visits. Book a visit first."),
    }


def joining_page(form, whom, service, *, account, on) -> dict:
    """Everything waiting_list.html shows."""
    errors = whom.errors if form.is_bound else []
    return {
        "form": form,
        "forms": [whom.person, form] if whom.person else [form],
        "service": service,
        # Not `people`: so the frame calls the tabs of the account.
        "options": people(account, whom.grants, whom.chosen, whom.forms, on=on),
        "who_errors": errors,
        "errors": [("patient", words) for words in errors],
        "has_errors": form.is_bound,
    }


def refused_words(why) -> str:
    """Why joining failed, by `CannotWait.why`."""
    return {
        "off": _("The clinic has no waiting list at the moment."),
        "no_access": _("You can’t wait for this person: your access does not include visits."),
        "visit_gone": _("This visit was cancelled or changed in the meantime."),
        "too_many": _("You wait for ten things already. Leave one of them first."),
    }[why]


def over_words(why) -> str:
    """Why an offered time cannot be taken any more, by `OfferOver.why`."""
    return {
        "answered": _("You passed this time on, and it went to the next in line."),
        "over": _("This time is no longer kept for you: it went to the next in line. You have lost nothing."),
        "visit_gone": _(
            "Your visit was cancelled or changed in the meantime, so it can’t move to this time."
        ),
        "not_earlier": _("Your visit was moved in the meantime and is earlier than this time now."),
        "enough_ahead": _(
            "There are as many visits ahead as this clinic takes online. Cancel one first, or call us."
        ),
    }[why]


def entry_page(entry, grant, *, clinic, at) -> dict:
    """Everything waiting_entry.html shows."""
    offers = list(
        entry.offers.select_related(
            "hold__service", "hold__practitioner", "hold__location", "hold__appointment"
        ).order_by("-offered_at")
    )
    live = next((offer for offer in offers if offer.is_live(at=at)), None)
    page = {
        "patient": grant.patient,
        "grant": grant,
        "entry": entry,
        "rows": _rows(entry, clinic),
        "ended": ended_words(entry) if entry.ended_at else "",
        "visit_url": _visit_url(entry, offers),
        "offer": live and _offer(live, entry, grant, clinic=clinic, at=at),
    }
    page["title"] = (
        _("A time came free")
        if live
        else _("You’re no longer waiting")
        if entry.ended_at
        else _("You’re waiting")
    )
    last = offers[0] if offers else None
    if not live and not entry.ended_at and last and last.answer in ("", "expired"):
        when = moment(last.hold.starts_at.astimezone(clinic.zone))
        page["missed"] = _("We kept %(when)s for you; it went to the next in line. You’re still waiting.") % {
            "when": when
        }
    return page


def _rows(entry, clinic) -> list[dict]:
    since = short_date(entry.joined_at.astimezone(clinic.zone))
    return [
        {"term": _("Visit"), "answer": entry.service.title},
        {"term": _("With"), "answer": with_whom(entry)},
        {"term": _("Where"), "answer": entry.location.name},
        {"term": _("When"), "answer": when_words(entry)},
        {"term": _("On the list since"), "answer": since},
    ]


def _visit_url(entry, offers) -> str:
    if entry.visit_id:
        return reverse("portal:visit", args=[entry.patient_id, entry.visit_id])
    taken = next((offer.hold.appointment_id for offer in offers if offer.hold.appointment_id), None)
    return reverse("portal:visit", args=[entry.patient_id, taken]) if taken else ""


def _offer(offer, entry, grant, *, clinic, at) -> dict:
    held = offer.hold
    new = Appointment(
        clinic=clinic, patient=grant.patient, service=held.service, practitioner=held.practitioner,
        location=held.location, starts_at=held.starts_at, ends_at=held.ends_at,
    )  # fmt: skip
    before = copy(entry.visit) if entry.visit_id else None
    who = _("You") if grant.is_self else grant.patient.given_name
    return {
        "is_request": entry.visit_id is None and is_asked_for(clinic, held.service, grant.patient, at=at),
        "answer_url": reverse("portal:waiting_answer", args=[entry.patient_id, entry.pk, offer.pk]),
        "until": kept_until(offer, clinic, at=at),
        "card": appointment_card(
            new, zone=clinic.zone, who=who, initials=grant.patient.initials, colour=grant.colour
        )
        | {"tag_label": ""},
        "before": before and visits.card(before, grant, clinic=clinic, at=at, links=[]),
        "policy": policy_words.sentence(clinic, rules_of(clinic), held.starts_at, at=at),
        "name": "" if grant.is_self else grant.patient.given_name,
        "initials": grant.patient.initials,
    }
