from booking.views.family import booking, people, times  # noqa: F401
