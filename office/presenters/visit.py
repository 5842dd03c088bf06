"""One visit as staff see it, and the last look before it is cancelled."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.actions import attendance
from booking.policies import can_be_cancelled_late, may_answer
from booking.presenters.booked import KINDS
from booking.rules import free_until, late_fee, rules_of
from common import wording
from office.presenters.booking import length_url
from office.presenters.person import workspace_page
from office.presenters.reaching import visits_words

NOTES = {
    attendance.ARRIVED: (gettext_lazy("Here"), "map-pin-check"),
    attendance.COMPLETED: (gettext_lazy("Done"), "check"),
    attendance.NO_SHOW: (gettext_lazy("No-show"), "user-x"),
    attendance.TAKEN_BACK: (gettext_lazy("Take the note back"), "undo"),
}


def told(space, visit) -> list[dict]:
    """When, what, with whom, where."""
    start, end = visit.starts_at.astimezone(space.zone), visit.ends_at.astimezone(space.zone)
    when = f"{wording.long_date_year(start)}, {wording.time_range(start, end)}"
    rows = [
        {"term": _("When"), "answer": f"{when}, {wording.zone_words(start)}"},
        {"term": _("What"), "answer": visit.service.title},
        {"term": _("With"), "answer": visit.practitioner.name},
        {"term": _("Where"), "answer": visit.location.name},
    ]
    if visit.price is not None:
        rows.append({"term": _("Price"), "answer": wording.money(visit.price, visit.currency)})
    return rows


def _facts(space, visit) -> list[str]:
    """How the visit came about and what became of it, each with its day."""
    made = wording.moment_with_year(visit.booking.made_at.astimezone(space.zone))
    words = _("Booked online, %(when)s") if visit.is_made_online else _("Booked by the clinic, %(when)s")
    if visit.booking.guest_email:
        words = _("Booked online without an account, %(when)s")
    facts = [words % {"when": made}]
    if visit.requested_at:
        facts = [_("Asked for online, %(when)s") % {"when": made}, *_answered(space, visit)]
    if visit.overridden_because:
        facts.append(_("Made although rules spoke against it: %(why)s") % {"why": visit.overridden_because})
    moves = list(visit.moves.all())
    for move, then in zip(moves, [*moves, visit][1:], strict=True):
        facts.append(_moved(space, move, then))
        if move.late_fee:
            fee = wording.money(move.late_fee, visit.currency)
            facts.append(_("Moved late: %(fee)s late fee") % {"fee": fee})
    for words, instant in (
        (_("The patient said that they will come, %(when)s"), visit.attendance_confirmed_at),
        (_("Here since %(when)s"), visit.arrived_at),
        (_("Done, noted %(when)s"), visit.completed_at),
        (_("Did not come, noted %(when)s"), visit.no_show_at),
    ):
        if instant:
            facts.append(words % {"when": wording.moment_with_year(instant.astimezone(space.zone))})
    return facts + (_cancelled(space, visit) if visit.cancelled_at else [])


def _moved(space, move, then) -> str:
    """What a move changed; `then` is how the visit stood after it."""
    stood = move.starts_at, move.practitioner_id, move.location_id
    if stood == (then.starts_at, then.practitioner_id, then.location_id):
        minutes = int((move.ends_at - move.starts_at).total_seconds() // 60)
        return _("Its length was changed, it lasted %(time)s") % {"time": wording.duration(minutes)}
    before = wording.moment_with_year(move.starts_at.astimezone(space.zone))
    return _("Moved, was %(before)s with %(name)s") % {"before": before, "name": move.practitioner.name}


def _answered(space, visit) -> list[str]:
    if visit.approved_at:
        words, who, when = _("Approved by %(who)s, %(when)s"), visit.approved_by, visit.approved_at
    elif visit.declined_at:
        words, who, when = _("Declined by %(who)s, %(when)s"), visit.declined_by, visit.declined_at
    else:
        return []
    names = {"who": who.name or who.email, "when": wording.moment_with_year(when.astimezone(space.zone))}
    because = [_("Reason: %(why)s") % {"why": visit.declined_because}] if visit.declined_because else []
    return [words % names, *because]


def _cancelled(space, visit) -> list[str]:
    when = wording.moment_with_year(visit.cancelled_at.astimezone(space.zone))
    by = visit.cancelled_by
    who = by.name or by.email if by else _("the guest, through the link of their mail")
    said = (
        _("Cancelled late by %(who)s, %(when)s")
        if visit.cancelled_late
        else _("Cancelled by %(who)s, %(when)s")
    )
    facts = [said % {"who": who, "when": when}]
    if visit.cancelled_because:
        facts.append(_("Reason: %(why)s") % {"why": visit.cancelled_because})
    if visit.late_fee:
        fee = wording.money(visit.late_fee, visit.currency)
        facts.append(_("Cancelled late: %(fee)s late fee") % {"fee": fee})
    return facts


def visit_page(space, visit) -> dict:
    """Everything office/visit.html shows."""
    title = _("Visit on %(when)s") % {"when": wording.moment(visit.starts_at.astimezone(space.zone))}
    is_open = visit.status == "booked"
    return {
        **workspace_page(space, "patient"),
        "tab": title,
        "title": title,
        "told": told(space, visit),
        "facts": _facts(space, visit),
        "note": visit.note if space.reads_record else "",
        "reach": visits_words(space.patient) if is_open or visit.is_waiting else None,
        **tag(visit),
        **actions(space, visit),
        **_charted(space, visit),
        "back_url": reverse("office:patient", args=[space.patient.pk]),
    }


def tag(visit) -> dict:
    """Where it stands, in a word and its colour."""
    if visit.cancelled_late:
        return {"tag_label": _("Late cancel"), "tag_kind": "warn"}
    return {"tag_label": visit.status_label, "tag_kind": KINDS[visit.status]}


def actions(space, visit) -> dict:
    """What this member can do with a visit now: the notes, and the addresses of the rest, empty where it cannot be."""
    args, is_open = [space.patient.pk, visit.pk], visit.status == "booked"
    answers = visit.is_waiting and may_answer(space.member, visit, cares=space.cares)
    notes = attendance.open_notes(visit, at=space.at) if space.books else []

    def way(name, *, there) -> str:
        return reverse(f"office:{name}", args=args) if there else ""

    return {
        "notes": [{"value": what, "label": NOTES[what][0], "icon": NOTES[what][1]} for what in notes],
        "note_url": reverse("office:attendance", args=args),
        "answer_url": way("visit_answer", there=answers),
        "move_url": way("visit_move", there=space.books and is_open),
        "length_url": length_url(visit) if space.books and is_open else "",
        "late_url": late_url(space, visit),
        "cancel_url": way("visit_cancellation", there=space.books and is_open),
    }


def late_url(space, visit) -> str:
    """Where it is noted that the patient called it off late; empty where they would not be, or who looks may not."""
    if not (space.books and can_be_cancelled_late(visit, at=space.at)):
        return ""
    return reverse("office:visit_late_cancellation", args=[space.patient.pk, visit.pk])


def _charted(space, visit) -> dict:
    """Where the note of this visit is read, also after it was cancelled; or where its practitioner begins it."""
    if visit.chart_id and space.reads_record:
        return {"chart_url": reverse("office:chart", args=[space.patient.pk, visit.chart_id])}
    is_theirs = visit.practitioner.user_id == space.member.user_id
    if space.writes_charts and is_theirs and not (visit.chart_id or visit.is_off):
        return {"begin_note_url": reverse("office:visit_note", args=[space.patient.pk, visit.pk])}
    return {}


def cancellation_page(space, visit, form, *, has_changed, is_late=False) -> dict:
    """Everything office/visit_cancellation.html shows."""
    title = _("Note a late cancel?") if is_late else _("Cancel this visit?")
    return {
        **workspace_page(space, "patient"),
        "tab": title,
        "title": title,
        "told": told(space, visit),
        "cost": _cost(space, visit),
        "button": _("Note a late cancel") if is_late else _("Cancel this visit"),
        "reach": visits_words(space.patient),
        "form": form,
        "seen": visit.sequence,
        "has_errors": bool(form.errors),
        "has_changed": has_changed,
        "back_url": reverse("office:visit", args=[space.patient.pk, visit.pk]),
    }


def _cost(space, visit) -> str:
    rules = rules_of(visit.clinic)
    names = {
        "fee": wording.money(rules.fee, rules.currency),
        "free": wording.moment(free_until(rules, visit.starts_at).astimezone(space.zone)),
    }
    if not rules.fee:
        return _("Cancelling is free.")
    if late_fee(rules, visit.starts_at, at=space.at):
        return _("It was free until %(free)s. If the patient cancels, a %(fee)s late fee is kept.") % names
    return _("It is free until %(free)s.") % names
