"""The official record and what was written beside it, field by field, and the pages that decide about that."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from common import clock, wording
from office.presenters.deciding import asking_page
from office.presenters.personal import email_hint
from records.details import DETAILS, is_same, seen
from records.reviewing import accounts_seeing


def detail_rows(space, proposals) -> list[dict]:
    """The rows of _details.html: what is to decide first, then the record in its order.

    `proposals`: see `office.proposals.recent_proposals`; of what is decided, the latest of a field is told.
    """
    show = _Show(space.patient, zone=space.zone)
    waits = [one for one in proposals if one.decided_at is None]
    decided = {}
    for one in sorted((one for one in proposals if one.decided_at), key=lambda one: one.decided_at):
        decided[one.field] = one
    fields = list(DETAILS)
    first = [show.waiting(one) for one in sorted(waits, key=lambda one: fields.index(one.field))]
    asked = {one.field for one in waits}
    rest = [show.settled(key, decided.get(key)) for key in fields if key not in asked]
    return [*first, *sorted(rest, key=lambda row: not row["stands"])]


def proposal_rows(patient, proposals, *, zone) -> list[dict]:
    """What waits of one patient, for pages that show nothing else of the record."""
    show, fields = _Show(patient, zone=zone), list(DETAILS)
    return [show.waiting(one) for one in sorted(proposals, key=lambda one: fields.index(one.field))]


@dataclass
class _Show:
    """Rows about one record."""

    patient: object
    zone: object

    def _row(self, key) -> dict:
        text = DETAILS[key].said(self.patient)
        told = DETAILS[key].words(text)
        return {
            "field": key,
            "term": DETAILS[key].label,
            "on_file": told,
            "wrote": "",
            "stands": "",
            "mark": seen(text),
        }

    def waiting(self, one) -> dict:
        """One that nobody decided yet."""
        detail, url = DETAILS[one.field], reverse("office:proposal", args=[self.patient.pk, one.pk])
        now = detail.said(self.patient)
        since = ""
        if now != one.before:
            was = ", ".join(detail.words(one.before).splitlines()) or _("nothing")
            since = _("The record was changed since. When this was written, it said: %(was)s") % {"was": was}
        return self._row(one.field) | {
            "wrote": detail.words(one.value) or _("Nothing: it is to be removed"),
            "is_same": is_same(one.field, one.value, now),
            "how": how(one, zone=self.zone),
            "since": " ".join(filter(None, (since, self.no_access(one)))),
            "unconfirmed": one.waits_for_mailbox,
            "accept_url": "" if one.waits_for_mailbox else f"{url}?then=accept",
            "keep_url": url,
            # A new address ends what was mailed to the old one: that is said first.
            "asks_first": one.field == "email",
            "waits": True,
        }

    def no_access(self, one) -> str:
        """That whoever wrote it does not see the record any more, if that is so."""
        author = one.proposed_by
        if author is None or one.by_team or author.pk in self.seeing:
            return ""
        return _("%(name)s no longer has access to this record.") % {"name": author}

    @cached_property
    def seeing(self) -> set:
        """The accounts that see the record now; the team writes down what it is told."""
        return accounts_seeing(self.patient, at=clock.now())

    def settled(self, key, one) -> dict:
        """One of which nothing waits, with the last decision about it if that is not long ago."""
        row = self._row(key)
        if one is None:
            return row | {"not_here": key == "date_of_birth"}
        names = {
            "day": wording.dated(one.decided_at.astimezone(self.zone), "j M"),
            "name": one.decided_by,
        }
        stands = _("Accepted %(day)s, %(name)s") if one.accepted else _("Kept ours %(day)s, %(name)s")
        changed = one.accepted and DETAILS[key].said(self.patient) != one.value
        undo = reverse("office:proposal_undoing", args=[self.patient.pk, one.pk])
        return row | {
            "wrote": DETAILS[key].words(one.value) or _("Nothing"),
            "how": how(one, zone=self.zone),
            "stands": stands % names,
            "accepted": one.accepted,
            "changed_since": changed,
            "press": (
                one.decided_at,
                str(one.decided_by_id),
            ),  # decided with one press, as far as they are equal
            "undo_url": "" if changed else undo,
        }


def how(proposal, *, zone) -> str:
    """Where it was written, when and by whom."""
    place = _("Suggested") if proposal.by_team else proposal.source or _("From the portal")
    names = {"form": place, "when": wording.short_moment(proposal.proposed_at.astimezone(zone))}
    if proposal.proposed_by is None:
        return _("%(form)s, %(when)s") % names
    return _("%(form)s, %(when)s, by %(name)s") % (names | {"name": proposal.proposed_by})


def proposal_page(space, proposal, form, mailed) -> dict:
    """Take it over (without a `form`), or keep what is on file and say why? `mailed`: see `email_hint`."""
    detail = DETAILS[proposal.field]
    facts = _facts(space, proposal)
    if form is not None:
        title, button = _("Keep what is on file?"), _("Keep what is on file")
        text = _("The record stays as it is. Who wrote this reads why.")
    else:
        title, button = _("Take this over into the record?"), _("Accept")
        text = _("From then on this is what the clinic has on file.")
        facts += _ends(space, proposal, mailed)
    page = asking_page(
        space, title=title, text=text, facts=facts, button=button, form=form, current="personal"
    )
    title = _("%(field)s: %(question)s") % {"field": detail.label, "question": title}
    return page | {"title": title, "back_label": _("Decide later")}


def acceptance_page(space, waiting, mailed) -> dict:
    """Take all of them over?"""
    facts = []
    for one in _in_order(waiting):
        facts += [_told(one), *_ends(space, one, mailed)]
    return asking_page(
        space,
        title=_("Take all of these over into the record?"),
        text=_("From then on this is what the clinic has on file."),
        facts=facts,
        button=_("Accept all"),
        current="personal",
    )


def declining_page(space, waiting, form) -> dict:
    """Keep what is on file against all of them?"""
    page = asking_page(
        space,
        title=_("Keep what is on file in all of these?"),
        text=_(
            "The record stays as it is. Whoever wrote one of these reads why; the reason is the same for all."
        ),
        facts=[_told(one) for one in _in_order(waiting)],
        button=_("Keep what is on file"),
        form=form,
        current="personal",
    )
    return page | {"back_label": _("Decide later")}


def _in_order(waiting) -> list:
    fields = list(DETAILS)
    return sorted(waiting, key=lambda one: fields.index(one.field))


def _told(proposal) -> str:
    detail = DETAILS[proposal.field]
    told = ", ".join(detail.words(proposal.value).splitlines()) or _("Nothing")
    return _("%(field)s: %(value)s") % {"field": detail.label, "value": told}


def _facts(space, proposal) -> list[str]:
    detail = DETAILS[proposal.field]
    on_file, wrote = (
        ", ".join(detail.words(text).splitlines()) for text in (detail.said(space.patient), proposal.value)
    )
    return [
        _("On file: %(value)s") % {"value": on_file or _("nothing")},
        _("Written: %(value)s") % {"value": wrote or _("nothing")},
        how(proposal, zone=space.zone),
    ]


def _ends(space, proposal, mailed) -> list[str]:
    return (
        [email_hint(space.patient.email, *mailed)]
        if proposal.field == "email" and space.patient.email
        else []
    )
