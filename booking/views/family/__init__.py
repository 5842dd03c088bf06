from booking.views.family import booking, people, times

__all__ = ["booking", "people", "times"]
