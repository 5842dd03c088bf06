"""A patient's page in words: who it is, the panels below."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from booking.presenters.booked import KINDS
from clinic.catalogue import catalogue_of
from common import wording
from office.presenters.grants import grant_rows, has_ended
from office.presenters.helps import help_links
from records.models.access import Level, Relation
from smartforms.presenters.listing import TAGS, why_and_when


def born(day) -> str:
    """'4 May 1988'."""
    return date_format(day, "j F Y")


def heading(space, *, at) -> dict:
    """The inputs of `person_heading`."""
    patient, zone = space.patient, space.patient.clinic.zone
    age = wording.age_words(patient.date_of_birth, at.astimezone(zone).date())
    since = wording.dated(patient.created_at.astimezone(zone), "M Y")
    facts = [
        _("%(age)s, born %(day)s") % {"age": age, "day": born(patient.date_of_birth)},
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
        "tags": [{"label": label, "kind": kind, "icon": icon} for label, kind, icon in _tags(space, at)],
    }


def _tags(space, at):
    if space.patient.is_locked:
        yield _("Portal locked down"), "bad", "lock"
    elif space.sees_access:
        live = [grant for grant in space.grants if not has_ended(grant, at)]
        if any(grant.level == Level.FULL and grant.relation == Relation.SELF for grant in live):
            yield _("Portal: full access"), "ok", "lock-open"
        elif live:
            yield _("Portal: %(n)d with access") % {"n": len(live)}, "neutral", "users"
        else:
            yield _("No portal access"), "outline", "lock"
    if space.patient.made_online:
        yield _("Registered online"), "info", "laptop"


def details(patient) -> list[dict]:
    """The official record, field by field."""
    return [
        {"term": _("Name"), "answer": patient.name},
        {"term": _("Date of birth"), "answer": born(patient.date_of_birth)},
        {"term": _("Pronouns"), "answer": patient.pronouns},
        {"term": _("Phone"), "answer": patient.phone},
        {"term": _("E-mail"), "answer": patient.email},
        {"term": _("Address"), "answer": patient.address},
    ]


def visit_rows(space, *, at) -> list[dict]:
    """Visits, the latest first. What the patient wrote for the practitioner is for those who care for them."""
    clinic = space.patient.clinic
    several = len(catalogue_of(clinic).locations) > 1
    this_year = at.astimezone(clinic.zone).year
    return [
        {
            "when": _when(visit.starts_at.astimezone(clinic.zone), this_year),
            "service": visit.service.title,
            "who": f"{visit.practitioner.name}, {visit.location.name}"
            if several
            else visit.practitioner.name,
            "online": bool(visit.made_online_by_id),
            "note": visit.note if space.cares else "",
            "tag_label": _stands(visit, at),
            "tag_kind": KINDS[visit.status] if visit.status != "booked" or visit.ends_at > at else "neutral",
        }
        for visit in space.visits[: space.shown]
    ]


def _stands(visit, at) -> str:
    if visit.status != "booked":
        return visit.status_label
    return _("Booked") if visit.ends_at > at else _("Past")


def _when(local, this_year) -> str:
    if local.year == this_year:
        return wording.short_moment(local)
    return date_format(local, pgettext("date of a visit", "D j M Y")) + ", " + wording.clock_time(local)


def form_rows(space, *, at) -> list[dict]:
    """Forms, the last sent first; those whose answers this member may read are links."""
    zone = space.patient.clinic.zone
    return [
        {
            "title": form.version.template.title,
            "text": why_and_when(form, at=at, zone=zone),
            "url": reverse("office:answers", args=[space.patient.pk, form.pk])
            if space.may_read(form)
            else "",
            "closed": bool(form.sent_in) and not space.may_read(form),
            "tag_label": form.status(at=at).label,
            "tag_kind": TAGS[form.status(at=at)],
        }
        for form in space.forms[: space.shown]
    ]


def patient_page(space, *, at, whole: bool) -> dict:
    """Everything patient.html shows."""
    patient = space.patient
    return {
        "patient": patient,
        "heading": heading(space, at=at),
        "details": details(patient),
        "visits": visit_rows(space, at=at),
        "more_visits": len(space.visits) > space.shown,
        "forms": form_rows(space, at=at),
        "more_forms": len(space.forms) > space.shown,
        "sees_forms": space.sees_forms,
        "sees_access": space.sees_access,
        "grants": grant_rows(space.grants, at=at, zone=patient.clinic.zone),
        "twins_url": _twins(patient) if patient.has_twin else "",
        "all_url": "" if whole else "?rows=all",
        "helps": help_links(space, at=at),
    }


def _twins(patient) -> str:
    words = f"{patient.name} {patient.date_of_birth:%Y-%m-%d}"
    return f"{reverse('office:patients')}?{urlencode({'q': words})}"
