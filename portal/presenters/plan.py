"""A treatment plan as it is read: section by section, for the page and for paper."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from common.wording import all_of, clock_time, day_month, day_month_year, long_date_year, moment
from portal.presenters.words import new_mark
from records.current_plan import Part
from records.models.chart import PLAN_SECTIONS
from records.plan import sections_of

# The words of patients, where they are shorter than those of the team.
TITLES = PLAN_SECTIONS | {
    "supplements": gettext_lazy("Supplements"),
    "exercise": gettext_lazy("Movement"),
    "tests": gettext_lazy("Tests"),
    "follow_up": gettext_lazy("Next visit"),
}


def visit_words(plan) -> str:
    """'Visit of 3 November 2026'."""
    return _("Visit of %(day)s") % {"day": day_month_year(plan.day)}


def who_words(practitioner) -> str:
    """'Dr. Ingrid Solberg, naturopathic doctor'."""
    said = practitioner.credentials
    return f"{practitioner.name}, {said[:1].lower()}{said[1:]}" if said else practitioner.name


def title_of(grant) -> str:
    """Whose plan it is."""
    if grant.is_self:
        return _("Your treatment plan")
    return _("Treatment plan of %(name)s") % {"name": grant.patient.given_name}


def current_title(grant) -> str:
    """Whose plan it is, out of all visits."""
    if grant.is_self:
        return _("Your plan now")
    return _("%(name)s’s plan now") % {"name": grant.patient.given_name}


def parts_of(plan, *, activities=(), documents=(), visit=None, zone) -> list[dict]:
    """The sections of one plan that hold something."""
    found = {section.key: [Part(section, plan)] for section in sections_of(plan.plan)}
    return _in_order(found, activities, visit, zone, documents=documents, with_source=False)


def parts_now(counts, *, activities=(), visit=None, zone) -> list[dict]:
    """What counts now out of all plans, each with the visit it comes from."""
    return _in_order(counts, activities, visit, zone, with_source=True)


def _in_order(found, activities, visit, zone, *, documents=(), with_source) -> list[dict]:
    parts = []
    for key, title in TITLES.items():
        entries = [_entry(part, with_source=with_source) for part in found.get(key, [])]
        cards = list(activities) if key == "exercise" else []
        next_one = _next(visit, zone) if key == "follow_up" and visit else None
        papers = list(documents) if key == "tests" else []
        if entries or cards or next_one or papers:
            parts.append(
                {
                    "key": key,
                    "title": str(title),
                    "entries": entries,
                    "activities": cards,
                    "next": next_one,
                    "documents": papers,
                    "tinted": key == "summary",
                }
            )
    return parts


def _entry(part, *, with_source) -> dict:
    section, plan = part.section, part.plan
    entry = {"kind": section.kind, "text": section.text, "lines": section.lines, "rows": [], "source": ""}
    entry["rows"] = [
        {
            "what": row.get("what", ""),
            "note": row.get("note", ""),
            "dose": row.get("dose", ""),
            "route": row.get("route", ""),
            "frequency": row.get("frequency", ""),
            "duration": row.get("duration", ""),
        }
        for row in section.rows
    ]
    if with_source:
        entry["source"] = f"{plan.practitioner.name}, {day_month_year(plan.day)}"
        entry["source_url"] = reverse("portal:plan", args=[plan.patient_id, plan.pk])
    return entry


def _next(visit, zone) -> dict:
    return {
        "when": moment(visit.starts_at.astimezone(zone)),
        "url": reverse("portal:visit", args=[visit.patient_id, visit.pk]),
    }


def signed_words(plan, changes, *, zone) -> str:
    """'Signed by Dr. Solberg on 3 November 2026 at 11:02 am. Changed once: magnesium dose lowered, 5 November.'"""
    if not plan.is_locked:
        return ""
    local = plan.locked_at.astimezone(zone)
    signed = _("Signed by %(who)s on %(day)s at %(time)s.") % {
        "who": plan.practitioner.name,
        "day": day_month_year(local),
        "time": clock_time(local),
    }
    if not changes:
        return signed
    last = changes[0]
    words = ngettext(
        "Changed once: %(reason)s, %(day)s.", "Changed %(n)d times, last: %(reason)s, %(day)s.", len(changes)
    ) % {
        "n": len(changes),
        "reason": last.reason.rstrip(". "),
        "day": day_month(last.at.astimezone(zone)),
    }
    return f"{signed} {words}"


def draft_notice(plans) -> dict | None:
    """What is said while a plan, or some of several, is not signed."""
    drafts = {plan.practitioner.name for plan in plans if not plan.is_locked}
    if not drafts:
        return None
    words = _("%(who)s has not signed all of it yet. Look again before you rely on it.")
    return {"title": _("May still change"), "text": words % {"who": all_of(sorted(drafts))}}


def change_rows(changes, *, zone) -> list[dict]:
    """What changed since the plan was signed, the latest first."""
    return [
        {
            "when": long_date_year(change.at.astimezone(zone)),
            "reason": change.reason,
            "sections": [
                {"title": str(TITLES.get(section.key, section.label)), "lines": section.lines}
                for section in change.sections
            ],
        }
        for change in changes
    ]


def plan_rows(plans) -> list[dict]:
    """The list of plans: practitioner, day, what is to be known of it."""
    return [
        {
            "url": reverse("portal:plan", args=[plan.patient_id, plan.pk]),
            "title": plan.practitioner.name,
            "text": visit_words(plan),
            "icon": "notebook",
            **_tag(plan),
        }
        for plan in plans
    ]


def _tag(plan) -> dict:
    """One word: whether it may still change, is new to the reader, or was changed."""
    if plan.last_read is None:
        return new_mark(True)
    if not plan.is_locked:
        return {"tag_label": _("May still change"), "tag_kind": "warn"}
    if plan.is_changed:
        return {"tag_label": pgettext("a plan", "Changed"), "tag_kind": "neutral"}
    return {}


def latest_row(plan, grant) -> dict:
    """The newest plan, as a line on somebody's page."""
    return {
        "title": _("Treatment plan"),
        "text": _("%(day)s, %(who)s") % {"day": day_month(plan.day), "who": plan.practitioner.called},
        "url": reverse("portal:plan", args=[grant.patient_id, plan.pk]),
        "icon": "notebook",
        **new_mark(plan.last_read is None),
    }
