"""The card of a visit, as it opens over the calendar."""

from django.urls import reverse

from common import wording
from office.presenters.reaching import visits_words
from office.presenters.states import called
from office.presenters.visit import actions, tag
from smartforms.presenters import titles
from smartforms.presenters.listing import TAGS


def card(space, visit, forms, *, back: str) -> dict:
    """Everything office/_visit_card.html shows; `back` is what the calendar's address asked for."""
    start, end = visit.starts_at.astimezone(space.zone), visit.ends_at.astimezone(space.zone)
    patient = space.patient
    return {
        "who": called(patient, start.date()),
        **tag(visit),
        "told": [
            f"{wording.short_date(start)}, {wording.time_range(start, end)}",
            f"{visit.service.title}, {visit.practitioner.name}, {visit.location.name}",
        ],
        "phone": patient.phone,
        "email": patient.email,
        "reach": visits_words(patient),
        "forms": [
            {
                "title": titles.of_form(form),
                "tag_label": form.status(at=space.at).label,
                "tag_kind": TAGS[form.status(at=space.at)],
            }
            for form in forms
        ],
        **actions(space, visit),
        "patient_url": reverse("office:patient", args=[patient.pk]),
        "visit_url": reverse("office:visit", args=[patient.pk, visit.pk]),
        "back": back,
    }
