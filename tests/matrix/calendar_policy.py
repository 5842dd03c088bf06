"""Who sees the days of the clinic, and the card of a visit; see `door.py` for how it reads."""

from tests.matrix.door import TEAM, Door

EVERYBODY = f"200 {TEAM} | 404"

CALENDAR = [
    Door("office:calendar", "", EVERYBODY),
    Door("office:calendar", "thursday’s calendar", EVERYBODY),
    Door("office:calendar", "thursday’s list", EVERYBODY),
    Door("office:calendar", "thursday’s week", EVERYBODY),
    # It asks itself who is there, and shows nothing to anybody.
    Door("office:calendar_changes", "thursday’s changes", f"200 {TEAM} | 403", is_open=True),
    Door("office:calendar_changes", "", "404", is_open=True),
    Door("office:visit_card", "ana visit", EVERYBODY),
    Door("office:visit_card", "lou visit", EVERYBODY),
    *[Door("office:visit_card", about, "404") for about in ("ana with kit’s visit", "zoe visit", "missing")],
]
