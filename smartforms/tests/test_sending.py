"""Forms sent by staff: once each, with one neutral mail; reminders, due dates, and how many stand where."""

from datetime import timedelta

import pytest

from accounts.tests.factories import AccountFactory
from accounts.tests.mailed import arrived, path_in
from audit.models import Event
from common.tests.moment import AT, LONG_AGO
from outbox.models import Message
from records.actions import end_access
from records.models import CareRelation
from records.models.access import Relation
from records.tests.factories import GrantFactory, PatientFactory
from smartforms import mending, sending
from smartforms.actions import CannotSend, cancel
from smartforms.lifetime import BEYOND_DUE
from smartforms.models import Assignment, FormLink, Status
from smartforms.tests.factories import AssignmentFactory, ResponseFactory, TemplateFactory, VersionFactory

SOON, MINUTE = AT + timedelta(days=3), timedelta(minutes=1)


@pytest.fixture
def robin(cast):
    """A patient with full access to themself."""
    account = AccountFactory(email="robin@example.org", given_name="Robin")
    record = PatientFactory(clinic=cast.harbour, given_name="Robin", family_name="Vale", email=account.email)
    GrantFactory(account=account, patient=record, full=True)
    cast.robin = account
    return record


@pytest.fixture
def diary(cast):
    template = TemplateFactory(clinic=cast.harbour, title="Sleep diary")
    VersionFactory(template=template)
    return template


def to_account(cast, patient, *templates, at=AT, **fields):
    account = fields.pop("account", cast.robin)
    asking = sending.Asking(list(templates), **fields)
    return sending.send_to_account(patient, asking, account=account, by=cast.finn, at=at)


def by_link(cast, patient, *templates, at=AT, **fields):
    to = {name: fields.pop(name) for name in ("email", "relation") if name in fields}
    named = {"email": "Robin@example.org", "relation": Relation.SELF, "by": cast.finn, "at": at} | to
    return sending.send_by_link(patient, sending.Asking(list(templates), **fields), **named)


def test_forms_go_to_an_account_once_with_one_mail(cast, robin, diary):
    sent = to_account(cast, robin, cast.form, diary, due_at=SOON, practitioner=cast.petra)
    again = to_account(cast, robin, cast.form, diary)
    assert (len(sent.new), len(again.new), again.waited) == (2, 0, sent.new)
    assert set(Assignment.objects.filter(patient=robin).values_list("account", "due_at", "sent_by")) == {
        (cast.robin.pk, SOON, cast.finn.pk)
    }
    assert (
        CareRelation.objects.filter(patient=robin).values_list("practitioner", flat=True)[0] == cast.petra.pk
    )
    assert (
        list(Event.objects.filter(patient=robin.pk).values_list("verb", "actor"))
        == [("form.sent", cast.finn.pk)] * 2
    )
    (mail,) = arrived(at=AT)
    assert (mail.to, mail.subject) == ([cast.robin.email], "Something to fill in for Harbour Clinic")
    assert "2 forms wait for you" in mail.body
    assert path_in(mail) == f"/portal/p/{robin.pk}/forms/"
    for word in ("Harbour intake", "Sleep diary", "Robin", "Vale", "Petra"):
        assert word not in mail.subject + mail.body + mail.alternatives[0][0]


def test_a_subject_is_plain_text(cast, robin):
    """A clinic may have any sign in its name; each mail of this room says it as it is."""
    type(cast.harbour).objects.filter(pk=cast.harbour.pk).update(name="Quay & O’Neil")
    (form,) = to_account(cast, robin, cast.form).new
    sending.remind(form, by=cast.finn, at=AT)
    by_link(cast, robin, cast.form)
    mails = arrived(at=AT)
    assert sorted(mail.subject for mail in mails) == ["Something to fill in for Quay & O’Neil"] * 2 + [
        "Still to fill in for Quay & O’Neil"
    ]
    assert "Quay &amp; O’Neil" in mails[0].alternatives[0][0]


def test_the_mail_does_not_leave_once_nothing_waits(cast, robin):
    (form,) = to_account(cast, robin, cast.form).new
    cancel(assignment=form, by=cast.finn, at=AT)
    assert arrived(at=AT) == []
    assert Message.objects.get(kind="smartforms.assigned").dropped_because == "no form waits"


def test_an_address_nobody_proved_is_proved_on_the_way(cast, robin):
    newcomer = AccountFactory(email="new@example.org", unverified=True)
    GrantFactory(account=newcomer, patient=robin, relation=Relation.CARER)
    to_account(cast, robin, cast.form, account=newcomer)
    (mail,) = arrived(at=AT)
    assert path_in(mail).startswith("/t/") and path_in(mail).endswith(f"?next=/portal/p/{robin.pk}/forms/")


