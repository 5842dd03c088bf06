"""Home activities: assigned with words of their own, ticked once a day however often one presses, seen by few."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from audit.models import Event
from common.files import Refused
from common.tests.moment import AT
from common.tests.pictures import picture
from records.actions.activities import (
    TitleTaken,
    assign,
    end_activity,
    keep_activity,
    keep_picture,
    retire_activity,
    take_up_again,
    tick,
    untick,
)
from records.activities import Week, planned_in, weeks_of
from records.contract import answerers
from records.models import ActivityAssignment, ActivityDone, ActivityPicture, Chart, HomeActivity
from records.models.access import Level, Relation, Scope
from records.models.activity import only_https
from records.tests.factories import (
    ActivityAssignmentFactory,
    ChartFactory,
    GrantFactory,
    HomeActivityFactory,
    PatientFactory,
    done_on,
    exported,
    history_told,
    reader_of,
    regranted,
)

TODAY = AT.date()  # a Tuesday
DAY = timedelta(days=1)
MONDAY = TODAY - DAY


def sees(account) -> set:
    return set(ActivityAssignment.objects.visible_to(account, at=AT))


def verbs(assignment) -> list:
    events = Event.objects.filter(target=str(assignment.pk), verb__startswith="activity.").order_by("id")
    return list(events.values_list("verb", "actor", "patient"))


# Who sees -------------------------------------------------------------------------------------------


def test_full_access_sees_them_and_only_the_patient_what_is_confidential(cast):
    walk = ActivityAssignmentFactory(patient=cast.ana_record)
    kept = ActivityAssignmentFactory(patient=cast.ana_record, confidential=True)
    of_kept_note = ActivityAssignmentFactory(
        patient=cast.ana_record, chart=ChartFactory(patient=cast.ana_record, confidential=True)
    )
    of_note = ActivityAssignmentFactory(patient=cast.ana_record, chart=ChartFactory(patient=cast.ana_record))
    of_kit = ActivityAssignmentFactory(patient=cast.kit_record)
    of_zoe = ActivityAssignmentFactory(patient=cast.zoe_record)
    assert sees(cast.ana) == sees(cast.cleo) == sees(cast.dov) == sees(cast.nora) == set(), "limited, or none"
    assert sees(cast.ben) == {walk, of_note, of_kit}
    assert sees(cast.zoe) == {of_zoe}
    ana = GrantFactory(patient=PatientFactory(), full=True)
    for model in (Chart, ActivityAssignment):
        model.objects.filter(patient=cast.ana_record).update(patient=ana.patient)
    assert sees(ana.account) == {walk, kept, of_kept_note, of_note}, "the patient themself"


def test_another_person_needs_the_scope(cast):
    ActivityAssignmentFactory(patient=cast.kit_record)
    scopes = [scope for scope in Scope.values if scope != Scope.RECORDS]
    GrantFactory(account=cast.dov, patient=cast.kit_record, relation=Relation.CARER, full=True, scopes=scopes)
    assert sees(cast.dov) == set()


# The library ----------------------------------------------------------------------------------------


def test_a_change_in_the_library_leaves_what_was_assigned(cast):
    made = keep_activity(
        cast.harbour, by=cast.nora, at=AT, title="Walk", instructions="Slowly.", times=3, per="day"
    )
    assigned = assign(
        cast.ana_record, practitioner=cast.petra, by=cast.petra_account, at=AT, starts_on=TODAY,
        activity=made, title=made.title, instructions=made.instructions, times=3, per="day",
    )  # fmt: skip
    keep_activity(cast.harbour, by=cast.nora, at=AT, activity=made, title="Run", instructions="Fast.")
    assigned.refresh_from_db()
    assert (assigned.title, assigned.instructions, assigned.times) == ("Walk", "Slowly.", 3)
    assert verbs(assigned) == [("activity.assigned", cast.petra_account.pk, cast.ana_record.pk)]
    library = Event.objects.filter(verb__startswith="home_activity.").order_by("id")
    assert list(library.values_list("verb", "clinic", "patient")) == [
        ("home_activity.made", cast.harbour.pk, None),
        ("home_activity.changed", cast.harbour.pk, None),
    ]


def test_the_database_keeps_the_words_that_were_assigned(cast):
    assigned = ActivityAssignmentFactory(patient=cast.ana_record)
    for change in ({"title": "Run"}, {"times": 1}, {"link": "https://example.org/"}):
        with pytest.raises(IntegrityError, match="keeps its words"), transaction.atomic():
            ActivityAssignment.objects.filter(pk=assigned.pk).update(**change)


def test_two_activities_of_one_title_are_refused_in_words_until_one_is_retired(cast):
    first = keep_activity(cast.harbour, by=cast.nora, at=AT, title="Walk")
    keep_activity(cast.lakeside, by=cast.omar, at=AT, title="Walk")
    with pytest.raises(TitleTaken):
        keep_activity(cast.harbour, by=cast.nora, at=AT, title="Walk")
    assert [retire_activity(first, by=cast.nora, at=AT) for _twice in range(2)] == [True, False]
    second = keep_activity(cast.harbour, by=cast.nora, at=AT, title="Walk")
    with pytest.raises(TitleTaken):
        take_up_again(first, by=cast.nora, at=AT)
    retire_activity(second, by=cast.nora, at=AT)
    assert [take_up_again(first, by=cast.nora, at=AT) for _twice in range(2)] == [True, False]


@pytest.mark.parametrize(
    "change",
    [
        {"times": 0},
        {"times": 8, "per": "week"},
        {"times": 21, "per": "day"},
        {"retired_at": AT},
        {"link": "http://example.org/"},
    ],
)
def test_the_database_refuses_what_no_week_has_and_what_is_not_https(db, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        HomeActivityFactory(**change)


@pytest.mark.parametrize(
    "link",
    [
        "http://example.org/",
        "javascript:alert(1)",
        "ftp://example.org/",
        "//example.org/",
        "data:text/html,x",
    ],
)
def test_only_https_is_a_link(link):
    with pytest.raises(ValidationError):
        only_https(link)


def test_a_picture_is_washed_and_kept_under_its_own_id(cast):
    kept = keep_picture(picture(), clinic=cast.harbour, shows="Legs up a wall", at=AT)
    with default_storage.open(kept.stored_as) as file:
        assert file.read(4) == b"\x89PNG"
    for content in (b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7 x", b""):
        with pytest.raises(Refused):
            keep_picture(SimpleUploadedFile("x.png", content), clinic=cast.harbour, shows="x", at=AT)
    assert ActivityPicture.objects.count() == 1
    default_storage.delete(kept.stored_as)


# Ticking --------------------------------------------------------------------------------------------


@pytest.fixture
def walk(cast):
    return ActivityAssignmentFactory(patient=cast.ana_record)


def count(assignment) -> int:
    return ActivityDone.objects.filter(assignment=assignment, undone_at=None).count()


def test_pressed_twice_it_counts_once_and_undone_twice_as_well(cast, walk):
    press = {"day": TODAY, "number": 1, "by": cast.ben, "at": AT}
    assert [tick(walk, **press) for _twice in range(2)] == [True, True]
    assert count(walk) == 1
    assert [untick(walk, **press) for _twice in range(2)] == [True, True]
    assert count(walk) == 0
    assert tick(walk, **press)
    assert [verb for verb, _by, _whose in verbs(walk)] == [
        "activity.done",
        "activity.undone",
        "activity.done",
    ]
    assert {(by, whose) for _verb, by, whose in verbs(walk)} == {(cast.ben.pk, cast.ana_record.pk)}


def test_what_is_asked_for_thrice_a_day_is_ticked_thrice_and_not_a_fourth_time(cast):
    drops = ActivityAssignmentFactory(patient=cast.ana_record, times=3, per="day")
    pressed = [tick(drops, day=TODAY, number=n, by=cast.ben, at=AT) for n in (1, 2, 2, 3, 4, 0, -1)]
    assert (pressed, count(drops)) == ([True, True, True, True, False, False, False], 3)


def test_the_day_is_the_clinics(cast, walk):
    night = datetime(
        2026, 11, 18, 3, 30, tzinfo=UTC
    )  # half past eleven in the evening of the 17th in Halifax
    press = {"number": 1, "by": cast.ben, "at": night}
    assert not tick(walk, day=TODAY + DAY, **press)
    assert tick(walk, day=TODAY, **press)
    after = {"number": 1, "by": cast.ben, "at": night + timedelta(hours=1)}
    assert not tick(walk, day=TODAY, **after), "a page of yesterday"
    assert not untick(walk, day=TODAY, **after)
    assert count(walk) == 1


@pytest.mark.parametrize(
    "fields", [{"starts_on": TODAY + DAY}, {"until": TODAY - DAY}, {"ended_at": AT, "ended": True}]
)
def test_what_has_not_begun_or_is_over_cannot_be_ticked(cast, fields):
    if fields.pop("ended", False):
        fields["ended_by"] = cast.nora
    walk = ActivityAssignmentFactory(patient=cast.ana_record, **fields)
    assert not tick(walk, day=TODAY, number=1, by=cast.ben, at=AT)
    assert (count(walk), verbs(walk)) == (0, [])


def test_ended_twice_it_ends_once(cast, walk):
    assert [end_activity(walk, by=cast.petra_account, at=AT) for _twice in range(2)] == [True, False]
    assert verbs(walk) == [("activity.ended", cast.petra_account.pk, cast.ana_record.pk)]


# Weeks ----------------------------------------------------------------------------------------------


def assignment(**fields) -> ActivityAssignment:
    return ActivityAssignment(**{"times": 5, "per": "week", "starts_on": date(2026, 1, 1)} | fields)


@pytest.mark.parametrize(
    ("fields", "planned"),
    [
        ({}, 5),
        ({"times": 1, "per": "day"}, 7),
        ({"times": 3, "per": "day"}, 21),
        ({"times": 1, "per": "day", "starts_on": MONDAY + 3 * DAY}, 4),
        ({"starts_on": MONDAY + 5 * DAY}, 2),
        ({"starts_on": MONDAY + 7 * DAY}, 0),
        ({"until": MONDAY}, 1),
        ({"until": MONDAY - DAY}, 0),
    ],
)
def test_a_week_asks_for_what_its_days_allow(fields, planned):
    assert planned_in(assignment(**fields), MONDAY) == planned


def test_the_last_weeks_begin_on_mondays_and_go_back_to_the_beginning(cast):
    walk = ActivityAssignmentFactory(patient=cast.ana_record, starts_on=MONDAY - 10 * DAY)
    done_on(walk, TODAY, MONDAY, MONDAY - DAY, MONDAY - 8 * DAY, by=cast.ana)
    done_on(walk, MONDAY - 2 * DAY, by=cast.ana)
    ActivityDone.objects.filter(on_day=MONDAY - 2 * DAY).update(undone_at=AT, undone_by=cast.ana)
    history = history_told(walk)
    weeks = weeks_of(walk, history, today=TODAY, zone=cast.harbour.zone)
    assert weeks == [Week(MONDAY, 2, 5), Week(MONDAY - 7 * DAY, 1, 5), Week(MONDAY - 14 * DAY, 1, 3)]
    assert (history.on(TODAY), history.on(TODAY - 3 * DAY)) == ([1], [])
    assert {tick.name for tick in history.ticks} == {"Ana Cast"}


def test_the_weeks_of_one_that_ended_stop_there(cast):
    walk = ActivityAssignmentFactory(
        patient=cast.ana_record, starts_on=MONDAY - 7 * DAY, ended_at=AT - 3 * DAY, ended_by=cast.nora
    )
    weeks = weeks_of(walk, history_told(walk), today=TODAY, zone=cast.harbour.zone)
    assert weeks == [Week(MONDAY - 7 * DAY, 0, 5)]


# The room answers -----------------------------------------------------------------------------------


def test_a_merge_takes_them_along_and_back(cast, walk):
    done_on(walk, TODAY, by=cast.ana)
    mine, other = next(each for each in answerers() if each.room == "records"), PatientFactory()
    moved = mine.move(cast.ana_record, other, by=cast.nora, at=AT)
    assert list(other.activities.all()) == [walk]
    mine.undo(moved, cast.ana_record, by=cast.nora, at=AT)
    assert list(cast.ana_record.activities.all()) == [walk]


def test_what_is_taken_out_says_on_which_days(cast, walk):
    done_on(walk, TODAY, MONDAY, by=cast.ana)
    mine = next(each for each in answerers() if each.room == "records")
    own = regranted(cast.ana_grant, level=Level.FULL, granted_by=cast.nora)
    rows = list(exported(mine, reader_of(own)))
    assert [row["title"] for name, row in rows if name == "home_activities"] == [walk.title]
    days = {row["on_day"] for name, row in rows if name == "home_activities_done"}
    assert days == {MONDAY.isoformat(), TODAY.isoformat()}


def test_the_library_belongs_to_a_clinic_and_says_its_title(cast):
    assert str(HomeActivityFactory(clinic=cast.harbour, title="Walk")) == "Walk"
    assert HomeActivity.objects.filter(clinic=cast.lakeside).count() == 0
