"""This room's answers about a patient's rows: visits, and the bookings they were made in."""

from django.utils.translation import gettext as _

from booking.feeds import standing_feeds
from booking.guests import visit_of
from booking.models import Booking, ManageLink
from records.contract import Answerer
from records.models import Grant


class VisitsAnswerer(Answerer):
    """A visit belongs to its patient; who booked it online can change hands when an address turns out to be owned."""

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
        return feeds + [_("The link in a guest’s mail, to one visit") for _link in open_now]

    def hand_over(self, *, source, target, patient) -> None:
        super().hand_over(source=source, target=target, patient=patient)
        Booking.objects.filter(account=source, appointments__patient=patient).update(account=target)

    def forget_address(self, patient, email: str, *, at) -> None:
        gone = ManageLink.objects.filter(
            ended_at=None, booking__guest_email__iexact=email, booking__appointments__patient=patient
        )
        ManageLink.objects.filter(pk__in=gone.values("pk")).update(ended_at=at)
