"""Alerts in words: what was answered for those who may read it, for the others whom to tell."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common import wording
from smartforms.definition import wording as asked
from smartforms.engine.meaning import raised
from smartforms.presenters import titles, words


def alert_rows(alerts, *, zone) -> list[dict]:
    """The rows of _alerts.html."""
    return [_row(alert, zone=zone) for alert in alerts]


def _row(alert, *, zone) -> dict:
    form = alert.response.assignment
    names = [form.patient_id, form.pk]
    row = {
        "patient": form.patient.name,
        "patient_url": reverse("office:patient", args=[form.patient_id]),
        "form": titles.of_form(form),
        "when": _("Sent in %(when)s")
        % {"when": wording.short_moment(alert.response.submitted_at.astimezone(zone))},
    }
    if alert.may_read:
        answers, take = (reverse(f"office:{name}", args=names) for name in ("answers", "alert"))
        return row | {"flags": flags(alert.response), "answers_url": answers, "take_url": take}
    if alert.carers:
        whom = {"carers": wording.one_of(alert.carers)}
        return row | {"tell": _("Please tell %(carers)s now. They read what was answered.") % whom}
    return row | {"tell": _("Nobody here cares for this patient yet: find a practitioner who can call now.")}


def flags(response) -> list[dict]:
    """[{"words", "answer"}]: what raised the alert, in its author's words, and the question with its answer."""
    outline = response.outline
    found = []
    for item, said in raised(outline, response.answers):
        names = {"question": asked(item), "answer": words.answer(item, response.answers[item["key"]])}
        answer = _("“%(question)s”: %(answer)s") % names if said else names["answer"]
        found.append({"words": said or names["question"], "answer": answer})
    return found


def taken_words(item, *, zone) -> str:
    """Who took care of an alert and when; empty while nobody has."""
    if not item.done_at:
        return ""
    names = {
        "name": item.done_by or _("somebody"),
        "when": wording.short_moment(item.done_at.astimezone(zone)),
    }
    return _("%(name)s took care of it, %(when)s.") % names
