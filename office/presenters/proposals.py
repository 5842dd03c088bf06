"""What a patient wrote beside what is on file, and the page that asks before one of them counts."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from common import wording
from office.presenters.deciding import asking_page
from office.presenters.person import born
from office.presenters.personal import email_hint
from smartforms.mapping import FIELDS


def proposal_rows(patient, proposals, *, zone) -> list[dict]:
    """The rows of _proposals.html, in the order of the record."""
    fields = list(FIELDS)
    return [
        _row(patient, one, zone=zone) for one in sorted(proposals, key=lambda one: fields.index(one.field))
    ]


def _row(patient, proposal, *, zone) -> dict:
    url = reverse("office:proposal", args=[patient.pk, proposal.pk])
    return {
        "term": FIELDS[proposal.field].label,
        "on_file": on_file(patient, proposal.field),
        "wrote": _told(proposal.field, proposal.value),
        "how": _how(proposal, zone=zone),
        "accept_url": f"{url}?then=accept",
        "keep_url": url,
        # A new address ends what was mailed to the old one: that is said first.
        "asks_first": proposal.field == "email",
        "was": str(getattr(patient, proposal.field) or ""),
    }


def on_file(patient, field: str) -> str:
    """What the record says, in words; empty where it says nothing."""
    return _told(field, str(getattr(patient, field) or ""))


def _told(field: str, value: str) -> str:
    return born(date.fromisoformat(value)) if field == "date_of_birth" and value else value


def _how(proposal, *, zone) -> str:
    names = {"form": proposal.source, "when": wording.short_moment(proposal.proposed_at.astimezone(zone))}
    if proposal.proposed_by is None:
        return _("%(form)s, %(when)s") % names
    return _("%(form)s, %(when)s, by %(name)s") % (names | {"name": proposal.proposed_by})


def proposal_page(space, proposal, form, mailed) -> dict:
    """Take it over (without a `form`), or keep what is on file and say why? `mailed`: see `email_hint`."""
    field, label = proposal.field, FIELDS[proposal.field].label
    facts = [
        _("On file: %(value)s") % {"value": on_file(space.patient, field) or _("nothing")},
        _("In the form: %(value)s") % {"value": _told(field, proposal.value)},
        _how(proposal, zone=space.zone),
    ]
    if form is not None:
        title, button = _("Keep what is on file?"), _("Keep what is on file")
        text = _("The record stays as it is. What was written in the form stays there.")
    else:
        title, button = _("Take this over into the record?"), _("Accept")
        text = _("From then on this is what the clinic has on file.")
        facts += (
            [email_hint(space.patient.email, *mailed)] if field == "email" and space.patient.email else []
        )
    page = asking_page(
        space, title=title, text=text, facts=facts, button=button, form=form, current="personal"
    )
    return page | {"title": _("%(field)s: %(question)s") % {"field": label, "question": title}}
