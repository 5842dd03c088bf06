"""Who reads a mail about visits, which of them they may know of, and how it tells one."""

import re
from dataclasses import dataclass

from accounts.mail import account_of
from accounts.models import User
from booking import policy_words
from booking.calendar_file import place
from booking.models import Appointment
from booking.rules import rules_of
from common.wording import long_date, time_range, zone_words
from outbox import registry
from records.models import Patient
from records.policies import is_locked_down

# Up to three words of letters. Anything else that somebody typed as a name does not travel to a stranger's mailbox.
PLAIN_NAME = re.compile(r"[^\W\d_]{1,20}(?:[ '’-][^\W\d_]{1,20}){0,2}")


@dataclass(frozen=True)
class Reader:
    """Whose mailbox a mail goes to: an account's, or the one the clinic has on file for the patient."""

    email: str
    name: str = ""
    account: User | None = None

    @property
    def is_proved(self) -> bool:
        """Whether whoever reads the mailbox has shown that it is theirs."""
        return self.account is not None and self.account.is_verified


@dataclass(frozen=True)
class Line:
    """One visit as its mail tells it."""

    who: str
    day: str
    time: str
    zone: str
    where: str
    with_whom: str
    rule: str
    attend: str = ""  # where its reader says that they will come, where the mail's button does not lead there


def line(visit, reader, *, at) -> Line:
    """A visit, with the rule for changing it."""
    return line_of(visit, visit.patient, reader, rule=rule_now(visit, at=at))


def line_of(timed, patient, reader, *, rule="") -> Line:
    """When in the clinic's zone, where and with whom a visit is, or the time that is held for one."""
    start, end = (one.astimezone(timed.clinic.zone) for one in (timed.starts_at, timed.ends_at))
    return Line(
        who=called(patient, reader),
        day=long_date(start),
        time=time_range(start, end),
        zone=zone_words(start),
        where=place(timed),
        with_whom=timed.practitioner.name,
        rule=rule,
    )


def rule_now(visit, *, at) -> str:
    """The rule in words as it is now, as the pages say it: page, mail and rule always name the same moment."""
    return policy_words.sentence(visit.clinic, rules_of(visit.clinic), visit.starts_at, at=at)


def called(patient, reader) -> str:
    """The given name. To an address nobody proved yet only what looks like one, else the initials.

    Whoever books may type any address and any name: our mail must not carry their words, or links, to strangers.
    """
    if reader.is_proved or PLAIN_NAME.fullmatch(patient.given_name):
        return patient.given_name
    return patient.initials


def told(message, *, at):
    """(the reader, the visits that they may know of). Raises ReasonGone where nobody is left to tell.

    The mail tells its reader what the portal would show them now, and no more: a lock-down closes both. To the address
    on file goes what is not confidential: somebody else may open that mailbox too.
    """
    if message.account_id:
        account = account_of(message)
        visits = Appointment.objects.visible_to(account, at=at)
        reader = Reader(account.email, account.given_name if account.is_verified else "", account)
    else:
        patient = Patient.objects.filter(pk=message.patient_id).exclude(email="").first()
        if patient is None or is_locked_down(patient.pk, at=at):
            raise registry.ReasonGone("no address to tell")
        visits = Appointment.objects.filter(patient=patient, confidential=False)
        reader = Reader(patient.email)
    return reader, visits.with_names().select_related("clinic", "booking").order_by("starts_at", "pk")
