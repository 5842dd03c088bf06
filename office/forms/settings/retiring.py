"""Somebody, a place or a service is to be offered no more: what stands in the way is looked at first."""

from booking.admin_forms import LooksFirst


class RetiringForm(LooksFirst):
    """The visits to come, which stay booked. `visits` are they."""

    def __init__(self, *args, visits, **kwargs):
        super().__init__(*args, **kwargs)
        self.visits = visits
        if not visits:
            del self.fields["they_stay"]

    def clean(self):
        if self.visits:
            self.insist()
