"""What became of the things a colleague chose in the tray, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.wording import moment


def given(outcome, to, *, by, names) -> list[tuple[str, bool]]:
    """Sentences, and whether each is good news. `names` are the team's, by account."""
    n, said = len(outcome.done), []
    if n and to is None:
        said.append(ngettext("%(n)d thing is nobody’s again.", "%(n)d things are nobody’s again.", n))
    elif n and to.user_id == by.pk:
        said.append(ngettext("%(n)d thing is yours now.", "%(n)d things are yours now.", n))
    elif n:
        said.append(ngettext("%(n)d thing is with %(name)s now.", "%(n)d things are with %(name)s now.", n))
    name = (to.user.name or to.user.email) if to is not None else ""
    found = [(words % {"n": n, "name": name}, True) for words in said]
    for holder, items in outcome.lost.items():
        who = names.get(holder)
        words = _("A colleague was faster: %(name)s has it now.") if who else _("A colleague was faster.")
        more = ngettext("%(n)d thing stays as it is.", "%(n)d things stay as they are.", len(items))
        found.append((words % {"name": who} + " " + more % {"n": len(items)}, False))
    if outcome.refused:
        words = ngettext(
            "%(name)s does not decide %(n)d of these things. It stays where it was.",
            "%(name)s does not decide %(n)d of these things. They stay where they were.",
            len(outcome.refused),
        )
        found.append((words % {"name": name, "n": len(outcome.refused)}, False))
    return found + _gone(outcome)


def put_off(outcome, until, *, zone) -> list[tuple[str, bool]]:
    n, found = len(outcome.done), []
    if n and until:
        words = ngettext(
            "%(n)d thing is put off until %(when)s.", "%(n)d things are put off until %(when)s.", n
        )
        found.append((words % {"n": n, "when": moment(until.astimezone(zone))}, True))
    elif n:
        found.append((ngettext("%(n)d thing is back.", "%(n)d things are back.", n) % {"n": n}, True))
    if outcome.refused:
        found.append((_("Answers that must not wait are not put off."), False))
    return found + _gone(outcome)


def ticked_off(outcome) -> list[tuple[str, bool]]:
    found = []
    if n := len(outcome.done):
        found.append(
            (ngettext("Taken off the tray.", "%(n)d things are taken off the tray.", n) % {"n": n}, True)
        )
    if outcome.refused:
        found.append((_("What has to be decided is decided on its own page."), False))
    return found + _gone(outcome)


def put_back(outcome) -> list[tuple[str, bool]]:
    found = []
    if n := len(outcome.done):
        found.append((ngettext("It waits again.", "%(n)d things wait again.", n) % {"n": n}, True))
    if outcome.refused:
        found.append((_("What was decided is undone where it was decided."), False))
    if outcome.gone:
        found.append((_("The rest waits already."), False))
    return found


def _gone(outcome) -> list[tuple[str, bool]]:
    return (
        [(_("Some of it does not wait any more: a colleague took care of it."), False)]
        if outcome.gone
        else []
    )
