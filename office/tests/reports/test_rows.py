"""What stands in each report: this clinic's, and what it says of each."""

from datetime import timedelta

from booking.models import Preferences
from common.tests.moment import AT
from office.tests.reports.asking import column_of, page_of, rows_of
from outbox.sparing import mark_of
from outbox.tests.factories import MessageFactory
from records.actions.invitations import invite
from records.models import Invitation, Patient
from records.models.access import Level, Relation
from records.tests.bulk import patient
from tests.story import open_form, visit

WEEK = timedelta(days=7)


def people(answer) -> list[str]:
    return column_of(answer, "Patient")


def test_the_summary_of_a_patient(cast, nora):
    """Zoe, who has Ana's very name and birthday, is of Lakeside."""
    visit(cast.at_harbour, cast.petra, cast.kit_record, AT - WEEK)
    visit(cast.at_harbour, cast.petra, cast.kit_record, AT - 2 * WEEK, no_show_at=AT - 2 * WEEK)
    visit(cast.at_harbour, cast.petra, cast.kit_record, AT + 2 * WEEK, cancelled_at=AT, cancelled_by=cast.ben)
    Patient.objects.filter(pk=cast.ana_record.pk).update(phone="")
    Patient.objects.filter(pk=cast.kit_record.pk).update(phone="902 1", email="")
    answer = page_of(nora, "patients")
    assert rows_of(answer) == [
        ["Ana Cast", "4 May 1988", "–", "ana@example.org", "Full access", "–", "19 Nov 2026", "0", "0", "1"],
        ["Kit Cast", "2 Mar 2017", "902 1", "–", "Full access", "10 Nov 2026", "19 Nov 2026", "1", "1", "1"],
    ]


def test_accents_and_order_of_a_name_are_forgiven(cast, nora):
    patient(cast.harbour, "Zoë Zieliński", 30)
    assert people(page_of(nora, "patients", patient="zielinski ZOE")) == ["Zoë Zieliński"]


def test_filters_are_taken_together(cast, nora):
    old = patient(cast.harbour, "Old Roy", 70, "old@example.org")
    patient(cast.harbour, "Young Roy", 7, "young@example.org")
    answer = page_of(nora, "patients", patient="roy", born_to="1990-01-01", email="EXAMPLE")
    assert people(answer) == [old.name]
    assert [one["words"] for one in answer.context["chosen"]] == [
        "Patient: contains “roy”",
        "Born: to 1 Jan 1990",
        "Email: contains “EXAMPLE”",
    ]


def test_the_three_kinds_of_addresses(cast, nora):
    """Written in capitals it is the same mailbox; Zoe's at Lakeside makes no duplicate here."""
    patient(cast.harbour, "Mum Vale", 44, "Vale@Example.org")
    patient(cast.harbour, "Kid Vale", 9, "vale@example.org")
    patient(cast.harbour, "Solo Roy", 33, cast.zoe.email)
    Patient.objects.filter(pk=cast.kit_record.pk).update(email="")
    bounced = {"clinic_id": cast.harbour.pk, "dead_at": AT, "last_error": "SMTPRecipientsRefused"}
    MessageFactory(recipient=mark_of("vale@example.org"), **bounced)
    MessageFactory(recipient=mark_of("ana@example.org"), **bounced)
    MessageFactory(recipient=mark_of("ana@example.org"), clinic_id=cast.harbour.pk, sent_at=AT + WEEK)
    MessageFactory(recipient=mark_of(cast.zoe.email), **bounced | {"clinic_id": cast.lakeside.pk})
    assert people(page_of(nora, "patients", email_is="duplicate")) == ["Kid Vale", "Mum Vale"]
    assert people(page_of(nora, "patients", email_is="missing")) == ["Kit Cast"]
    assert people(page_of(nora, "patients", email_is="bouncing")) == ["Kid Vale", "Mum Vale"]


def test_a_post_office_that_was_away_makes_no_address_bounce(cast, nora):
    MessageFactory(
        recipient=mark_of("ana@example.org"), clinic_id=cast.harbour.pk, dead_at=AT,
        last_error="ConnectionRefusedError",
    )  # fmt: skip
    assert people(page_of(nora, "patients", email_is="bouncing")) == []


