"""This room's answers about a patient's rows: visits, and the bookings they were made in."""

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from booking import takeout
from booking.feeds import standing_feeds
from booking.guests import visit_of
from booking.merging import notes_with_their_visits, rename, rename_back
from booking.models import Appointment, Booking, ManageLink, WaitingEntry, WaitingOffer
from booking.models.waiting import Answer, Ending
from booking.waiting.asking import grant_of
from booking.waiting.joining import LEFT_OPEN, close, end
from common.wording import short_moment
from records.contract import Answerer, Fate, Goes
from records.joining.parting import going_back
from records.models import Chart, Grant
from tray.actions import take_all


class VisitsAnswerer(Answerer):
    """A visit belongs to its patient; who booked it online can change hands when an address turns out to be owned.

    So does what is waited for, and a time on offer: one person has one such time at most, also after a merge.
    """

    def sections(self, reader):
        return takeout.sections(reader)

    def resources(self, reader):
        return takeout.resources(reader)

    def files(self, reader):
        return takeout.files(reader)

    def move(self, source, target, *, by, at) -> dict[str, list]:
        for offer in WaitingOffer.objects.open().filter(patient=source).select_related("hold"):
            close(offer, Answer.WITHDRAWN, at=at)
        return super().move(source, target, by=by, at=at) | rename(source, target, at=at)

    def undo(self, moved: dict[str, list], source, *, by, at) -> None:
        """The note of a visit goes back with it."""
        super().undo(moved, source, by=by, at=at)
        notes_with_their_visits(moved.get(Appointment._meta.label_lower, []), source)
        rename_back(moved, source)

    def goes_along(self, model, merge):
        if model is not Chart:
            return Q(pk__in=[])
        return Q(pk__in=going_back(Appointment, merge).filter(chart__isnull=False).values("chart"))

    def last_entry(self, patient):
        visits = Appointment.objects.standing().filter(patient=patient)
        return visits.aggregate(last=Max("starts_at"))["last"]

    def erase(self, patient):
        visits, waits = (
            Appointment.objects.filter(patient=patient),
            WaitingEntry.objects.filter(patient=patient),
        )
        return [
            Fate(_("Places on the waiting list"), waits.standing().count(), Goes.NOW),
            Fate(
                _("Visits"),
                visits.count(),
                Goes.LATER,
                _("The law requires clinics to keep who was treated, and when."),
            ),
        ]

    def forget(self, patient, *, by, at) -> None:
        """Waiting ends. Visits ahead stay: the clinic cancels them, or they take place."""
        for entry in WaitingEntry.objects.standing().filter(patient=patient):
            end(entry, Ending.NO_ACCESS, by=by, at=at)
        take_all(LEFT_OPEN, patient, by=by, at=at)
        mine = Booking.objects.filter(appointments__patient=patient)
        ManageLink.objects.filter(ended_at=None, booking__in=mine.values("pk")).update(ended_at=at)
        Booking.objects.filter(pk__in=mine.values("pk")).exclude(guest_email="").update(guest_email="")

    def forget_all(self, patient, *, by, at) -> None:
        """What was written about visits goes; that they took place stays, as it is of nobody any more."""
        visits = Appointment.objects.filter(patient=patient)
        visits.update(note="", cancelled_because="", declined_because="")
        visits.exclude(overridden_because="").update(overridden_because="–")

    def open_doors(self, patient, *, at) -> list[str]:
        """Calendar addresses of those who see the record (a lock-down ends them for good), links in guests' mails."""
        grants = Grant.objects.live(at=at).filter(patient=patient).select_related("account")
        feeds = [
            _("Calendar address of %(email)s") % {"email": grant.account.email}
            for grant in grants
            for _feed in standing_feeds(grant.account, patient.clinic_id, at=at)
        ]
        links = ManageLink.objects.filter(ended_at=None, booking__appointments__patient=patient)
        open_now = [link for link in links.select_related("booking") if visit_of(link, at=at)]
        return (
            feeds
            + [_("The link in a guest’s mail, to one visit") for _link in open_now]
            + _offers(patient, at)
        )

    def hand_over(self, *, source, target, patient) -> None:
        super().hand_over(source=source, target=target, patient=patient)
        Booking.objects.filter(account=source, appointments__patient=patient).update(account=target)

    def forget_address(self, patient, email: str, *, at) -> None:
        gone = ManageLink.objects.filter(
            ended_at=None, booking__guest_email__iexact=email, booking__appointments__patient=patient
        )
        ManageLink.objects.filter(pk__in=gone.values("pk")).update(ended_at=at)


def _offers(patient, at) -> list[str]:
    """The time that somebody is offered for this patient. A lock-down shuts it: taking asks for access."""
    offers = (
        WaitingOffer.objects.open()
        .filter(patient=patient, until__gt=at)
        .select_related("hold__clinic", "entry__account")
    )
    words = _("A time on offer from the waiting list: %(when)s")
    return [
        words % {"when": short_moment(one.hold.starts_at.astimezone(one.hold.clinic.zone))}
        for one in offers
        if grant_of(one.entry.account, one.patient_id, at=at)
    ]