def test_a_form_nobody_can_send(cast, robin):
    with pytest.raises(CannotSend):
        to_account(cast, robin, TemplateFactory(clinic=cast.harbour))
    with pytest.raises(CannotSend):
        to_account(cast, robin, cast.at_lakeside.form)
    assert not Assignment.objects.filter(patient=robin).exists()


def test_by_link_there_is_one_mail_and_the_portal_says_nothing(cast, robin, diary):
    sent = by_link(cast, robin, cast.form, diary)
    again = by_link(cast, robin, cast.form, at=AT + MINUTE / 2)
    assert (len(sent.new), again.new, again.link) == (2, [], sent.link)
    assert {form.account for form in Assignment.objects.filter(link=sent.link)} == {None}
    (mail,) = arrived(at=AT + MINUTE)
    assert "2 forms wait for you" in mail.body and sent.link.token in mail.body
    later = by_link(cast, robin, cast.form, at=AT + 2 * MINUTE)
    assert later.link != sent.link and FormLink.objects.open().get(patient=robin) == later.link


def test_a_reminder_leaves_once_a_minute(cast, robin):
    (form,) = to_account(cast, robin, cast.form).new
    arrived(at=AT)
    at = AT.replace(second=50)
    pressed = [sending.remind(form, by=cast.finn, at=at + timedelta(seconds=n)) for n in (0, 1, 20, 59, 60)]
    assert pressed == [True, False, False, False, True]
    mails = arrived(at=at + MINUTE)
    assert [mail.subject for mail in mails] == ["Still to fill in for Harbour Clinic"] * 2
    assert "Harbour intake" not in mails[0].body + mails[0].alternatives[0][0]
    assert Event.objects.filter(verb="form.reminded", actor=cast.finn.pk).count() == 2


def test_a_reminder_is_dropped_when_the_form_was_sent_in_meanwhile(cast, robin):
    (form,) = to_account(cast, robin, cast.form).new
    arrived(at=AT)
    assert sending.remind(form, by=cast.finn, at=AT)
    ResponseFactory(assignment=form, sent=True, submitted_by=cast.robin)
    assert arrived(at=AT) == []
    assert not sending.remind(form, by=cast.finn, at=AT + 2 * MINUTE)


def test_nobody_is_reminded_who_does_not_see_it(cast, robin):
    (form,) = to_account(cast, robin, cast.form).new
    end_access(robin.grants.get(), by=cast.nora, at=AT, reason="")
    assert not sending.remind(form, by=cast.finn, at=AT)
    assert not sending.remind(AssignmentFactory(patient=robin, account=None), by=cast.finn, at=AT)
    assert not Message.objects.filter(kind="smartforms.reminder").exists()


@pytest.mark.parametrize(
    ("closes", "then"),
    [
        (None, None),
        (AT - MINUTE, SOON + BEYOND_DUE),
        (SOON + 2 * BEYOND_DUE, SOON + 2 * BEYOND_DUE),
    ],
)
def test_another_due_date_opens_what_ran_out(cast, robin, closes, then):
    form = AssignmentFactory(patient=robin, template=cast.form, due_at=AT - MINUTE, expires_at=closes)
    assert [mending.give_until(form, until=SOON, by=cast.finn, at=AT) for _twice in range(2)] == [True, False]
    form.refresh_from_db()
    assert (form.due_at, form.expires_at, form.status(at=AT)) == (SOON, then, Status.NOT_STARTED)
    assert Event.objects.filter(verb="form.extended", target=str(form.pk)).count() == 1


def test_what_was_sent_in_or_taken_back_gets_no_other_date(cast, robin):
    sent = AssignmentFactory(patient=robin, template=cast.form)
    ResponseFactory(assignment=sent, sent=True)
    gone = AssignmentFactory(patient=robin, template=cast.form, cancelled_at=AT, cancelled_by=cast.finn)
    assert not any(mending.give_until(form, until=SOON, by=cast.finn, at=AT) for form in (sent, gone))


def test_the_database_counts_what_the_rows_say(cast):
    patient = PatientFactory(clinic=cast.harbour)
    template = TemplateFactory(clinic=cast.harbour)
    dates = (None, AT - MINUTE, AT, AT + MINUTE)
    for due in dates:
        for closes in dates:
            for opened in (None, LONG_AGO):
                for cancelled in (None, LONG_AGO):
                    common = {"due_at": due, "expires_at": closes, "opened_at": opened}
                    common |= {"cancelled_at": cancelled, "patient": patient, "template": template}
                    AssignmentFactory(**common)
                    ResponseFactory(assignment=AssignmentFactory(**common), submitted_at=None)
                    ResponseFactory(assignment=AssignmentFactory(**common), sent=True)
    rows = list(Assignment.objects.filter(patient=patient).select_related("response").standing(at=AT))
    assert [row.stands for row in rows] == [row.status(at=AT) for row in rows]
    counted = Assignment.objects.filter(patient=patient).counted(at=AT)[template.pk]
    assert counted == {status: [row.stands for row in rows].count(status) for status in Status}
