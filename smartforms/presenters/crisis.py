"""Whom to call, for a patient whose answers say that it must not wait."""

from django.utils.translation import gettext as _

from smartforms.engine.meaning import can_alert, raised
from smartforms.models import preferences_of


def help_while_filling(response, answers, on) -> dict | None:
    """What a page of a form says as soon as an answer raises an alert; None for forms where none can.

    Until one does it `is_hidden`: a script shows it the moment such an answer is given, and hides it again.
    """
    outline = response.outline
    if not can_alert(outline):
        return None
    words = _("Nobody at the clinic reads your answers before you send them.")
    return _notice(response.assignment.clinic, words) | {"is_hidden": not raised(outline, answers, on)}


def help_after_sending(response) -> dict | None:
    """What whoever sent an answer that raises an alert reads at once; None where there is nothing to say."""
    assignment = response.assignment
    if not raised(response.outline, response.answers):
        return None
    words = _("The clinic is told of your answers, but perhaps nobody reads them right away.")
    return _notice(assignment.clinic, words)


def _notice(clinic, words: str) -> dict:
    return {
        "title": _("If you need help now, please do not wait for us"),
        "text": words,
        "help": _help(clinic),
    }


def _help(clinic) -> str:
    """The clinic's own words, else its telephone and the emergency line."""
    if own := preferences_of(clinic).crisis_words.strip():
        return own
    call = _("Call us: %(phone)s.") % {"phone": clinic.phone} if clinic.phone else ""
    emergency = clinic.emergency_line or _("In an emergency, call your local emergency number.")
    return "\n".join(filter(None, [call, emergency]))
