"""What stands at the head of every page about a patient: who it is, the portal in a word, the tabs."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common import wording
from office.presenters.flag_tags import flag_tags
from office.presenters.helps import help_links
from office.presenters.portal_state import portal_state
from office.presenters.reaching import reach_tags
from records.models.access import Level, Relation


def workspace_page(space, current: str) -> dict:
    """What workspace.html shows around a tab."""
    return {
        "patient": space.patient,
        "heading": heading(space),
        "tabs": tabs(space, current),
        "helps": help_links(space),
        "beneath": beneath(space),
    }


def heading(space) -> dict:
    """The inputs of `person_heading`."""
    patient = space.patient
    age = wording.age_words(patient.date_of_birth, space.at.astimezone(space.zone).date())
    since = wording.dated(patient.created_at.astimezone(space.zone), "M Y")
    facts = [
        _("%(age)s, born %(day)s") % {"age": age, "day": wording.day_month_year(patient.date_of_birth)},
        _("Called %(name)s") % {"name": called} if (called := patient.more.preferred_name) else "",
        patient.pronouns,
        patient.phone,
        _("Patient since %(month)s") % {"month": since},
    ]
    own = next((grant for grant in space.grants if grant.is_self), None)
    return {
        "name": patient.name,
        "initials": patient.initials,
        "colour": own.colour if own else "plum",
        "facts": list(filter(None, facts)),
        "tags": [
            *flag_tags(space.flags),
            *({"label": label, "kind": kind, "icon": icon} for label, kind, icon in _tags(space)),
        ],
    }


def beneath(space) -> dict:
    """What stands beneath the heading: the patient in the portal, and the way to the flags."""
    may_raise = bool(space.flag_kinds)
    return {
        "portal": portal_state(space),
        "flags_url": reverse(
            "office:red_flags" if space.flags else "office:new_red_flag", args=[space.patient.pk]
        )
        if space.flags or may_raise
        else "",
        "flags_label": _("Flags") if space.flags else _("Add a flag"),
    }


def _tags(space):
    if space.patient.is_locked:
        yield _("Portal locked down"), "bad", "lock"
    elif space.sees_access:
        live = [grant for grant in space.grants if grant.is_open]
        if any(grant.level == Level.FULL and grant.relation == Relation.SELF for grant in live):
            yield _("Portal: full access"), "ok", "lock-open"
        elif live:
            yield _("Portal: %(n)d with access") % {"n": len(live)}, "neutral", "users"
        else:
            yield _("No portal access"), "outline", "lock"
    if space.patient.made_online:
        yield _("Registered online"), "info", "laptop"
    yield from reach_tags(space.patient)


def tabs(space, current: str) -> list[dict]:
    """The tabs this member may open, with how much waits in them. Rooms that do not exist yet are not there."""
    places = [
        ("patient", _("Overview")),
        ("timeline", _("Timeline")),
        ("personal", _("Personal")),
        ("contacts", _("Contacts")),
    ]
    if space.reads_record:
        places.append(("charts", _("Charts")))
        places.append(("activities", _("Activities")))
    if space.sees_forms:
        places.append(("patient_forms", _("Forms")))
    if space.sees_documents:
        places.append(("documents", _("Documents")))
    if space.sees_access:
        places.append(("access", _("Access")))
    patient = space.patient
    counts = {
        "access": patient.asks,
        "patient_forms": patient.forms_waiting,
        "documents": patient.files_waiting if space.handles_sent else None,
        "charts": patient.drafts,
        "personal": patient.proposed if space.keeps_details else None,
    }
    return [
        {
            "label": label,
            "url": reverse(f"office:{place}", args=[space.patient.pk]),
            "current": place == current,
            "count": counts.get(place),
        }
        for place, label in places
    ]


def refused_page(space, reason, *, emergency_url="") -> dict:
    """Who may enter, for a member of the team who may not; where an emergency would open it, the way there."""
    return {
        "title": space.patient.name,
        "patient": space.patient,
        "patient_url": reverse("office:patient", args=[space.patient.pk]),
        "closed": _("This is not open to you"),
        "reason": reason,
        "emergency_url": emergency_url,
    }
