"""The mails about visits that changed: declined, moved, cancelled."""

from django.db.models import Max
from django.urls import reverse

from booking.actions.moving import moved_key
from booking.actions.telling import confirmation_keys, received_key
from booking.calendar_file import calendar_file
from booking.mail.doors import guests_door
from booking.mail.reading import line, told
from booking.rules import rules_of
from common.wording import moment, money
from outbox import registry
from outbox.composing import written
from outbox.models import Message


def declined(message, *, at):
    """The clinic cannot take the visit it was asked for. Why, in its words, is read where the visit is, in no mail."""
    reader, known = told(message, at=at)
    visit = known.exclude(declined_at=None).filter(pk=message.about["appointment"]).first()
    if visit is None:
        raise registry.ReasonGone("no such visit")
    context = {
        "lines": [line(visit, reader, at=at)],
        "name": reader.name,
        "when": moment(visit.starts_at.astimezone(visit.clinic.zone)),
        "reading": _to_visit(visit, reader, at=at) if visit.declined_because else "",
        "path": reverse("booking:services") if rules_of(visit.clinic).is_online else "",
    }
    return written(message, "booking/mail/declined", to=reader.email, context=context)


def _telling(visit) -> list[str]:
    """The keys of every mail that told when a visit is."""
    first = [received_key(visit.booking_id), *confirmation_keys(visit)]
    return [*first, *(moved_key(move.pk) for move in visit.moves.all())]


def moved(message, *, at):
    """A visit is at another time: when it was, as its reader last heard, and when it is now.

    One mail for moves that come close together, and none while the confirmation is still to leave: it tells the time.
    """
    reader, known = told(message, at=at)
    visit = known.standing().filter(pk=message.about["appointment"]).first()
    moves = list(visit.moves.all()) if visit else []
    if not moves or str(moves[-1].pk) != message.about["move"]:
        raise registry.ReasonGone("no such visit, or moved again")
    if Message.objects.filter(
        dedupe_key__in=confirmation_keys(visit), sent_at=None, dropped_at=None, dead_at=None
    ).exists():
        raise registry.ReasonGone("the confirmation tells it")
    mails = Message.objects.filter(dedupe_key__in=_telling(visit))
    heard = mails.aggregate(last=Max("sent_at"))["last"]
    unheard = [move for move in moves if heard is None or move.moved_at >= heard]
    if not unheard or (unheard[0].starts_at, unheard[0].practitioner_id) == (
        visit.starts_at,
        visit.practitioner_id,
    ):
        raise registry.ReasonGone("heard already, or back where it was")
    before = unheard[0].starts_at.astimezone(visit.clinic.zone)
    fee = sum(move.late_fee for move in unheard)
    context = {
        "lines": [line(visit, reader, at=at)],
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
    return "" if reader.account else guests_door(visit, at=at).get("path", "")


def cancelled(message, *, at):
    """A visit will not take place, nor those cancelled along with it. Only to somebody who was told that it would,
    unless staff want it told."""
    reader, known = told(message, at=at)
    gone = known.exclude(cancelled_at=None)
    visit = gone.filter(pk=message.about["appointment"]).first()
    if visit is None:
        raise registry.ReasonGone("no such visit")
    mails = Message.objects.filter(dedupe_key__in=_telling(visit), sent_at__lte=visit.cancelled_at)
    if not (message.about.get("told_or_not") or visit.reminded_of or mails.exists()):
        raise registry.ReasonGone("never told")
    visits = [visit, *gone.filter(pk__in=message.about.get("along", "").split())]
    fee = sum(one.late_fee for one in visits)
    context = {
        "lines": [line(one, reader, at=at) for one in visits],
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
