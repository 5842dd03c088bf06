"""How long a record is kept, what an erasure would do, and the pages that ask once more."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.wording import long_date_year
from office.keeping import erasures_of, take_outs_of
from office.presenters import deciding
from office.presenters.moments import time_of
from office.presenters.person import workspace_page
from records import contract, retention
from records.actions.takeouts import own_grant
from records.contract import Goes
from records.joining.standing import chosen_of


def _url(space, name, *more) -> str:
    return reverse(f"office:{name}", args=[space.patient.pk, *more])


def keeping_page(space) -> dict:
    """Everything keeping.html shows."""
    patient = space.patient
    erasures = list(erasures_of(patient))
    years = retention.years_of(patient.clinic)
    return {
        **workspace_page(space, "access"),
        "until": long_date_year(retention.keep_until(patient)),
        "last": long_date_year(retention.last_entry(patient)),
        "years": ngettext("%(n)d year", "%(n)d years", years) % {"n": years},
        "fates": fates(patient),
        "holds": [_hold(space, hold) for hold in retention.holds_on(patient)],
        "hold_url": _url(space, "hold"),
        "erasures": [_erasure(space, one) for one in erasures],
        "is_asked": any(
            one.decided_at is None or one.accepted for one in erasures if one.patient_id == patient.pk
        ),
        "ask_url": _url(space, "erasure_asking"),
        "take_outs": [_take_out(space, one) for one in take_outs_of(patient)],
        "has_account": own_grant(patient, at=space.at) is not None,
        "takeout_url": _url(space, "takeout_for_patient"),
        "back_url": _url(space, "access"),
    }


def fates(patient) -> list[dict]:
    """Each kind of thing, how many, and when it goes."""
    words = {
        Goes.NOW: (_("Goes at once"), "ok"),
        Goes.LATER: (_("Kept"), "warn"),
        Goes.NEVER: (_("Stays"), "outline"),
    }
    return [
        {
            "what": fate.what,
            "rows": fate.rows,
            "label": words[fate.goes][0],
            "kind": words[fate.goes][1],
            "why": fate.why,
        }
        for room in contract.answerers()
        for fate in room.erase(patient)
    ]


def _hold(space, hold) -> dict:
    when = time_of(hold.at, at=space.at, zone=space.zone)
    return {
        "text": _("%(when)s, by %(name)s: %(reason)s")
        % {"when": when, "name": hold.by, "reason": hold.reason},
        "lift_url": f"{_url(space, 'hold_lifting')}?which={hold.pk}",
    }


def _take_out(space, taken) -> dict:
    if taken.ended_at:
        state = _("Over")
    else:
        state = _("Downloaded") if taken.downloaded_at else _("Ready") if taken.ready_at else _("Being made")
    when = time_of(taken.asked_at, at=space.at, zone=space.zone)
    return {"who": taken.account.email, "when": when, "by": str(taken.asked_by), "state": state}


def _erasure(space, one) -> dict:
    def told(moment):
        return time_of(moment, at=space.at, zone=space.zone)

    row = {
        "asked": _("%(when)s, by %(name)s") % {"when": told(one.asked_at), "name": one.asked_by},
        "pk": one.pk,
    }
    row["from"] = _("Asked in the portal") if one.by_patient else _("Asked at the clinic")
    if one.patient_id != space.patient.pk:
        row["of"] = _("About the record of %(name)s, which was joined into this one.") % {
            "name": one.patient.name
        }
    if one.decided_at is None:
        row["state"], row["kind"] = _("Waiting"), "warn"
        row["accept_url"] = _url(space, "erasure_acceptance", one.pk)
        row["decline_url"] = _url(space, "erasure_declining", one.pk)
    elif not one.accepted:
        row["state"], row["kind"], row["why"] = _("Declined"), "outline", one.reason
    elif one.completed_at:
        row["state"], row["kind"] = _("Completed %(when)s") % {"when": told(one.completed_at)}, "ok"
    else:
        row["state"], row["kind"] = _("What need not be kept is gone"), "info"
        reason = retention.why_not_complete(one, at=space.at)
        row["complete_url"] = "" if reason else _url(space, "erasure_completion", one.pk)
        row["why"] = _why_not_yet(space, one, reason)
    return row


def _why_not_yet(space, erasure, reason) -> str:
    if reason == "may_part":
        until = retention.may_part_until(erasure.patient, at=space.at).astimezone(space.zone)
        return _("The rest may go once the two records cannot be parted any more: from %(day)s on.") % {
            "day": long_date_year(until)
        }
    if reason == "held":
        return _("The rest stays while the hold stands.")
    if reason == "too_early":
        day = long_date_year(retention.keep_until(space.patient))
        return _("The rest may go from %(day)s on.") % {"day": day}
    return ""


def _ask(space, **page) -> dict:
    page = deciding.asking_page(space, **page)
    return page | {"back_url": _url(space, "retention")}


def takeout_page(space, *, form=None) -> dict | None:
    """Put the record together for the patient?"""
    grant = own_grant(space.patient, at=space.at)
    if grant is None:
        return None
    return _ask(
        space,
        title=_("Take the record out for %(name)s?") % {"name": space.patient.given_name},
        text=_("It is delivered to the patient’s own account, and to nobody of the clinic."),
        facts=[
            grant.account.email,
            _("The patient gets a mail and downloads it within a day."),
            _(
                "It holds what the patient sees in the portal. Practitioners’ notes are not in it: they are given on"
                " request, after a review."
            ),
        ],
        button=_("Take the record out"),
    )


def hold_page(space, *, form) -> dict | None:
    """Keep it whatever happens?"""
    if retention.holds_on(space.patient):
        return None
    return _ask(
        space,
        title=_("Put a legal hold on this record?"),
        text=_(
            "For when a court, a complaint or an insurer may ask for it. Nothing of it can be erased then."
        ),
        facts=[_("The patient is not told."), _("Managers and owners can lift it.")],
        button=_("Put on hold"),
        form=form,
    )


def lifting_page(space, *, which, form=None) -> dict | None:
    """Let it go its way?"""
    holds = retention.holds_on(space.patient)
    hold = chosen_of(holds, which)
    if hold is None:
        return None
    return _ask(
        space,
        title=_("Lift the legal hold?"),
        text=_("Another hold stands: nothing of this record goes until it is lifted too.")
        if len(holds) > 1
        else _("What the law keeps may be erased again when its time is over."),
        facts=[_hold(space, hold)["text"]],
        button=_("Lift the hold"),
        danger=True,
    )


def asking_page(space, *, form=None) -> dict | None:
    """Ask on the patient's behalf?"""
    if any(one.decided_at is None for one in erasures_of(space.patient)):
        return None
    return _ask(
        space,
        title=_("Ask for erasure on behalf of %(name)s?") % {"name": space.patient.given_name},
        text=_("For when the patient asks in person, by letter or by telephone. Make sure it is them."),
        facts=[_("Nothing goes yet: the request waits for a decision.")],
        button=_("Ask for erasure"),
    )


