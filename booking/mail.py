"""The mails about visits: when, where, with whom. Never what for: not in a subject, not in a body, not in a file."""

import re
from dataclasses import dataclass, replace

from django.db.models import F, Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions import live_link
from accounts.mail import account_of, claim_path, link_path
from accounts.models import User
from booking import guests
from booking.calendar_file import calendar_file, place
from booking.models import Appointment
from booking.moving import moved_key
from booking.rules import rules_of
from booking.telling import confirmation_keys, received_key
from booking.will_come import is_asked
from common.wording import long_date, moment, money, time_range, zone_words
from outbox import registry
from outbox.composing import written
from outbox.models import Message
from outbox.sparing import spare
from records.models import Patient
from records.policies import is_locked_down
from smartforms.models import Assignment

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


def line(visit, reader) -> Line:
    """When in the clinic's zone, where, with whom, and the rule as it was told when booking."""
    zone = visit.clinic.zone
    start, end = visit.starts_at.astimezone(zone), visit.ends_at.astimezone(zone)
    return Line(
        who=called(visit.patient, reader),
        day=long_date(start),
        time=time_range(start, end),
        zone=zone_words(start),
        where=place(visit),
        with_whom=visit.practitioner.name,
        rule=visit.policy_told,
    )


def called(patient, reader) -> str:
    """The given name. To an address nobody proved yet only what looks like one, else the initials.

    Whoever books may type any address and any name: our mail must not carry their words, or links, to strangers.
    """
    if reader.is_proved or PLAIN_NAME.fullmatch(patient.given_name):
        return patient.given_name
    return patient.initials


def _told(message, *, at):
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


def confirmed(message, *, at):
    """One mail for all visits of a booking that still stand, with a file for the calendar.

    To an address nobody proved yet it also carries the proof (Settled 6).
    """
    reader, known = _told(message, at=at)
    visits = known.agreed().filter(booking_id=message.about["booking"])
    if one := message.about.get("appointment"):
        visits = visits.filter(pk=one)
    visits = list(visits)
    if not visits:
        raise registry.ReasonGone("no visit stands")
    mail = _about(message, "booking/mail/confirmed", reader, visits, at=at)
    mail.attach("visit.ics", calendar_file(visits, at=at).decode(), "text/calendar; method=PUBLISH")
    return mail


def received(message, *, at):
    """The clinic was asked for these visits, and answers later. To an address nobody proved it also is the proof."""
    reader, known = _told(message, at=at)
    visits = list(known.waiting().filter(booking_id=message.about["booking"]))
    if not visits:
        raise registry.ReasonGone("answered, or taken back")
    return _about(message, "booking/mail/received", reader, visits, at=at)


def declined(message, *, at):
    """The clinic cannot take the visit it was asked for: why, in its words, and the way to another time."""
    reader, known = _told(message, at=at)
    visit = known.exclude(declined_at=None).filter(pk=message.about["appointment"]).first()
    if visit is None:
        raise registry.ReasonGone("no such visit")
    context = {
        "lines": [line(visit, reader)],
        "name": reader.name,
        "when": moment(visit.starts_at.astimezone(visit.clinic.zone)),
        "because": visit.declined_because,
        "path": reverse("booking:services") if rules_of(visit.clinic).is_online else "",
    }
    return written(message, "booking/mail/declined", to=reader.email, context=context)


def _about(message, template: str, reader, visits, *, at, asks=False):
    """A mail about visits ahead, with what waits before them and one button; `asks` whether they will come."""
    if not reader.is_proved:
        spare(reader.email, at=at)
    # To an address on file forms go with a link of their own.
    forms = _forms_waiting(reader.account, visits, at=at) if reader.account else 0
    lines = [line(visit, reader) for visit in visits]
    button = door(reader.account, visits, has_forms=bool(forms), at=at)
    if asks and button["kind"] == "portal":
        lines, button = _asking(lines, button, visits, has_forms=bool(forms), at=at)
    context = {
        "lines": lines,
        "name": reader.name,
        "when": moment(visits[0].starts_at.astimezone(visits[0].clinic.zone)),
        "forms": forms,
        **button,
    }
    return written(message, template, to=reader.email, context=context)


def _asking(lines, button, visits, *, has_forms, at):
    """Where to say that one will come: the mail's button, or, beside forms or other visits, a link below each visit."""
    pages = [
        reverse("portal:attendance", args=[visit.patient_id, visit.pk]) if is_asked(visit, at=at) else ""
        for visit in visits
    ]
    if len(visits) == 1 and pages[0] and not has_forms:
        return lines, button | {"path": pages[0], "label": _("I’ll be there")}
    return [replace(told, attend=page) for told, page in zip(lines, pages, strict=True)], button


def _forms_waiting(account, visits, *, at) -> int:
    brought = Appointment.assignments.through.objects.filter(appointment__in=visits).values("assignment")
    return Assignment.objects.visible_to(account, at=at).waiting(at=at).filter(pk__in=brought).count()


