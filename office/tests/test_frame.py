"""What stands around the pages of the team."""

import pytest
from django.test import RequestFactory

from accounts.tests.factories import AccountFactory
from office.frame import page


def frame_at(path, account, clinic):
    request = RequestFactory().get(path)
    request.user, request.clinic = account, clinic
    return page(request)


def labels(frame):
    return [item["label"] for item in [*frame["nav_items"], *frame["nav_more"]]]


@pytest.mark.parametrize("path", ["/portal/", "/book/", "/accounts/login/", "/"])
def test_elsewhere_it_adds_nothing(cast, path):
    assert frame_at(path, cast.nora, cast.harbour) == {}


def test_only_rooms_that_exist_for_oneself(cast):
    assert labels(frame_at("/office/", cast.nora, cast.harbour)) == [
        "Calendar",
        "Patients",
        "Tray",
        "Forms",
        "Waiting list",
        "Reports",
        "Online booking",
        "Portal and invites",
        "Website button",
        "Settings",
    ]
    assert labels(frame_at("/office/", cast.finn, cast.harbour)) == [
        "Calendar",
        "Patients",
        "Tray",
        "Forms",
        "Waiting list",
        "Reports",
    ]
    assert labels(frame_at("/office/", cast.petra_account, cast.harbour)) == [
        "Calendar",
        "Patients",
        "Tray",
        "Forms",
        "Waiting list",
        "Reports",
    ]


@pytest.mark.parametrize("who", ["ana", "omar"])
def test_people_of_no_team_get_no_frame(cast, who):
    assert frame_at("/office/calendar/", getattr(cast, who), cast.harbour) == {}


def test_it_says_who_one_is_and_what_time_it_is(cast):
    frame = frame_at("/office/patients/", cast.finn, cast.harbour)
    assert dict(frame["staff"]) == {
        "name": "Finn Cast",
        "initials": "FC",
        "colour": "rose",
        "notices_url": "/office/notices/",
        "role": "Front desk",
    }
    assert frame["clock_text"] == "Tue 17 November, 9:00 am"
    assert [item["current"] for item in frame["nav_items"]] == [False, True, False, False, False, False]


def test_practitioners_wear_their_own_colour(cast):
    cast.petra.colour = "moss"
    cast.petra.save()
    cast.harbour.refresh_from_db()
    assert frame_at("/office/", cast.petra_account, cast.harbour)["staff"]["colour"] == "moss"


def test_the_operator_has_settings_and_nothing_else(cast):
    operator = AccountFactory(is_superuser=True, is_staff=True)
    frame = frame_at("/admin/", operator, cast.harbour)
    assert (labels(frame), frame["search_url"], frame["staff"]["role"]) == (["Settings"], "", "Operator")
