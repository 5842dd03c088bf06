"""Where the invitations of one bulk sending are by now."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from outbox.models import Message
from records.actions.invitations import mail_key
from records.models import Batch, Invitation


class State(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    ACCEPTED = "accepted"
    DROPPED = "dropped"  # its reason was gone before it left, or the mailbox refused it to the end
    STOPPED = "stopped"


@dataclass(frozen=True)
class Progressed:
    """One invitation, its state, and when it got there; for one that waits, when it leaves."""

    invitation: Invitation
    state: State
    at: datetime | None


@dataclass
class Progress:
    """A batch, row by row, in the order of leaving."""

    batch: Batch
    rows: list[Progressed]

    @property
    def counts(self) -> dict[State, int]:
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in State}

    @property
    def is_over(self) -> bool:
        """Whether nothing waits any more."""
        return not any(row.state == State.WAITING for row in self.rows)


def progress_of(batch) -> Progress:
    """Every invitation of a batch with its state, in two queries."""
    invitations = list(
        Invitation.objects.filter(batch=batch).select_related("patient").order_by("email", "pk")
    )
    unsent = {mail_key(one.mailing) for one in invitations if one.sent_at is None}
    mails = {mail.dedupe_key: mail for mail in Message.objects.filter(dedupe_key__in=unsent)}
    rows = [_row(one, mails.get(mail_key(one.mailing))) for one in invitations]
    order = {state: place for place, state in enumerate(State)}
    return Progress(
        batch, sorted(rows, key=lambda row: (order[row.state], row.at is None, row.at or batch.made_at))
    )


def _row(invitation, mail) -> Progressed:
    if invitation.accepted_at:
        return Progressed(invitation, State.ACCEPTED, invitation.accepted_at)
    if invitation.revoked_because == "stopped":
        return Progressed(invitation, State.STOPPED, invitation.revoked_at)
    if invitation.sent_at:
        return Progressed(invitation, State.SENT, invitation.sent_at)
    if invitation.revoked_at:
        return Progressed(invitation, State.DROPPED, invitation.revoked_at)
    if mail is None or mail.dropped_at or mail.dead_at:
        return Progressed(invitation, State.DROPPED, mail and (mail.dropped_at or mail.dead_at))
    return Progressed(invitation, State.WAITING, mail.due_at)
