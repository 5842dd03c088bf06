"""Submitted answers in the words that were asked; or why they stay closed."""

from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from common import wording
from office.presenters.alerts import flags, taken_words
from smartforms.alerts import alert_of
from smartforms.definition import is_score
from smartforms.definition import wording as asked
from smartforms.engine import translating
from smartforms.engine.changes import changes
from smartforms.presenters import titles, words
from smartforms.presenters.addenda import addenda_rows
from smartforms.presenters.sections import sections
from smartforms.presenters.telling import sender_name
from smartforms.presenters.trend import points_of, trend_of


def answers_page(response, earlier, *, keeps=True) -> dict:
    """Everything answers.html shows: scores, alerts and changes since the `earlier` ones first, then page by page.

    Who does not keep them may only read: without `keeps` there is nothing to press or to take along.
    """
    form = response.assignment
    for one in (response, *earlier):
        one.shown_in = get_language()  # staff read the questions in their own language
    sent = response.submitted_at.astimezone(form.clinic.zone)
    return {
        **_around(form),
        "sent_by": str(response.submitted_by or _("mailed link")),
        "sent_email": (response.submitted_by or response.submitted_link).email,
        "sent_at": wording.moment_with_year(sent),
        "read_in": _read_in(response),
        **({"paper_url": _to("answers_paper", form), "file_url": _to("answers_fhir", form)} if keeps else {}),
        **_alert(response, keeps=keeps),
        "scores": _scores(response, earlier),
        **_changes(response, earlier),
        "addenda": addenda_rows(response, for_staff=True),
        "add_url": _to("addendum", form) if keeps else "",
        "sections": [
            _titled(section, form) for section in sections(response, file_page="office:answers_file")
        ],
    }


def _read_in(response) -> str:
    """That the patient read the questions in other words than those shown here; empty where they are the same."""
    definition = response.assignment.version.outline.definition
    theirs, ours = (translating.nearest(definition, code) for code in (response.language, response.shown_in))
    if not response.language or theirs == ours:
        return ""
    language = get_language_info(response.language)["name_translated"]
    return _("The questions were read in %(language)s; the PDF shows them so.") % {"language": language}


def _scores(response, earlier) -> list[dict]:
    """Each score with what it means, what it was last time, and how it went over time."""
    found = []
    for item in response.outline.items.values():
        given = response.answers.get(item["key"])
        if not given or not (is_score(item) or item.get("bands")) or isinstance(given[0], dict):
            continue  # an amount in another unit than the bands means nothing to them
        points = points_of(item, [response, *earlier])
        now, last = points[-1], points[-2] if len(points) > 1 else None
        found.append(
            {
                "term": asked(item),
                "answer": now.told,
                "band": now.band.get("label", ""),
                "tone": now.band.get("tone", "neutral"),
                "last": _last(last) if last else "",
                "trend": trend_of(item, points),
            }
        )
    return found


def _last(point) -> str:
    names = {"value": point.told, "band": point.band.get("label", ""), "day": point.day}
    return (_("%(value)s, %(band)s, on %(day)s") if names["band"] else _("%(value)s on %(day)s")) % names


def _changes(response, earlier) -> dict:
    """What is answered differently from the last time; nothing where there was none."""
    if not earlier:
        return {"since": "", "changes": []}
    last = earlier[0]
    found = changes(response.outline, response.answers, last.outline, last.answers)
    day = wording.short_day_year(last.submitted_at.astimezone(response.assignment.clinic.zone))
    return {
        "since": _("Changed since %(day)s") % {"day": day},
        "changes": [
            {
                "term": asked(change.item),
                "before": words.answer(change.item_before, change.answers_before),
                "now": words.answer(change.item, change.answers),
            }
            for change in found
        ],
    }


def _to(place, form) -> str:
    return reverse(f"office:{place}", args=[form.patient_id, form.pk])


def _alert(response, *, keeps) -> dict:
    """What raised an alert, and who took care of it; nothing where none was raised."""
    form = response.assignment
    if not (told := flags(response)) or (item := alert_of(response)) is None:
        return {"flags": []}
    return {
        "flags": told,
        "taken": taken_words(item, zone=form.clinic.zone),
        "take_url": _to("alert", form) if keeps else "",
    }


def addendum_page(form, correction) -> dict:
    """Everything addendum.html shows."""
    return {
        **_around(form),
        "form": correction,
        "has_errors": bool(correction.errors),
        "back_url": reverse("office:answers", args=[form.patient_id, form.pk]),
    }


def sender_of(form) -> str:
    """Who sent the answers, as the team knows accounts: 'Ana Cast (ana@example.org)'."""
    sender = form.response.submitted_by
    if sender is None:
        return sender_name(form.response)
    return f"{sender.name} ({sender.email})" if sender.name else sender.email


def _titled(section, form) -> dict:
    # A form of one page is called like its page; the heading above says it already.
    same = section["title"] in (form.version.template.title, titles.of_form(form))
    return section | {"title": _("Answers")} if same else section


def refusal(form, carers: list[str]) -> dict:
    """Who can read these answers, in a sentence."""
    names = {"patient": form.patient.name, "carers": wording.one_of(carers)}
    if not form.sent_in and not form.is_on_paper:
        words = _("%(patient)s has not sent this form yet. Until then the answers are theirs alone.")
    elif carers:
        words = _("Answers about health are read by those who care for %(patient)s: %(carers)s.")
    else:
        words = _("Answers about health are read by practitioners who care for %(patient)s. Nobody does yet.")
    return {**_around(form), "closed": _("These answers are not open to you"), "reason": words % names}


def _around(form) -> dict:
    return {
        "title": titles.of_form(form),
        "patient": form.patient,
        "patient_url": reverse("office:patient", args=[form.patient_id]),
    }
