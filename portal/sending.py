"""Files sent to the clinic from the portal: which this account may look at, and sending what was chosen."""

import logging
import uuid
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from common import files
from common.paging import a_page
from records.actions import sent
from records.models import SentFile
from smartforms.given_files import forms_of
from smartforms.models import Assignment

log = logging.getLogger(__name__)
MOST_AT_ONCE, A_PAGE = 10, 20


def sent_files(account, patient, *, at):
    """What was sent for one patient, as far as this account may look; the latest first."""
    mine = SentFile.objects.visible_to(account, at=at).filter(patient=patient)
    return mine.select_related("upload__account", "form_copy").order_by("-sent_at", "-pk")


def sent_page(account, patient, number: int, *, at) -> tuple[list, bool]:
    """A page of these, and whether there are more."""
    return a_page(sent_files(account, patient, at=at), number, A_PAGE)


def forms_with(rows, account, *, at) -> dict:
    """The forms into which these files were put, as far as this account sees them; by the file's copy there."""
    copies = [one.form_copy for one in rows if one.form_copy is not None]
    return forms_of(copies, Assignment.objects.visible_to(account, at=at))


@dataclass
class Sending:
    """How sending went: how many files the clinic has now, and what is said of the others."""

    sent: int = 0
    refused: list[str] = field(default_factory=list)


def send_all(chosen, grant, *, kind, note, confidential, batch, by, at) -> Sending:
    """Send each file; one that is refused keeps none of the others back."""
    done = Sending()
    for nth, file in enumerate(chosen):
        try:
            sent.send(
                file, patient=grant.patient, kind=kind, note=note, confidential=confidential,
                batch=batch, nth=nth, by=by, at=at,
            )  # fmt: skip
            done.sent += 1
        except files.Refused as refused:
            done.refused.append(str(refused))
        except OSError:
            log.exception("a file could not be kept")
            done.refused.append(_("We could not keep the file. Try again in a few minutes"))
    return done


def batch_of(text: str) -> uuid.UUID:
    """The press a form came from; whatever is none is a new one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()