def test_addresses_of_more_than_one_record(cast, finn):
    patient(cast.harbour, "Mum Vale", 44, "Vale@Example.org")
    patient(cast.harbour, "Kid Vale", 9, "vale@example.org")
    for _twice in range(2):
        patient(cast.harbour, "Grace Lam", 33, "lam@example.org")
    patient(cast.harbour, "Solo Roy", 33, cast.zoe.email)
    patient(cast.harbour, "Paper Roy", 33)
    patient(cast.harbour, "Paper Poe", 33)
    answer = page_of(finn, "duplicate-emails")
    chosen = ("Email", "Patient", "Age", "Records with it", "Looks like")
    vales = [
        ("Vale@Example.org", "Mum Vale", "44", "2", "–"),
        ("vale@example.org", "Kid Vale", "9", "2", "–"),
    ]
    vales.sort(key=lambda row: Patient.objects.get(email=row[0]).pk)
    assert list(zip(*(column_of(answer, one) for one in chosen), strict=True)) == [
        ("lam@example.org", "Grace Lam", "33", "2", "same person twice?"),
        ("lam@example.org", "Grace Lam", "33", "2", "same person twice?"),
        *vales,
    ]
    only = page_of(finn, "duplicate-emails", alike="twice", patient="lam")
    assert column_of(only, "Records with it") == ["2", "2"]


def test_how_far_into_the_portal(cast, nora):
    """Joined is who is seen by anybody now; an invitation that ran out is told apart."""
    names = ("Invited Roy", "Late Roy", "Shy Roy")
    invited, late, _shy = (patient(cast.harbour, name, 40, f"{name[:3]}@example.org") for name in names)
    for who in (invited, late):
        invite(who, email=who.email, relation=Relation.SELF, level=Level.FULL, scopes=[], by=cast.nora, at=AT)
    Invitation.objects.update(sent_at=AT - timedelta(hours=1))
    Invitation.objects.filter(patient=late).update(sent_at=AT - WEEK, expires_at=AT - WEEK)
    cast.ben_grant.revoked_at = AT
    cast.ben_grant.save()
    answer = page_of(nora, "uptake")
    assert dict(zip(people(answer), column_of(answer, "Portal"), strict=True)) == {
        "Ana Cast": "Limited access",
        "Kit Cast": "Full access",
        "Invited Roy": "Invited",
        "Late Roy": "Invitation ran out",
        "Shy Roy": "Not invited",
    }
    assert people(page_of(nora, "uptake", portal="over")) == ["Late Roy"]
    drawn = answer.context["plot"]
    assert drawn["legend"] == ["Invited", "Joined", "Joined in full"]
    assert drawn["rows"][-1] == {"label": "Nov 2026", "values": ["2", "2", "1"]}
    assert len(drawn["rows"]) == 12


def test_forms_to_fill_in_without_what_is_over(cast, finn):
    """Zoe's form waits too, at Lakeside. What was sent in is over."""
    late = open_form(cast.at_harbour, cast.kit_record, account=cast.ben)
    late.due_at = AT - WEEK
    late.save()
    answer = page_of(finn, "forms-outstanding")
    found = zip(people(answer), column_of(answer, "State"), column_of(answer, "Due"), strict=True)
    assert list(found)[0] == ("Kit Cast", "Overdue", "10 Nov 2026")
    assert set(people(answer)) == {"Kit Cast", "Ana Cast"}
    assert set(column_of(answer, "Form")) == {"Harbour intake"}
    only = page_of(finn, "forms-outstanding", form=str(cast.form.pk), state="overdue")
    assert people(only) == ["Kit Cast"]


def missed(cast, days, **fields):
    return visit(cast.at_harbour, cast.petra, cast.ana_record, AT - timedelta(days=days), **fields)


def test_who_did_not_come_and_who_cancelled_too_late(cast, bea):
    """In time, undone at once, by the clinic, and never agreed to: those are no late cancels. What the desk noted as
    one is."""
    missed(cast, 40, no_show_at=AT)
    desk = {"cancelled_by": cast.finn, "cancelled_late": True}
    missed(cast, 10, cancelled_at=AT - timedelta(days=10, hours=2), **desk)
    by_ana = {"cancelled_by": cast.ana}
    missed(cast, 9, cancelled_at=AT - timedelta(days=9, hours=2), late_fee=4500, **by_ana)
    missed(cast, 8, cancelled_at=AT - timedelta(days=8, hours=2), **by_ana)
    missed(cast, 7, cancelled_at=AT - timedelta(days=9), **by_ana)
    missed(cast, 6, cancelled_at=AT - timedelta(days=6, hours=2), cancelled_by=cast.finn)
    missed(cast, 5, cancelled_at=AT - timedelta(days=5, hours=2), requested_at=AT - WEEK, **by_ana)
    undone = missed(cast, 4, cancelled_at=AT - timedelta(days=4, hours=2), **by_ana)
    undone.booking.made_at = undone.cancelled_at - timedelta(minutes=1)
    undone.booking.save()
    missed(cast, 3)
    visit(cast.at_lakeside, cast.lena, cast.zoe_record, AT - WEEK, no_show_at=AT)
    answer = page_of(bea, "missed")
    assert list(zip(column_of(answer, "What"), column_of(answer, "Late fee"), strict=True)) == [
        ("Late cancel", "–"),
        ("Late cancel", "$45"),
        ("Late cancel", "–"),
        ("No-show", "–"),
    ]
    rows = answer.context["plot"]["rows"]
    assert [(one["label"], one["values"]) for one in rows if one["values"] != ["0", "0"]] == [
        ("Oct 2026", ["1", "0"]),
        ("Nov 2026", ["0", "3"]),
    ]
    only = page_of(bea, "missed", fee_from="45", what="late")
    assert column_of(only, "Late fee") == ["$45"]


