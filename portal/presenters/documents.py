"""Documents in the words of a patient: what it is called, from whom, from which day, how long."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common.serving import SHOWN_INLINE
from common.wording import file_size, kind_of_file
from portal.presenters.words import day_with_year, new_mark
from records.models.kinds import Kind

ICONS = {Kind.RESULT: "file-heart", Kind.IMAGE: "image"}


def row(document, *, at, zone) -> dict:
    """One line of the list."""
    names = [document.patient_id, document.pk]
    return {
        "title": document.title,
        "url": reverse("portal:document", args=names),
        "file_url": reverse("portal:document_file", args=names),
        "icon": _icon(document),
        "facts": facts(document, at=at, zone=zone),
        **new_mark(document.is_new),
    }


def in_plan(plan, documents, more: bool) -> list[dict]:
    """Beside the tests of a plan: 'Lab requisition (PDF, 2 pages)'; where there are more, a line that leads to all."""
    rows = [
        {
            "title": one.title,
            "url": reverse("portal:document", args=[one.patient_id, one.pk]),
            "file": kind_of_file(one.content_type, one.pages),
        }
        for one in documents
    ]
    if more:
        url = reverse("portal:documents", args=[plan.patient_id])
        rows.append({"title": _("More of this visit, among all documents"), "url": url, "file": ""})
    return rows


def _icon(document) -> str:
    return "image" if document.content_type.startswith("image/") else ICONS.get(document.kind, "file-text")


def facts(document, *, at, zone) -> str:
    """'Dr. Solberg, 3 November. PDF, 2 pages'."""
    file = kind_of_file(document.content_type, document.pages)
    return _("%(whence)s. %(file)s") % {"whence": whence(document, at=at, zone=zone), "file": file}


def whence(document, *, at, zone) -> str:
    """'Dr. Solberg, 3 November', or when the clinic shared it."""
    today = at.astimezone(zone).date()
    if document.practitioner is None:
        return _("Shared %(day)s") % {"day": day_with_year(document.shared_at.astimezone(zone).date(), today)}
    author = document.practitioner.short_name or document.practitioner.name
    names = {"name": author, "day": day_with_year(document.dated_on, today)}
    return _("%(name)s, %(day)s") % names


def document_page(document, household, grant) -> dict:
    """Everything document.html shows."""
    zone = household.clinic.zone
    names = [document.patient_id, document.pk]
    return {
        "patient": grant.patient,
        "grant": grant,
        "title": document.title,
        "facts": facts(document, at=household.at, zone=zone),
        "size": file_size(document.size),
        "is_picture": document.content_type.startswith("image/"),
        "view_url": reverse("portal:document_view", args=names)
        if document.content_type in SHOWN_INLINE
        else "",
        "file_url": reverse("portal:document_file", args=names),
        "back_url": reverse("portal:documents", args=[document.patient_id]),
    }


def latest(documents, *, at, zone) -> list[dict]:
    """The last documents on the person's own page: title, and when they were shared."""
    today = at.astimezone(zone).date()
    return [
        {
            "title": one.title,
            "url": reverse("portal:document", args=[one.patient_id, one.pk]),
            "icon": "file-text",
            "text": _("Shared %(day)s")
            % {"day": day_with_year(one.shared_at.astimezone(zone).date(), today)},
            **new_mark(one.is_new),
        }
        for one in documents
    ]
