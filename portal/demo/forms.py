"""Forms of the demo: the questionnaires of the library, sent with visits and answered as people would."""

import json
from datetime import timedelta

from booking.rules import forms_of
from portal.demo import answers, cohort, day
from smartforms import actions
from smartforms.engine.reading import Posted
from smartforms.models import Assignment, FormRule, Template, Version
from smartforms.shipped import shipped

# What patients of the demo read in place of an instrument's own title.
TITLES = {
    "phq-9": "Health check-in (PHQ-9)",
    "gad-7": "Worry check-in (GAD-7)",
    "audit-c": "Alcohol check-in (AUDIT-C)",
    "child-registration": "Child registration",
}
DAY = timedelta(days=1)
SINCE = 4 * DAY  # forms came to this clinic a few days ago; visits before that brought none


class BadQuestionnaire(Exception):
    """A questionnaire of the library could not be imported, or our answers do not fit it."""


def load(clinic, names, *, by, at) -> dict[str, Template]:
    """The clinic's questionnaires by file name; those that are missing are imported and published."""
    here = Version.objects.filter(template__clinic=clinic, number=1).select_related("template")
    by_source = {version.definition["title"]: version.template for version in here}
    found = {}
    for name in names:
        text = shipped()[name].text
        template = by_source.get(json.loads(text)["title"])
        found[name] = template or _imported(clinic, name, text, by=by, at=at)
    return found


def _imported(clinic, name: str, text: str, *, by, at) -> Template:
    form = shipped()[name]
    imported = actions.import_questionnaire(
        text=text, clinic=clinic, by=by, at=at, is_clinical=form.is_clinical, minutes=form.minutes
    )
    if imported.template is None:
        raise BadQuestionnaire(name, imported.report)
    imported.template.title = TITLES.get(name, form.title)
    imported.template.save(update_fields=["title"])
    return imported.template


def bring_recent(visits, *, by, at) -> None:
    """Send the forms of those visits that are not long past."""
    bring([visit for visit in visits if visit.starts_at > at - SINCE], by=by)


def bring(visits, *, by, account=None) -> None:
    """Send the forms that these visits bring, as booking them would have, at the time they were booked."""
    for visit in visits:
        at = visit.booking.made_at
        for link in forms_of(visit.clinic, visit.service):
            earlier = Assignment.objects.filter(patient=visit.patient, version__template=link.template)
            if link.rule == FormRule.ONCE and earlier.exists():
                continue
            assignment = actions.assign(
                template=link.template,
                patient=visit.patient,
                account=account,
                by=by,
                at=at,
                due_at=max(visit.starts_at - DAY, at),
                practitioner=visit.practitioner,
            )
            visit.assignments.add(assignment)


def answer_waiting(clinic, templates: dict, *, forgetful: set[str], by, at) -> None:
    """The evening before a visit people send their forms in; all but the forgetful."""
    names = {template.pk: name for name, template in templates.items()}
    waiting = (
        Assignment.objects.of(clinic)
        .waiting(at=at)
        .filter(account=None, due_at__lte=at + DAY / 4, version__template__in=names)
        .select_related("patient", "version__template")
    )
    for number, assignment in enumerate(waiting.order_by("due_at", "pk")):
        patient = assignment.patient
        if patient.name in forgetful or patient.made_online:
            continue
        sent_at = min(assignment.due_at, at)
        writer = cohort.account_of(patient, by=by, at=sent_at)
        name = names[assignment.version.template_id]
        given = answers.BY_FORM[name](patient, number + patient.date_of_birth.day)
        if (patient.name, name) == (day.ALARMING, "phq-9") and not patient.responses.exists():
            given = answers.check_in(answers.ALARMING)
        fill(assignment, given, by=writer, at=sent_at)


def fill(assignment, given: dict, *, by, at, sends=True) -> None:
    """Answer a form, `given` by linkId, and send it in. Raises BadQuestionnaire when something is missing."""
    outline = assignment.version.outline
    response = actions.open_form(assignment=assignment, by=by, at=at)
    kept = {
        item["key"]: [answers.stored(item, given[item["linkId"]])]
        for item in outline.items.values()
        if item["linkId"] in given
    }
    posted = Posted(answers=kept, asked=set(kept))
    actions.save_answers(response=response, posted=posted, revision=response.revision, by=by, at=at)
    if sends and (missing := actions.submit(assignment=assignment, by=by, at=at)):
        raise BadQuestionnaire(assignment.version.template.slug, missing)
