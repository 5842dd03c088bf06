"""Diaries: an entry on its day, once, with one reminder; nothing made up for later; as often as somebody likes."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.tests.factories import AccountFactory
from accounts.tests.mailed import arrived
from common.tests.moment import AT
from outbox.models import Message
from records.actions import correct_details
from records.models import Contact
from records.models.access import Relation
from records.tests.factories import GrantFactory
from smartforms import actions, mailing, series
from smartforms.models import Assignment, FormLink, Pace, Series, Status
from smartforms.sending import Asking
from smartforms.tests.factories import ResponseFactory, TemplateFactory, VersionFactory, key_of
from smartforms.tests.forms import choice, question, questionnaire
from smartforms.tests.test_repeating import group

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TODAY = date(2026, 11, 17)  # AT at Harbour, in Halifax (UTC-4)


@pytest.fixture
def diary(cast):
    template = TemplateFactory(clinic=cast.harbour, title="Sleep diary")
    VersionFactory(template=template)
    return template


def begin(cast, diary, *, patient=None, account="ana", at=AT, confidential=False, **fields):
    named = {"pace": Pace.DAYS, "starts_on": TODAY, "account": account and getattr(cast, account)} | fields
    asking = Asking([diary], practitioner=cast.petra, message="Every evening.", confidential=confidential)
    begun = series.begin(patient or cast.ana_record, asking, by=cast.finn, at=at, **named)
    return begun[0] if begun else None


def entries(one) -> list[tuple]:
    """Number, day due, and whether it is still open at AT."""
    rows = Assignment.objects.filter(series=one).order_by("occurrence")
    return [(row.occurrence, row.due_at.astimezone(one.clinic.zone).strftime("%d %H:%M")) for row in rows]


def send_in(form, *, by, at, hours=7):
    answers = {key_of("mood"): ["o1"], key_of("hours"): [hours]}
    ResponseFactory(assignment=form, answers=answers, submitted_at=at, submitted_by=by, saved_by=by)


def test_an_entry_is_made_on_its_day_and_only_once(cast, diary):
    one = begin(cast, diary, times=3)
    assert entries(one) == [(1, "17 18:00")]
    for _beat in range(2):
        series.make_entries(at=AT)
    assert entries(one) == [(1, "17 18:00")]
    for days in (1, 2, 3, 4):
        series.make_entries(at=AT + days * DAY)
    assert entries(one) == [(1, "17 18:00"), (2, "18 18:00"), (3, "19 18:00")]
    one.refresh_from_db()
    assert (one.is_over, one.next_on) == (True, None)
    first = one.entries.get(occurrence=1)
    assert (first.account, first.practitioner, first.message) == (cast.ana, cast.petra, "Every evening.")
    assert one.entries.get(occurrence=2).message == ""


def test_the_day_is_the_clinics(cast, diary):
    one = begin(cast, diary, starts_on=TODAY + DAY)
    series.make_entries(at=datetime(2026, 11, 18, 3, 59, tzinfo=UTC))  # a minute to midnight in Halifax
    assert entries(one) == []
    series.make_entries(at=datetime(2026, 11, 18, 4, 0, tzinfo=UTC))
    assert entries(one) == [(1, "18 18:00")]


def test_six_in_the_evening_on_both_sides_of_a_change_of_clocks(cast, diary):
    before = datetime(2027, 3, 13, 12, tzinfo=UTC)
    one = begin(cast, diary, at=before, starts_on=date(2027, 3, 13))
    series.make_entries(at=before + DAY)
    due = [row.due_at for row in one.entries.order_by("occurrence")]
    assert due == [datetime(2027, 3, 13, 22, tzinfo=UTC), datetime(2027, 3, 14, 21, tzinfo=UTC)]


def test_every_two_weeks_until_a_day(cast, diary):
    one = begin(cast, diary, pace=Pace.WEEKS, every=2, ends_on=TODAY + 28 * DAY)
    for days in range(1, 60):
        series.make_entries(at=AT + days * DAY)
    assert entries(one) == [(1, "17 18:00"), (2, "01 18:00"), (3, "15 18:00")]


def test_no_burst_after_a_worker_was_off(cast, diary):
    one = begin(cast, diary)
    Message.objects.all().delete()
    made = series.make_entries_of(one.pk, at=AT + 10 * DAY)
    assert [(form.occurrence, form.status(at=AT + 10 * DAY)) for form in made] == [
        (10, Status.OVERDUE),
        (11, Status.NOT_STARTED),
    ]
    reminders = Message.objects.values_list("kind", "due_at", "about__forms")
    assert list(reminders) == [("smartforms.reminder", made[1].due_at, str(made[1].pk))]


def test_yesterday_can_be_written_today_and_opening_gives_no_more(cast, diary):
    from smartforms.actions import open_form

    one = begin(cast, diary)
    (form,) = one.entries.all()
    assert form.expires_at == datetime(2026, 11, 19, 4, tzinfo=UTC)
    open_form(assignment=form, by=cast.ana, at=AT)
    form.refresh_from_db()
    assert form.expires_at == datetime(2026, 11, 19, 4, tzinfo=UTC)


def test_one_reminder_at_the_due_time_unless_it_was_sent(cast, diary):
    one = begin(cast, diary)
    assert [mail.subject for mail in arrived(at=AT)] == ["Something to fill in for Harbour Clinic"]
    series.make_entries(at=AT + DAY)
    send_in(one.entries.get(occurrence=1), by=cast.ana, at=AT)
    due = one.entries.get(occurrence=2).due_at
    assert arrived(at=due - HOUR) == []
    assert [mail.subject for mail in arrived(at=due)] == ["Still to fill in for Harbour Clinic"]
    assert arrived(at=due + HOUR) == []


def test_one_of_a_form_runs_at_a_time(cast, diary):
    first = begin(cast, diary)
    assert begin(cast, diary) is None
    series.end(first, by=cast.finn, at=AT)
    assert begin(cast, diary) is not None


def test_ending_takes_back_what_nobody_began(cast, diary):
    one = begin(cast, diary)
    series.make_entries(at=AT + DAY)
    begun, untouched = one.entries.order_by("occurrence")
    ResponseFactory(assignment=begun, saved_by=cast.ana)
    later = AT + DAY + HOUR
    assert [series.end(one, by=cast.finn, at=later) for _press in range(2)] == [True, False]
    untouched.refresh_from_db(), begun.refresh_from_db()
    assert (untouched.cancelled_at, begun.cancelled_at) == (later, None)
    series.make_entries(at=AT + 5 * DAY)
    assert one.entries.count() == 2


def test_as_often_as_they_like(cast, diary):
    one = begin(cast, diary, pace=Pace.FREELY)
    (first,) = one.entries.all()
    assert (first.due_at, first.occurrence) == (None, 1)
    assert series.add_entry(one, by=cast.ana, at=AT) == first, "what is not sent yet goes first"
    send_in(first, by=cast.ana, at=AT)
    second = series.add_entry(one, by=cast.ana, at=AT + HOUR)
    assert (second.occurrence, second.account) == (2, cast.ana)
    series.make_entries(at=AT + 10 * DAY)
    assert one.entries.count() == 2
    series.end(one, by=cast.finn, at=AT + HOUR)
    assert series.add_entry(one, by=cast.ana, at=AT + HOUR) is None


def test_by_a_mailed_link_until_somebody_has_followed_it(cast, diary):
    to = {"account": None, "email": "Ana@example.org", "relation": Relation.SELF}
    one = begin(cast, diary, **to)
    (form,) = one.entries.all()
    assert (one.email, form.account, form.link.email) == ("ana@example.org", None, "ana@example.org")
    mailing.redeem(form.link, account=cast.ana, at=AT)
    one.refresh_from_db(), form.refresh_from_db()
    assert (one.account, form.account) == (cast.ana, cast.ana)
    (next_one,) = series.make_entries_of(one.pk, at=AT + DAY)
    assert (next_one.account, next_one.link) == (cast.ana, None)


def test_an_entry_by_mail_closes_as_any_entry_does(cast, diary):
    one = begin(cast, diary, account=None, email="ana@example.org", relation=Relation.SELF)
    (first,) = one.entries.all()
    assert first.expires_at == series.closes_at(one, TODAY)
    (second,) = series.make_entries_of(one.pk, at=AT + DAY)
    first.refresh_from_db(), second.refresh_from_db()
    assert first.expires_at == series.closes_at(one, TODAY)
    assert set(second.link.assignments.filter(series=one)) == {first, second}
    (third,) = series.make_entries_of(one.pk, at=AT + 2 * DAY)
    third.refresh_from_db()
    assert set(third.link.assignments.filter(series=one)) == {second, third}


def test_a_corrected_address_gets_what_the_old_one_would_have_got(cast, diary):
    one = begin(cast, diary, account=None, email="ana@example.org", relation=Relation.SELF)
    correct_details(cast.ana_record, by=cast.finn, at=AT, email="New@example.org")
    one.refresh_from_db()
    assert one.email == "new@example.org"
    (second,) = series.make_entries_of(one.pk, at=AT + DAY)
    second.refresh_from_db()
    assert second.link.email == "new@example.org"
    correct_details(cast.ana_record, by=cast.finn, at=AT + DAY, email="")
    assert series.make_entries_of(one.pk, at=AT + 2 * DAY) == []


def test_a_contact_who_may_have_access_no_more_hears_of_no_entry(cast, diary):
    karin = Contact.objects.create(
        patient=cast.ana_record,
        name="Karin",
        relation=Relation.PARENT,
        email="karin@example.org",
        may_have_access=True,
        made_at=AT,
        made_by=cast.finn,
    )
    one = begin(cast, diary, account=None, email="karin@example.org", relation=Relation.PARENT)
    assert FormLink.objects.filter(email="karin@example.org").count() == 1
    karin.may_have_access = False
    karin.save()
    series.make_entries_of(one.pk, at=AT + DAY)
    assert FormLink.objects.filter(email="karin@example.org").count() == 1


def test_an_archived_form_ends_its_series(cast, diary):
    one = begin(cast, diary)
    diary.archived_at = AT
    diary.save()
    assert series.make_entries_of(one.pk, at=AT + DAY) == []
    one.refresh_from_db()
    assert (one.ended_at, one.is_over) == (AT + DAY, True)


def test_what_the_database_keeps(cast, diary):
    one = begin(cast, diary)
    rows, forms = Series.objects.filter(pk=one.pk), Assignment.objects.filter(series=one)
    for act in (
        lambda: rows.update(every=0),
        lambda: rows.update(times=2, ends_on=TODAY),
        lambda: rows.update(ends_on=TODAY - DAY),
        lambda: rows.update(pace=Pace.FREELY),
        lambda: rows.update(ended_by=AccountFactory()),
        lambda: rows.update(account=None),
        lambda: forms.update(occurrence=None),
        lambda: forms.update(series=None),
        lambda: Assignment.objects.filter(pk=cast.ana_open.pk).update(series=one, occurrence=1),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def page(client, one, patient=None):
    return client.get(f"/portal/p/{(patient or one.patient).pk}/series/{one.pk}/")


def test_the_patients_page(cast, diary, client, sign_in):
    one = begin(cast, diary)
    send_in(one.entries.get(), by=cast.ana, at=AT)
    series.make_entries(at=AT + DAY)
    shown = page(sign_in(client, cast.ana), one).context
    assert [(row["title"], row["tag_label"]) for row in shown["entries"]] == [
        ("Wed 18 Nov", "Not started"),
        ("Tue 17 Nov", "Completed"),
    ]
    assert shown["table"]["columns"] == ["How do you feel?", "In your own words", "How many hours?"]
    assert [(row["day"], row["cells"]) for row in shown["table"]["rows"]] == [
        ("Tue 17 Nov", ["Well", "", "7"])
    ]
    listed = client.get(f"/portal/p/{cast.ana_record.pk}/forms/").context
    assert [row["title"] for row in listed["series"]] == ["Sleep diary"]
    assert "Sleep diary" not in [row["title"] for row in listed["sent"]]


def test_all_entries_of_a_group_stand_in_the_table(cast, client, sign_in):
    text = json.dumps(
        questionnaire(
            group("drink", choice("what", "tea", "wine"), question("cups", "integer"), repeats=True)
        )
    )
    drinks = actions.import_questionnaire(text=text, clinic=cast.harbour, by=None, at=AT).template
    one = begin(cast, drinks)
    answers = {"q1": [3], "q2": ["o1"], "q3": [4], "q2~2": ["o2"], "q3~3": [1]}
    ResponseFactory(assignment=one.entries.get(), answers=answers, submitted_at=AT, submitted_by=cast.ana)
    shown = page(sign_in(client, cast.ana), one)
    assert shown.context["table"]["columns"] == ["What about what?", "What about cups?"]
    assert [row["cells"] for row in shown.context["table"]["rows"]] == [["1. Tea\n2. Wine", "1. 4\n3. 1"]]
    assert "<td>1. Tea<br>2. Wine</td>" in shown.text


def test_who_sees_a_series(cast, diary, client, sign_in):
    one, alone = begin(cast, diary), begin(cast, diary, pace=Pace.FREELY, confidential=True)
    seen = {}
    for name in ("ana", "ben", "cleo", "dov"):
        sign_in(client, getattr(cast, name))
        seen[name] = [page(client, each).status_code for each in (one, alone)]
    assert seen == {"ana": [200, 200], "ben": [200, 404], "cleo": [404, 404], "dov": [404, 404]}
    sign_in(client, cast.ben)
    assert page(client, one, cast.kit_record).status_code == 404
    GrantFactory(account=cast.dov, patient=cast.kit_record)
    assert client.post(f"/portal/p/{cast.kit_record.pk}/series/{one.pk}/entry/").status_code == 404


def test_adding_an_entry_on_the_page(cast, diary, client, sign_in):
    one = begin(cast, diary, pace=Pace.FREELY)
    sign_in(client, cast.ana)
    send_in(one.entries.get(), by=cast.ana, at=AT)
    answer = client.post(page(client, one).context["add_url"])
    newest = one.entries.get(occurrence=2)
    assert answer.url == f"/portal/p/{cast.ana_record.pk}/forms/{newest.pk}/"
