"""A waiting list in a test: Quinn's Friday is full but for what a test frees, and who waits for it."""

from datetime import date, timedelta

from booking.models import Preferences, WaitingOffer
from booking.waiting import offering
from booking.waiting.joining import Wanted, join
from clinic.models import Clinic
from clinic.tests.factories import ServiceFactory
from common.tests.moment import AT
from tests.story import visit

FRIDAY = date(2026, 11, 20)
NINE = AT + timedelta(days=3)  # 9:00 of that Friday
HALF_AN_HOUR = timedelta(minutes=30)


def fresh(clinic) -> Clinic:
    """The clinic in its present version, as a request has it."""
    return Clinic.objects.get(pk=clinic.pk)


def rules(cast, **changed) -> None:
    """Set Harbour's booking rules."""
    row = Preferences.objects.get(clinic=cast.harbour)
    for name, value in changed.items():
        setattr(row, name, value)
    row.save()


def full_friday(cast, practitioner=None):
    """(the visit at 9:00, what takes the rest of the day), so that cancelling the first frees one treatment's time."""
    someone = practitioner or cast.quinn
    long = ServiceFactory(clinic=cast.harbour, title="Long", minutes=430)
    first = visit(cast.at_harbour, someone, cast.kit_record, NINE)
    rest = visit(cast.at_harbour, someone, cast.kit_record, NINE + timedelta(minutes=45), service=long)
    return first, rest


def wanted(cast, *, visit=None, practitioner="quinn", **more) -> Wanted:
    """A treatment with Quinn that Friday, or a time before a visit."""
    days = {} if visit else {"first_day": FRIDAY, "last_day": FRIDAY}
    person = getattr(cast, practitioner) if practitioner else None
    asked = {
        "service": cast.treatment,
        "location": cast.at_harbour.place,
        "practitioner": person,
        **days,
        **more,
    }
    return Wanted(visit=visit and visit.pk, **asked)


def wait(cast, account, patient, *, at=AT, by=None, **what):
    """Put somebody on the list."""
    patient.clinic = fresh(cast.harbour)
    return join(patient, wanted(cast, **what), account=account, by=by or account, at=at)


def offers(cast, *, at=AT) -> list[WaitingOffer]:
    """What a look at the waiting list offers now."""
    return offering.offer_times(fresh(cast.harbour), at=at)
