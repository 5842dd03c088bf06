"""Submitted answers in the words that were asked; or why they stay closed."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common import wording
from smartforms.presenters.sections import scores, sections
from smartforms.presenters.telling import sender_name


def answers_page(form) -> dict:
    """Everything answers.html shows: scores first, then page by page."""
    response = form.response
    response.assignment = form
    sent = response.submitted_at.astimezone(form.clinic.zone)
    return {
        **_around(form),
        "sent_by": str(response.submitted_by or _("mailed link")),
        "sent_email": (response.submitted_by or response.submitted_link).email,
        "sent_at": _("%(day)s, %(time)s")
        % {"day": wording.long_date_year(sent), "time": wording.clock_time(sent)},
        "paper_url": reverse("office:answers_paper", args=[form.patient_id, form.pk]),
        "scores": scores(response, for_staff=True),
        "sections": [_titled(section, form) for section in sections(response)],
    }


def sender_of(form) -> str:
    """Who sent the answers, as the team knows accounts: 'Ana Cast (ana@example.org)'."""
    sender = form.response.submitted_by
    if sender is None:
        return sender_name(form.response)
    return f"{sender.name} ({sender.email})" if sender.name else sender.email


def _titled(section, form) -> dict:
    # A form of one page is called like its page; the heading above says it already.
    same = section["title"] == form.version.template.title
    return section | {"title": _("Answers")} if same else section


def refusal(form, carers: list[str]) -> dict:
    """Who can read these answers, in a sentence."""
    names = {"patient": form.patient.name, "carers": wording.one_of(carers)}
    if not form.sent_in:
        words = _("%(patient)s has not sent this form yet. Until then the answers are theirs alone.")
    elif carers:
        words = _("Answers about health are read by those who care for %(patient)s: %(carers)s.")
    else:
        words = _("Answers about health are read by practitioners who care for %(patient)s. Nobody does yet.")
    return {**_around(form), "closed": _("These answers are not open to you"), "reason": words % names}


def _around(form) -> dict:
    return {
        "title": form.version.template.title,
        "patient": form.patient,
        "patient_url": reverse("office:patient", args=[form.patient_id]),
    }
