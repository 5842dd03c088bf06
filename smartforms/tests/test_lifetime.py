"""How long a form stays open: unopened, opened, due later, and the one day that patients give themselves."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.tests.factories import AccountFactory
from audit.models import Event
from clinic.models import Clinic
from common.tests.moment import AT
from records.models.access import Relation
from smartforms import actions, mailing, mending
from smartforms.another_day import add_day
from smartforms.lifetime import BEYOND_DUE
from smartforms.models import Assignment, FormLink, Preferences, Status, preferences_of
from smartforms.policies import Reason, why_not_add_day
from smartforms.tests.factories import AssignmentFactory, ResponseFactory

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def send(cast, at=AT, **fields):
    named = {"account": cast.ana, "by": cast.finn, "at": at} | fields
    return actions.assign(template=cast.form, patient=cast.ana_record, **named)


def sees(cast, form):
    """The form as Ana fetches it."""
    return Assignment.objects.visible_to(cast.ana, at=AT).get(pk=form.pk)


def again(form):
    return Assignment.objects.get(pk=form.pk)


def test_so_many_days_to_open_it_then_so_many_to_send_it(cast):
    form = send(cast)
    assert form.expires_at == AT + 60 * DAY
    actions.open_form(assignment=form, by=cast.ana, at=AT + 59 * DAY)
    assert again(form).expires_at == AT + 149 * DAY
    actions.open_form(assignment=form, by=cast.ana, at=AT + 70 * DAY)
    assert again(form).expires_at == AT + 149 * DAY, "the first opening counts"


def test_the_clinic_says_how_many_and_is_heard_at_once(cast):
    harbour = cast.harbour
    assert preferences_of(Clinic.objects.get(pk=harbour.pk)).open_days == 60
    Preferences.objects.create(clinic=harbour, open_days=7, submit_days=3)
    cast.ana_record.clinic = Clinic.objects.get(pk=harbour.pk)
    form = send(cast)
    assert form.expires_at == AT + 7 * DAY
    actions.open_form(assignment=form, by=cast.ana, at=AT + DAY)
    assert again(form).expires_at == AT + 4 * DAY


def test_a_form_that_is_due_later_stays_open_beyond_that(cast):
    due = AT + 80 * DAY
    form = send(cast, due_at=due)
    assert form.expires_at == due + BEYOND_DUE
    actions.move_due(assignment=form, due_at=due + DAY, by=cast.finn, at=AT)
    assert again(form).expires_at == due + DAY + BEYOND_DUE
    actions.move_due(assignment=form, due_at=AT + DAY, by=cast.finn, at=AT)
    assert again(form).expires_at == due + DAY + BEYOND_DUE, "an earlier date takes nothing away"


def test_what_a_link_opens_lasts_as_long_as_the_link(cast):
    form = send(cast, account=None)
    later = AT + 50 * DAY
    link = mailing.mail_forms(
        cast.ana_record, email="a@example.org", relation=Relation.SELF, by=cast.finn, at=later
    )
    assert (link.expires_at, again(form).expires_at) == (later + 60 * DAY, later + 60 * DAY)


def test_whoever_it_is_handed_to_has_time_to_open_it(cast):
    form = send(cast, account=None)
    assert mending.hand_to(form, account=cast.ben, by=cast.finn, at=AT + 40 * DAY)
    assert again(form).expires_at == AT + 100 * DAY


@pytest.mark.parametrize(
    ("dates", "reason"),
    [
        ({"due_at": AT + DAY, "expires_at": AT + 2 * DAY}, Reason.NOT_YET),
        ({"due_at": AT, "expires_at": AT + 2 * DAY}, None),
        ({"expires_at": AT + 23 * HOUR}, None),
        ({"expires_at": AT - DAY}, None),
        ({"expires_at": AT - DAY, "cancelled_at": AT}, Reason.CANCELLED),
    ],
)
def test_who_may_have_another_day(cast, dates, reason):
    form = AssignmentFactory(patient=cast.ana_record, template=cast.form, account=cast.ana, **dates)
    assert why_not_add_day(cast.ana, sees(cast, form), at=AT) == reason


def test_another_day_once(cast):
    form = send(cast, due_at=AT - DAY, expires_at=AT - HOUR)
    assert again(form).status(at=AT) == Status.EXPIRED
    fetched = [sees(cast, form) for _tab in range(2)]
    assert [add_day(one, by=cast.ana, at=AT) for one in fetched] == [True, False]
    found = again(form)
    assert (found.due_at, found.expires_at, found.added_day_by) == (AT + DAY, AT + DAY, cast.ana)
    assert found.status(at=AT) == Status.NOT_STARTED
    assert Event.objects.filter(verb="form.day_added", target=str(form.pk)).count() == 1
    assert why_not_add_day(cast.ana, sees(cast, form), at=AT + 2 * DAY) == Reason.DAY_ADDED


def test_a_day_is_added_to_what_was_left(cast):
    form = send(cast, due_at=AT - HOUR, expires_at=AT + 20 * DAY)
    add_day(sees(cast, form), by=cast.ana, at=AT)
    assert (again(form).due_at, again(form).expires_at) == (AT + DAY, AT + 21 * DAY)


def test_nobody_adds_a_day_to_what_another_began(cast):
    form = send(cast, expires_at=AT + HOUR)
    ResponseFactory(assignment=form, saved_by=cast.cleo)
    assert not add_day(sees(cast, form), by=cast.ana, at=AT)


def test_the_day_stands_with_who_took_it_and_leaves_the_form_open(cast):
    form = Assignment.objects.filter(pk=send(cast, expires_at=AT + DAY).pk)
    for broken in (
        {"added_day_at": AT},
        {"added_day_by": AccountFactory()},
        {"added_day_at": AT + DAY, "added_day_by": cast.ana},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            form.update(**broken)


def test_the_button_in_the_list_on_the_form_and_where_time_is_over(cast, client, sign_in):
    sign_in(client, cast.ana)
    Assignment.objects.filter(pk=cast.ana_open.pk).update(expires_at=AT - HOUR, due_at=AT - DAY)
    address = f"/portal/p/{cast.ana_record.pk}/forms/{cast.ana_open.pk}/"
    closed = client.get(address)
    assert (closed.status_code, closed.context["day_url"]) == (403, f"{address}another-day/")
    listed = client.get(f"/portal/p/{cast.ana_record.pk}/forms/")
    assert [row["day_url"] for row in listed.context["over"]] == [f"{address}another-day/"]
    pressed = client.post(f"{address}another-day/", follow=True)
    assert pressed.redirect_chain == [(address, 302)] and "You have one more day." in pressed.text
    assert pressed.context["day_url"] == ""


def test_a_link_is_mailed_again_once_a_minute(cast):
    form = send(cast, account=None)
    first = mailing.mail_forms(
        cast.ana_record, email="a@example.org", relation=Relation.SELF, by=cast.finn, at=AT
    )
    named = {"relation": Relation.SELF, "by": cast.finn}
    assert mailing.mail_again(again(form), at=AT + timedelta(seconds=59), **named) is None
    second = mailing.mail_again(again(form), at=AT + HOUR, **named)
    assert (again(form).link, second.email) == (second, "a@example.org")
    assert FormLink.objects.get(pk=first.pk).revoked_because == "reissued"
    ResponseFactory(assignment=form, saved_by=cast.cleo)
    assert mailing.mail_again(again(form), at=AT + DAY, **named) is None


def test_forms_from_before_the_rules_get_an_end(cast):
    from importlib import import_module

    Preferences.objects.create(clinic=cast.harbour, open_days=400 - 35, submit_days=20)
    rows = {
        "unopened": AssignmentFactory(patient=cast.ana_record, template=cast.form, sent_at=AT),
        "kept": AssignmentFactory(patient=cast.ana_record, template=cast.form, expires_at=AT),
    }
    with connection.cursor() as cursor:
        cursor.execute(import_module("smartforms.migrations.0009_life_of_a_form").GIVE_AN_END)
    assert again(rows["kept"]).expires_at == AT
    assert again(rows["unopened"]).expires_at == AT + 365 * DAY
    assert not Assignment.objects.filter(expires_at=None).exists()
