"""How a patient wants to be reached, where the team acts: at the head of the record, beside what would mail them."""

from django.utils.translation import gettext as _

from records.models.details import Language, Reach, Reminders
from records.reaching import otherwise


def reach_tags(patient) -> list[tuple]:
    """(label, kind, icon) of what differs from mail, and of a language that is not the clinic's."""
    more, tags = patient.more, []
    for about, label in (("reach_visits", _("Visits: %(how)s")), ("reach_papers", _("Letters: %(how)s"))):
        if how := otherwise(more, about):
            icon = "phone" if getattr(more, about) == Reach.PHONE else "mail"
            tags.append((label % {"how": how[:1].lower() + how[1:]}, "warn", icon))
    if more.language and more.language != patient.clinic.language:
        tags.append((_("Language: %(name)s") % {"name": Language(more.language).label}, "info", "globe"))
    return tags


def visits_words(patient) -> dict | None:
    """To hear of visits by phone or post, and what no mail does then; None for whoever takes mail."""
    if not (how := otherwise(patient.more, "reach_visits")):
        return None
    reminded = patient.more.reminders == Reminders.EMAIL
    return {
        "icon": "phone" if patient.more.reach_visits == Reach.PHONE else "mail",
        "title": _("About visits: %(how)s") % {"how": how[:1].lower() + how[1:]},
        "text": " ".join([
            _where(patient, patient.more.reach_visits),
            _("Reminders are mailed, as they asked.") if reminded else _("No reminder is mailed."),
        ]),
    }  # fmt: skip


def papers_words(patient) -> dict | None:
    """The same about letters and results, plans and activities among them."""
    if not (how := otherwise(patient.more, "reach_papers")):
        return None
    return {
        "icon": "phone" if patient.more.reach_papers == Reach.PHONE else "mail",
        "title": _("About letters and results: %(how)s") % {"how": how[:1].lower() + how[1:]},
        "text": " ".join([
            _where(patient, patient.more.reach_papers),
            _("No mail says that something new is in the record."),
        ]),
    }  # fmt: skip


def _where(patient, how) -> str:
    found = patient.phone if how == Reach.PHONE else ", ".join(patient.address.splitlines())
    if found:
        return f"{found}."
    return _("No number is on file.") if how == Reach.PHONE else _("No address is on file.")