def test_by_the_clinics_own_hours_it_is_late(cast, nora):
    Preferences.objects.filter(clinic=cast.harbour).update(fee=0, fee_window_hours=1)
    cast.harbour.refresh_from_db()
    missed(cast, 8, cancelled_at=AT - timedelta(days=8, hours=2), cancelled_by=cast.ana)
    assert rows_of(page_of(nora, "missed")) == []


def test_how_busy_people_are(cast, nora):
    """Nine to five, five days a week: forty hours. Four visits of forty minutes; a fifth was cancelled late."""
    monday = AT - timedelta(days=AT.weekday() + 7)
    for hours in (0, 1, 2, 24):
        visit(cast.at_harbour, cast.petra, cast.kit_record, monday + timedelta(hours=hours))
    missed = visit(
        cast.at_harbour, cast.petra, cast.kit_record, monday + timedelta(hours=3),
        cancelled_at=monday + timedelta(hours=2), cancelled_by=cast.ben,
    )  # fmt: skip
    assert missed.late_fee == 0
    week = {"from": monday.date().isoformat(), "to": (monday + timedelta(days=6)).date().isoformat()}
    answer = page_of(nora, "utilisation", **week)
    assert rows_of(answer) == [
        ["Petra Cast", "40 h", "2 h 40", "6 %", "4", "0", "1"],
        ["Quinn Cast", "40 h", "0 h", "0 %", "0", "0", "0"],
    ]
    assert answer.context["plot"]["rows"] == [
        {"label": "Petra Cast", "values": ["6 %"]},
        {"label": "Quinn Cast", "values": ["0 %"]},
    ]
    assert column_of(page_of(nora, "utilisation", open_from="41", **week), "Practitioner") == []


def test_the_log_of_mails(cast, finn):
    """What kind, to whom, how it went. Lakeside's are not here; notices to the team are about nobody."""
    common = {"clinic_id": cast.harbour.pk}
    MessageFactory(
        kind="booking.confirmed", account_id=cast.ben.pk, patient_id=cast.kit_record.pk, sent_at=AT, **common
    )
    MessageFactory(kind="smartforms.alert", account_id=cast.quinn_account.pk, **common,
                   patient_id=cast.ana_record.pk, posted_at=AT - timedelta(hours=1))  # fmt: skip
    MessageFactory(kind="smartforms.assigned", dropped_at=AT, dropped_because="no form waits", **common,
                   patient_id=cast.ana_record.pk, posted_at=AT - timedelta(hours=2))  # fmt: skip
    MessageFactory(kind="booking.reminder", clinic_id=cast.lakeside.pk, account_id=cast.zoe.pk)
    MessageFactory(kind="booking.reminder", posted_at=AT - 9 * WEEK, **common)
    answer = page_of(finn, "mails")
    chosen = ("Mail", "Patient", "To", "State", "Why not")
    assert list(zip(*(column_of(answer, one) for one in chosen), strict=True)) == [
        ("Visit booked", "Kit Cast", "ben@example.org", "Sent", "–"),
        ("Notice to the team", "–", "quinn@example.org", "Waiting", "–"),
        ("Forms to fill in", "Ana Cast", "ana@example.org", "Not sent", "no form waited any more"),
    ]
    assert "smartforms.alert" not in answer.text
    assert column_of(page_of(finn, "mails", patient="kit"), "Mail") == ["Visit booked"]
    assert column_of(page_of(finn, "mails", kind="team"), "To") == ["quinn@example.org"]


def test_an_invitations_mail_says_where_it_went(cast, finn):
    invite(
        cast.kit_record, email="gran@example.org", relation=Relation.CARER, level=Level.LIMITED,
        scopes=["forms"], by=cast.nora, at=AT,
    )  # fmt: skip
    mailing = str(Invitation.objects.get().mailing)
    MessageFactory(kind="records.invitation", clinic_id=cast.harbour.pk, about={"mailing": mailing})
    answer = page_of(finn, "mails", kind="records.invitation")
    assert (column_of(answer, "To"), people(answer)) == (["gran@example.org"], ["Kit Cast"])
