"""Home activities in the portal: seen, ticked, taken back, by whom, and what is over."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from common.tests.moment import AT
from common.tests.pictures import picture
from portal.tests.family import ana_in_full
from records.actions.activities import keep_picture
from records.models import ActivityAssignment, ActivityDone
from records.tests.factories import ActivityAssignmentFactory, done_on

TODAY, DAY = AT.date(), timedelta(days=1)  # a Tuesday


@pytest.fixture
def ana(cast, client, sign_in):
    ana_in_full(cast)
    return sign_in(client, cast.ana)


@pytest.fixture
def walk(cast):
    return ActivityAssignmentFactory(patient=cast.ana_record)


def room(patient, query=""):
    return reverse("portal:activities", args=[patient.pk]) + query


def at(name, one):
    return reverse(f"portal:{name}", args=[one.patient_id, one.pk])


def press(client, one, name="activity_tick", **sent):
    sent = {"day": TODAY.isoformat(), "number": "1"} | sent
    return client.post(at(name, one), sent, follow=True)


def count(one):
    return ActivityDone.objects.filter(assignment=one, undone_at=None).count()


def cards(page) -> list:
    return [(card["title"], card["week"], card["number"], card["undo"]) for card in page.context["cards"]]


def test_pressed_it_is_done_and_undone_it_is_not(cast, ana, walk):
    done_on(walk, TODAY - DAY, by=cast.ana)
    title = walk.title
    assert cards(ana.get(room(cast.ana_record))) == [(title, "1 of 5 this week", 1, None)]
    page = press(ana, walk)
    assert page.redirect_chain[0][0] == room(cast.ana_record, f"#a-{walk.pk}")
    assert cards(page) == [(title, "2 of 5 this week", None, 1)]
    assert "Done today" in page.text
    press(ana, walk)
    assert count(walk) == 2
    assert cards(press(ana, walk, "activity_undoing")) == [(title, "1 of 5 this week", 1, None)]
    press(ana, walk, "activity_undoing")
    assert count(walk) == 1


def test_several_times_a_day(cast, ana):
    drops = ActivityAssignmentFactory(patient=cast.ana_record, title="Drops", times=2, per="day")
    page = press(ana, drops)
    assert (cards(page), page.context["cards"][0]["of_day"]) == (
        [("Drops", "1 of 14 this week", 2, 1)],
        "1 of 2 today",
    )
    assert cards(press(ana, drops, number="2")) == [("Drops", "2 of 14 this week", None, 2)]


@pytest.mark.parametrize(
    "sent",
    [
        {"day": (TODAY - DAY).isoformat()},
        {"day": "yesterday"},
        {"day": ""},
        {"number": "2"},
        {"number": "x"},
        {"number": "-1"},
        {"number": "9" * 5000},
    ],
)
def test_a_page_of_yesterday_or_of_nobody_counts_nothing_and_says_so(cast, ana, walk, sent):
    page = press(ana, walk, **sent)
    assert (page.status_code, count(walk)) == (200, 0)
    assert "This has changed meanwhile. Look again." in page.text


def test_it_leads_back_to_the_page_with_the_button_and_nowhere_else(cast, ana, walk):
    own = at("activity", walk)
    assert press(ana, walk, next=own).redirect_chain[0][0] == own
    for evil in ("//evil.example/", "https://evil.example/", "javascript:alert(1)"):
        assert press(ana, walk, next=evil).redirect_chain[0][0] == room(cast.ana_record, f"#a-{walk.pk}")


def test_a_parent_ticks_for_a_child_and_the_clinic_can_tell(cast, client, sign_in):
    of_kit = ActivityAssignmentFactory(patient=cast.kit_record)
    ben = sign_in(client, cast.ben)
    press(ben, of_kit)
    done_on(of_kit, TODAY - DAY, by=cast.cleo)
    (row, *_earlier) = ben.get(at("activity", of_kit)).context["weeks"]
    # Who else has access is not his to know.
    assert (row["term"], row["answer"], row["detail"]) == (
        "This week",
        "2 of 5",
        "Mon: somebody else. Tue: you.",
    )
    event = Event.objects.get(verb="activity.done")
    assert (event.actor, event.patient, event.target) == (cast.ben.pk, cast.kit_record.pk, str(of_kit.pk))


def test_the_patient_reads_who_said_so(cast, ana, walk):
    done_on(walk, TODAY, by=cast.ana)
    done_on(walk, TODAY - DAY, TODAY - 8 * DAY, by=cast.ben)
    rows = ana.get(at("activity", walk)).context["weeks"]
    assert [row["detail"] for row in rows[:2]] == ["Mon: Ben Cast. Tue: you.", "Mon: Ben Cast."]


def test_nobody_else_sees_or_presses_it(cast, client, sign_in, walk):
    kept = ActivityAssignmentFactory(patient=cast.ana_record, title="Qkept", confidential=True)
    for who, code in ((cast.ana, 403), (cast.cleo, 403), (cast.dov, 404), (cast.zoe, 404), (cast.nora, 404)):
        sign_in(client, who)
        assert client.get(room(cast.ana_record)).status_code == code
        assert {press(client, walk).status_code, client.get(at("activity", walk)).status_code} == {404}
    ben = sign_in(client, cast.ben)
    assert "Qkept" not in ben.get(room(cast.ana_record)).text
    assert (press(ben, kept).status_code, count(kept)) == (404, 0)
    with_kit = reverse("portal:activity_tick", args=[cast.kit_record.pk, walk.pk])
    assert ben.post(with_kit, {"day": TODAY.isoformat(), "number": "1"}).status_code == 404
    assert count(walk) == 0


def test_a_look_presses_nothing(ana, walk):
    assert {ana.get(at(name, walk)).status_code for name in ("activity_tick", "activity_undoing")} == {405}
    assert count(walk) == 0


def test_what_is_over_is_folded_away_and_what_is_to_come_has_no_button(cast, ana, walk):
    ActivityAssignmentFactory(patient=cast.ana_record, title="Ended", ended_at=AT, ended_by=cast.nora)
    ActivityAssignmentFactory(patient=cast.ana_record, title="Ran out", until=TODAY - DAY)
    coming = ActivityAssignmentFactory(patient=cast.ana_record, title="To come", starts_on=TODAY + 2 * DAY)
    page = ana.get(room(cast.ana_record))
    shown = {card["title"]: card for card in page.context["cards"]}
    assert set(shown) == {walk.title, "To come"}
    assert (shown["To come"]["number"], shown["To come"]["often"]) == (
        None,
        "5 times a week. From Thu 19 Nov",
    )
    assert {(row["title"], row["text"]) for row in page.context["over"]} == {
        ("Ended", "Until Tuesday 17 November 2026"),
        ("Ran out", "Until Monday 16 November 2026"),
    }
    assert press(ana, coming).status_code == 200
    assert count(coming) == 0
    ActivityAssignment.objects.filter(patient=cast.ana_record).update(ended_at=AT, ended_by=cast.nora)
    assert "Nothing to do at home" in ana.get(room(cast.ana_record)).text


def test_a_link_says_where_it_leads(cast, ana):
    ActivityAssignmentFactory(patient=cast.ana_record, link='https://www.films.example/watch?v=1&x="><i>')
    page = ana.get(room(cast.ana_record))
    assert "See how it is done, at films.example" in page.text
    assert 'rel="noopener noreferrer"' in page.text
    assert '"><i>' not in page.text


def test_a_picture_is_shown_to_those_who_see_the_activity(cast, client, ana, sign_in):
    kept = keep_picture(picture(), clinic=cast.harbour, shows="Legs up a wall", at=AT)
    one = ActivityAssignmentFactory(patient=cast.ana_record, picture=kept)
    assert 'alt="Legs up a wall"' in ana.get(room(cast.ana_record)).text
    answer = ana.get(at("activity_picture", one))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    sign_in(client, cast.cleo)
    assert client.get(at("activity_picture", one)).status_code == 404
    sign_in(client, cast.ana)
    default_storage.delete(kept.stored_as)
    assert client.get(at("activity_picture", one)).status_code == 404


def test_a_picture_that_the_list_shows_is_no_look_at_the_activity(cast, ana):
    """Its own page is; and a picture that its storage has lost was not seen at all."""
    kept, lost = (
        keep_picture(picture(), clinic=cast.harbour, shows=words, at=AT) for words in ("Up", "Down")
    )
    one, other = (ActivityAssignmentFactory(patient=cast.ana_record, picture=shown) for shown in (kept, lost))
    default_storage.delete(lost.stored_as)

    def looks() -> list:
        rows = Event.objects.filter(actor=cast.ana.pk, patient=cast.ana_record.pk, verb__startswith="activit")
        return list(rows.order_by("pk").values_list("verb", "target"))

    listed = [("activities.opened", str(cast.ana_record.pk))]
    ana.get(room(cast.ana_record))
    assert looks() == listed
    assert [ana.get(at("activity_picture", each)).status_code for each in (one, other)] == [200, 404]
    assert looks() == [*listed, ("activity.picture_shown", str(one.pk))]
    ana.get(at("activity", one))
    assert looks() == [*listed, ("activity.picture_shown", str(one.pk)), ("activity.opened", str(one.pk))]


def test_looking_as_an_account_shows_plans_and_activities_to_those_who_care_only(
    cast, client, ana, sign_in, walk
):
    page = f"/office/see-as/{cast.ana.pk}{room(cast.ana_record)}"
    sign_in(client, cast.finn)
    assert client.get(page).status_code == 403
    assert client.get(page.replace("activities", "plans")).status_code == 403
    sign_in(client, cast.petra_account)
    seen = client.get(page)
    assert [card["number"] for card in seen.context["cards"]] == [None]
    assert client.post(f"/office/see-as/{cast.ana.pk}{at('activity_tick', walk)}").status_code == 405
    assert count(walk) == 0


def test_the_queries_do_not_follow_the_rows(cast, ana):
    def queries(number):
        rows = ActivityAssignment.objects.bulk_create(
            ActivityAssignment(
                patient=cast.ana_record, practitioner=cast.petra, title=f"No {n}", times=5, per="week",
                starts_on=TODAY - 20 * DAY, assigned_at=AT, assigned_by=cast.nora,
                ended_at=AT if n % 2 else None, ended_by=cast.nora if n % 2 else None,
            )
            for n in range(number)
        )  # fmt: skip
        ActivityDone.objects.bulk_create(
            ActivityDone(assignment=row, on_day=TODAY - DAY, done_at=AT, done_by=cast.ana) for row in rows
        )
        ana.get(room(cast.ana_record))
        with CaptureQueriesContext(connection) as found:
            page = ana.get(room(cast.ana_record))
        assert len(page.context["cards"]) <= 50 and len(page.context["over"]) <= 20
        return len([query for query in found if "SAVEPOINT" not in query["sql"]])

    few = queries(10)
    assert few <= 12
    assert queries(3000) == few
    assert len(ana.get(room(cast.ana_record, "?page=2&over=3")).context["cards"]) == 50