def accepting_page(space, erasure, *, form=None) -> dict | None:
    """Erase now what may go?"""
    if retention.holds_on(space.patient):
        return None
    gone = [fate["what"] for fate in fates(space.patient) if fate["label"] == _("Goes at once")]
    return _ask(
        space,
        title=_("Erase what need not be kept?"),
        text=_("Nobody can undo this."),
        doors=gone,
        doors_title=_("Goes now"),
        facts=[
            _("Nobody sees this record in the portal any more."),
            _("The rest is kept until %(day)s.")
            % {"day": long_date_year(retention.keep_until(space.patient))},
            _("The patient gets a mail. It says nothing about what was in the record."),
        ],
        button=_("Erase for good"),
        danger=True,
    )


def declining_page(space, erasure, *, form) -> dict:
    """Say no?"""
    return _ask(
        space,
        title=_("Decline the request?"),
        text=_("Nothing goes. The patient reads your reason in the portal."),
        button=_("Decline"),
        form=form,
    )


def completing_page(space, erasure, *, form=None) -> dict:
    """Empty the rest?"""
    if erasure.patient_id == space.patient.pk:
        title = _("Erase the rest of this record?")
        facts = [
            _("Notes, plans, answers, documents and files are emptied; the name goes."),
            _("That there was a record, its visits’ dates and its account’s amounts stay, of nobody."),
        ]
    else:
        title = _("Erase the rest of the closed record?")
        facts = [
            _("Its name goes, and what stayed with it."),
            _("What was joined into this record stays with this record."),
        ]
    return _ask(
        space,
        title=title,
        text=_("Its time is over. Nobody can undo this."),
        facts=facts,
        button=_("Erase the rest"),
        danger=True,
    )
