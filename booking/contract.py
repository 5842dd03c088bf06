"""This room's answers about a patient's rows: visits, and the bookings they were made in."""

from django.utils.translation import gettext as _

from booking.guests import visit_of
from booking.models import Booking, ManageLink
from records.contract import Answerer


class VisitsAnswerer(Answerer):
    """A visit belongs to its patient; who booked it online can change hands when an address turns out to be owned."""

    def hand_over(self, *, source, target, patient) -> None:
        super().hand_over(source=source, target=target, patient=patient)
        Booking.objects.filter(account=source, appointments__patient=patient).update(account=target)

    def open_doors(self, patient, *, at) -> list[str]:
        links = ManageLink.objects.filter(ended_at=None, booking__appointments__patient=patient)
        open_now = [link for link in links.select_related("booking") if visit_of(link, at=at)]
        return [_("The link in a guest’s mail, to one visit") for _link in open_now]

    def forget_address(self, patient, email: str, *, at) -> None:
        gone = ManageLink.objects.filter(
            ended_at=None, booking__guest_email__iexact=email, booking__appointments__patient=patient
        )
        ManageLink.objects.filter(pk__in=gone.values("pk")).update(ended_at=at)
