"""What the practitioner should know about each person of a family day."""

import pytest

from booking.family.holding import holds_of
from booking.models import Appointment
from booking.tests.family import begun, hold, plans_of
from booking.tests.test_family_pages import errors, visits


@pytest.fixture
def ben(cast, client):
    client.force_login(cast.ben)
    return client


def test_a_note_for_each_reaches_their_visit_and_another_one_keeps_the_times(cast, ben):
    day = begun(cast)
    holds = hold(day, plans_of(day)[0], by=cast.ben)
    about_ana, about_kit = (f"{member['key']}-note" for member in day.members)
    page = f"/book/together/{day.pk}/visits/"
    ben.post(page, visits(day, **{about_ana: "A cold", about_kit: "Left knee"}))
    check = f"/book/together/{day.pk}/check/"
    shown = ben.get(check)
    notes = {row["term"]: row["answer"] for row in shown.context["rows"] if "Note" in row["term"]}
    assert notes == {"Note for Ana": "A cold", "Note for Kit": "Left knee"}
    ben.post(page, visits(day, **{about_ana: "", about_kit: "Right knee"}))
    assert {held.pk for held in holds_of(day)} == {held.pk for held in holds}
    # What was confirmed was not what is kept now: the page is shown again.
    answer = ben.post(check, {"agreed": "on", "seen": shown.context["seen"]})
    assert answer.status_code == 409 and "Right knee" in answer.content.decode()
    assert ben.post(check, {"agreed": "on"}).status_code == 302
    noted = Appointment.objects.filter(booking__family_day=day).values_list("patient__given_name", "note")
    assert dict(noted) == {"Ana": "", "Kit": "Right knee"}


def test_lines_count_as_the_box_counts_them(cast, ben):
    day = begun(cast)
    lines = "\r\n".join(["x"] * 1000)  # 1,999 characters to the box, 2,998 as they are sent
    answer = ben.post(
        f"/book/together/{day.pk}/visits/", visits(day, **{f"{day.members[0]['key']}-note": lines})
    )
    assert answer.status_code == 302
    day.refresh_from_db()
    assert len(day.members[0]["note"]) == 1999


def test_a_note_that_is_too_long_is_kept_and_said_beside_it(cast, ben):
    day = begun(cast)
    long = {f"{day.members[0]['key']}-note": "x" * 2001}
    answer = ben.post(f"/book/together/{day.pk}/visits/", visits(day, **long))
    assert (answer.status_code, errors(answer)) == (422, ["Use at most 2,000 characters"])
    assert "x" * 2001 in answer.content.decode()
