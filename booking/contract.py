"""This room's answers about a patient's rows: visits, and the bookings they were made in."""

from booking.models import Booking
from records.contract import Answerer


class VisitsAnswerer(Answerer):
    """A visit belongs to its patient; who booked it online can change hands when an address turns out to be owned."""

    def hand_over(self, *, source, target, patient) -> None:
        super().hand_over(source=source, target=target, patient=patient)
        Booking.objects.filter(account=source, appointments__patient=patient).update(account=target)
