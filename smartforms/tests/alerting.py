"""A form with an alert, for stories about what happens after sending."""

import json

from common.tests.moment import AT
from smartforms import actions
from smartforms.actions import assign, open_form, submit
from smartforms.fhir import ours
from smartforms.models import Assignment, Response
from smartforms.tests.forms import calculated, choice, question, questionnaire

ADDED_UP = (
    "%resource.item.where(linkId='tired' or linkId='dark').answer.value.extension.where("
    "url='http://hl7.org/fhir/StructureDefinition/ordinalValue').value.sum()"
)
LEVELS = ("never", "sometimes", "daily")


def check_in(**head) -> dict:
    """Two scored questions, the second of which alerts from 'sometimes' on; a score with two bands; own words."""
    items = [choice(link, *LEVELS) for link in ("tired", "dark")]
    for item in items:
        for score, option in enumerate(item["answerOption"]):
            option["extension"] = [
                {"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": score}
            ]
    for option in items[1]["answerOption"][1:]:
        option["extension"].append({"url": ours.ALERT, "valueString": "Dark thoughts"})
    bands = [_band(0, 1, "calm", "ok"), _band(2, 4, "stormy", "bad")]
    score = question("score", "integer", extension=[calculated(ADDED_UP), *bands])
    return questionnaire(*items, score, question("words", "text"), title="Check-in", **head)


def _band(low, high, label, tone) -> dict:
    parts = {"low": ("valueDecimal", low), "high": ("valueDecimal", high)}
    parts |= {"label": ("valueString", label), "tone": ("valueCode", tone)}
    return {"url": ours.BAND, "extension": [{"url": n, t: v} for n, (t, v) in parts.items()]}


def template_of(clinic, *, by, at=AT, file=None):
    """The check-in, or another file, as a form of a clinic."""
    text = json.dumps(file or check_in())
    return actions.import_questionnaire(text=text, clinic=clinic, by=by, at=at).template


def sent_to(cast, template, *, at=AT, practitioner=None, patient=None, account=None, **more) -> Assignment:
    """The form on Ana's list (or another's)."""
    return assign(
        template=template, patient=patient or cast.ana_record, account=account or cast.ana,
        by=cast.nora, at=at, practitioner=practitioner, **more,
    )  # fmt: skip


def answer(form, *, by, at=AT, **given) -> Response:
    """Keep answers by linkId: `dark=1` picks the option at that place."""
    response = open_form(assignment=form, by=by, at=at)
    items = {item["linkId"]: item for item in form.version.outline.items.values()}
    kept = {}
    for link, value in given.items():
        item = items[link]
        kept[item["key"]] = [item["options"][value]["key"] if item.get("options") else value]
    Response.objects.filter(pk=response.pk).update(
        answers=response.answers | kept, saved_by=by, saved_at=at, revision=response.revision + 1
    )
    response.refresh_from_db()
    return response


def send_in(form, *, by, at=AT, **given) -> Response:
    """Answer and send."""
    answer(form, by=by, at=at, **given)
    assert submit(assignment=form, by=by, at=at) == {}
    response = Response.objects.get(assignment=form)
    response.assignment = form
    return response
