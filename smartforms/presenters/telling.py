"""How a page says what is kept, and what is not."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.wording import clock_time
from smartforms.presenters.shaping import control_id


def saved_time(response) -> str:
    """'10:42 am' in the clinic's zone; empty before the first save."""
    return (
        clock_time(response.saved_at.astimezone(response.assignment.clinic.zone)) if response.saved_at else ""
    )


def sender_name(response) -> str:
    """Who sent the answers: an account, or the mailbox whose link was used without one."""
    if response.submitted_by_id is None:
        return _("%(email)s, by mailed link") % {"email": response.submitted_link.email}
    return str(response.submitted_by)


def saved_words(response, *, unkept: int = 0) -> str:
    """'Saved at 10:42 am', and never more than is true: `unkept` answers were too long to keep."""
    names = {"time": saved_time(response), "n": unkept}
    if not unkept:
        return _("Saved at %(time)s") % names if response.saved_at else _("Not saved yet")
    if not response.saved_at:
        words = ngettext("Not saved: one answer is too long", "Not saved: %(n)d answers are too long", unkept)
    else:
        words = ngettext(
            "Saved at %(time)s, except one answer that is too long",
            "Saved at %(time)s, except %(n)d answers that are too long",
            unkept,
        )
    return words % names


def problems(posted, unkept: set[str]) -> dict:
    """What is wrong on a page as it came in. An answer that could not be kept says so beside its question."""
    return posted.problems | {key: _not_kept(posted.problems[key]) for key in unkept}


def while_typing(outline, posted, unkept: set[str]) -> dict[str, dict]:
    """By question, what need not wait for Continue: answers that are too long. Half-typed ones are left in peace."""
    return {
        key: {"message": problem.message, "control": control_id(outline[key], problem)}
        for key, problem in problems(posted, unkept).items()
        if problem.at_once
    }


def _not_kept(problem):
    told = _("%(problem)s. It is not saved: keep this page open until it is shorter")
    return replace(problem, message=told % {"problem": problem.message}, at_once=True)


def stays_clinical_words() -> str:
    """Why a form about health cannot become an administrative one, and what helps."""
    return _("This form was already sent as one about health. Make a copy of it as an administrative form.")