def door(account, visits, *, has_forms, at) -> dict:
    """The mail's one button, decided as it leaves: into the portal, by a proof, or by signing in as the owner.

    `kind` is `portal`, `proof`, `claim`, `guest`, or `none` for an address on file.
    """
    if account is None:
        return _guests_door(visits[0], at=at)
    patient = visits[0].patient_id
    # Of several people at once: to where all their visits and forms stand.
    is_of_one = len({visit.patient_id for visit in visits}) == 1
    forms = reverse("portal:forms", args=[patient]) if is_of_one else reverse("portal:home")
    if not account.is_verified:
        if User.objects.owner_of(account.email):
            return {
                "kind": "claim",
                "path": claim_path(account, at=at),
                "label": _("Sign in to add this visit"),
            }
        path = link_path(live_link(account, "verify", email=account.email, at=at))
        if has_forms:
            return {"kind": "proof", "path": f"{path}?next={forms}", "label": _("Take me to my forms")}
        return {"kind": "proof", "path": path, "label": _("Confirm your email address")}
    if has_forms:
        return {"kind": "portal", "path": forms, "label": _("Take me to my forms")}
    label = ngettext("See your visit", "See your visits", len(visits))
    path = reverse("portal:visits", args=[patient]) if is_of_one else reverse("portal:home")
    return {"kind": "portal", "path": path, "label": label}


def _guests_door(visit, *, at) -> dict:
    """A guest's link to the visit; nothing where the clinic made it for an address on file."""
    link = guests.live_link(visit.booking_id, at=at) if visit.booking.guest_email else None
    if link is None:
        return {"kind": "none"}
    path = reverse("mailed_link", args=[guests.token_of(link)])
    return {"kind": "guest", "path": path, "label": _("See or change this visit")}


def _telling(visit) -> list[str]:
    """The keys of every mail that told when a visit is."""
    first = [received_key(visit.booking_id), *confirmation_keys(visit)]
    return [*first, *(moved_key(move.pk) for move in visit.moves.all())]


def moved(message, *, at):
    """A visit is at another time: when it was, as its reader last heard, and when it is now.

    One mail for moves that come close together, and none while the confirmation is still to leave: it tells the time.
    """
    reader, known = _told(message, at=at)
    visit = known.standing().filter(pk=message.about["appointment"]).first()
    moves = list(visit.moves.all()) if visit else []
    if not moves or str(moves[-1].pk) != message.about["move"]:
        raise registry.ReasonGone("no such visit, or moved again")
    if Message.objects.filter(
        dedupe_key__in=confirmation_keys(visit), sent_at=None, dropped_at=None, dead_at=None
    ).exists():
        raise registry.ReasonGone("the confirmation tells it")
    told = Message.objects.filter(dedupe_key__in=_telling(visit)).aggregate(last=Max("sent_at"))["last"]
    unheard = [move for move in moves if told is None or move.moved_at >= told]
    if not unheard or (unheard[0].starts_at, unheard[0].practitioner_id) == (
        visit.starts_at,
        visit.practitioner_id,
    ):
        raise registry.ReasonGone("heard already, or back where it was")
    before = unheard[0].starts_at.astimezone(visit.clinic.zone)
    fee = sum(move.late_fee for move in unheard)
    context = {
        "lines": [line(visit, reader)],
        "name": reader.name,
        "before": moment(before),
        "when": moment(visit.starts_at.astimezone(visit.clinic.zone)),
        "fee": money(fee, visit.currency) if fee else "",
        "path": _to_visit(visit, reader, at=at),
    }
    mail = written(message, "booking/mail/moved", to=reader.email, context=context)
    file = calendar_file([visit], at=at)
    mail.attach("visit.ics", file.decode(), "text/calendar; method=PUBLISH")
    return mail


def _to_visit(visit, reader, *, at) -> str:
    if reader.is_proved:
        return reverse("portal:visit", args=[visit.patient_id, visit.pk])
    return "" if reader.account else _guests_door(visit, at=at).get("path", "")


def cancelled(message, *, at):
    """A visit will not take place, nor those cancelled along with it. Only to somebody who was told that it would,
    unless staff want it told."""
    reader, known = _told(message, at=at)
    gone = known.exclude(cancelled_at=None)
    visit = gone.filter(pk=message.about["appointment"]).first()
    if visit is None:
        raise registry.ReasonGone("no such visit")
    told = Message.objects.filter(dedupe_key__in=_telling(visit), sent_at__lte=visit.cancelled_at)
    if not (message.about.get("told_or_not") or visit.reminded_of or told.exists()):
        raise registry.ReasonGone("never told")
    visits = [visit, *gone.filter(pk__in=message.about.get("along", "").split())]
    fee = sum(one.late_fee for one in visits)
    context = {
        "lines": [line(one, reader) for one in visits],
        "name": reader.name,
        "when": moment(visit.starts_at.astimezone(visit.clinic.zone)),
        # Without the service in it: an address is read like any other word of the mail.
        "path": reverse("booking:services") if rules_of(visit.clinic).is_online else "",
        "fee": money(fee, visit.currency) if fee else "",
    }
    mail = written(message, "booking/mail/cancelled", to=reader.email, context=context)
    file = calendar_file(visits, at=at, cancelled=True)
    mail.attach("visit.ics", file.decode(), "text/calendar; method=CANCEL")
    return mail


def reminder(message, *, at):
    """One mail for the visits of somebody that are near and still stand, at the time they were to be reminded of."""
    reader, known = _told(message, at=at)
    ids = message.about["visits"].split()
    still = known.coming(at=at).agreed().filter(reminded_of=F("starts_at"), arrived_at=None)
    visits = list(still.filter(pk__in=ids, starts_at__gt=at))
    if not visits:
        raise registry.ReasonGone("no visit ahead")
    return _about(message, "booking/mail/reminder", reader, visits, at=at, asks=True)


def register():
    """Tell the outbox how this room's mails are made."""
    registry.register("booking.received", received)
    registry.register("booking.confirmed", confirmed)
    registry.register("booking.declined", declined)
    registry.register("booking.moved", moved)
    registry.register("booking.cancelled", cancelled)
    registry.register("booking.reminder", reminder)
