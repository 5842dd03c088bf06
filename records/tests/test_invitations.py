"""Invitations: from the mailed address, with the date of birth, 24 hours; fresh ones on request (C33-C35)."""

from datetime import date, timedelta

import pytest

from accounts import forgotten
from audit.models import Event
from common.tests.moment import AT
from outbox import delivery
from outbox.models import Message
from records.actions import codes, contacts, correct_details, invitations, lock_down
from records.actions.codes import AgesUnknown, Refused
from records.models import AccessRequest, AccessRules, Contact, Grant, Invitation, Patient
from records.models.access import Basis, Level, Relation, Scope
from records.tests.factories import PatientFactory
from tests.story import BORN, BORN_NINE_YEARS_AGO
from tray.models import Item

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def rules(cast):
    return AccessRules.objects.create(clinic=cast.harbour, review_age=12, majority_age=18)


def invite(cast, patient=None, **fields):
    given = {
        "email": "dov@example.org", "relation": Relation.PARTNER, "level": Level.FULL, "by": cast.finn,
        "scopes": [Scope.APPOINTMENTS], "at": AT,
    } | fields  # fmt: skip
    invitation = invitations.invite(patient or cast.ana_record, **given)
    invitations.send(invitation, at=given["at"])
    return invitation


def leave(mailoutbox, at=AT):
    """The worker comes by; returns the mails that left."""
    mailoutbox.clear()
    delivery.drain(at=at)
    return [(mail.to, mail.subject) for mail in mailoutbox]


def fresh(invitation):
    invitation.refresh_from_db()
    return invitation


def test_its_24_hours_begin_when_the_mail_leaves_and_the_mail_names_nobody(cast, mailoutbox):
    invitation = invite(cast, message="Bring the Qsecret letter", name="Dov")
    assert leave(mailoutbox, AT + 2 * HOUR) == [
        (["dov@example.org"], "Harbour Clinic invites you to its patient portal")
    ]
    assert fresh(invitation).expires_at == AT + 2 * HOUR + DAY
    whole = str(mailoutbox[0].message())
    assert [word for word in ("Ana", "Cast", "Qsecret", "Dov") if word in whole] == []
    assert invitation.token in mailoutbox[0].body


def test_accepted_it_gives_what_staff_chose_and_no_more(cast, mailoutbox):
    invitation = invite(cast, access_until=AT + 30 * DAY)
    leave(mailoutbox)
    grant = invitations.accept(fresh(invitation), account=cast.dov, born=BORN, at=AT + HOUR)
    assert (grant.level, grant.relation, grant.scopes) == (Level.FULL, Relation.PARTNER, [Scope.APPOINTMENTS])
    assert (grant.basis, grant.granted_by, grant.expires_at) == (Basis.INVITATION, cast.finn, AT + 30 * DAY)
    with pytest.raises(Refused):
        invitations.accept(fresh(invitation), account=cast.dov, born=BORN, at=AT + HOUR)
    assert Event.objects.filter(verb="invitation.accepted", actor=cast.dov.pk).count() == 1


def test_old_taken_back_or_reissued_it_opens_nothing(cast, mailoutbox):
    old = invite(cast)
    leave(mailoutbox)
    with pytest.raises(Refused):
        invitations.accept(fresh(old), account=cast.dov, born=BORN, at=AT + DAY)
    newer = invite(cast)
    assert fresh(old).revoked_because == "reissued"
    leave(mailoutbox)
    invitations.revoke_invitation(newer, by=cast.nora, at=AT)
    with pytest.raises(Refused):
        invitations.accept(fresh(newer), account=cast.dov, born=BORN, at=AT)


def test_from_another_address_staff_are_asked(cast, mailoutbox):
    invitation = invite(cast)
    leave(mailoutbox)
    asked = invitations.accept(fresh(invitation), account=cast.cleo, born=BORN, at=AT)
    assert isinstance(asked, AccessRequest) and asked.why == "other_address"
    assert Grant.objects.get(account=cast.cleo, patient=cast.ana_record).level == Level.LIMITED


def test_five_wrong_dates_end_it_and_tell_staff(cast, mailoutbox):
    invitation = invite(cast)
    leave(mailoutbox)
    for _ in range(5):
        with pytest.raises(Refused):
            invitations.accept(fresh(invitation), account=cast.dov, born=date(1990, 1, 1), at=AT)
    with pytest.raises(Refused):
        invitations.accept(fresh(invitation), account=cast.dov, born=BORN, at=AT)
    assert fresh(invitation).revoked_because == "burned"
    assert Item.objects.filter(kind="code_burned", patient=cast.ana_record.pk).count() == 1


# Forgot password ----------------------------------------------------------------------------------


def test_forgot_password_gives_a_fresh_link_and_kills_the_old_one(cast, mailoutbox):
    invitation = invite(cast, email="grandmother@example.org")
    leave(mailoutbox)
    old_token = fresh(invitation).token
    later = AT + 3 * DAY
    forgotten.tell("Grandmother@example.org", clinic_id=cast.harbour.pk, at=later)
    assert leave(mailoutbox, later) == [
        (["grandmother@example.org"], "Harbour Clinic invites you to its patient portal")
    ]
    assert fresh(invitation).token != old_token and invitation.token in mailoutbox[0].body
    assert invitation.expires_at == later + DAY


def test_asked_for_by_the_dozen_the_mailbox_is_spared_and_its_last_link_lives(cast, mailoutbox):
    invitation = invite(cast, email="grandmother@example.org")
    leave(mailoutbox)
    bodies = []
    for later in (AT + timedelta(minutes=4 * number) for number in range(12)):
        forgotten.tell("grandmother@example.org", clinic_id=cast.harbour.pk, at=later)
        leave(mailoutbox, later)
        bodies += [sent.body for sent in mailoutbox]
    assert len(bodies) == 5, "with the first one six within the hour"
    assert fresh(invitation).token in bodies[-1]


def test_it_posts_one_row_for_a_known_and_an_unknown_address(cast):
    for email in ("ana@example.org", "nobody@example.org"):
        forgotten.tell(email, clinic_id=cast.harbour.pk, at=AT)
    assert Message.objects.filter(kind="records.invitation_again").count() == 2


def test_nothing_is_renewed_of_what_is_over(cast, mailoutbox):
    accepted, revoked, ancient = (
        invite(cast, email="one@example.org"), invite(cast, email="two@example.org"),
        invite(cast, email="three@example.org", at=AT - 61 * DAY),
    )  # fmt: skip
    leave(mailoutbox)
    Invitation.objects.filter(pk=accepted.pk).update(accepted_at=AT, accepted_by=cast.dov)
    invitations.revoke_invitation(revoked, by=cast.finn, at=AT)
    for email in ("one@example.org", "two@example.org", "three@example.org"):
        forgotten.tell(email, clinic_id=cast.harbour.pk, at=AT)
        forgotten.tell(email, clinic_id=cast.lakeside.pk, at=AT)
    assert leave(mailoutbox) == []
    assert fresh(ancient).nonce == ancient.nonce


def test_when_the_address_on_file_changes_the_old_mailbox_can_do_nothing(cast, mailoutbox):
    """C69: the link is dead, asking again at the old address gives nothing, at the new one a fresh link."""
    grandmother = contacts.keep_contact(
        cast.ana_record, by=cast.finn, at=AT, name="Gran", relation="carer", email="old@example.org",
        may_have_access=True,
    )  # fmt: skip
    invitation = invite(cast, email="old@example.org", contact=grandmother)
    leave(mailoutbox)
    old_token = fresh(invitation).token
    contacts.keep_contact(
        cast.ana_record, by=cast.finn, at=AT + HOUR, contact=grandmother, email="new@example.org"
    )
    assert fresh(invitation).token != old_token
    with pytest.raises(Refused):
        invitations.accept(fresh(invitation), account=cast.dov, born=BORN, at=AT + HOUR)
    forgotten.tell("old@example.org", clinic_id=cast.harbour.pk, at=AT + HOUR)
    assert leave(mailoutbox, AT + HOUR) == []
    forgotten.tell("new@example.org", clinic_id=cast.harbour.pk, at=AT + HOUR)
    assert [to for to, _subject in leave(mailoutbox, AT + HOUR)] == [["new@example.org"]]


def test_a_patient_s_new_address_moves_their_own_invitation(cast, mailoutbox):
    invitation = invite(cast, email=cast.ana_record.email, relation=Relation.SELF)
    leave(mailoutbox)
    correct_details(cast.ana_record, by=cast.finn, at=AT, email="ana.new@example.org")
    assert fresh(invitation).email == "ana.new@example.org"
    correct_details(cast.ana_record, by=cast.finn, at=AT, email="")
    assert fresh(invitation).revoked_because == "address_changed"


def test_an_address_that_changes_before_the_mail_leaves_takes_nothing_out_of_it(cast, mailoutbox):
    """Two records in one mail; one of them gets another address meanwhile."""
    mailing, shared = cast.zoe_record.pk, {"relation": Relation.SELF, "email": "home@example.org"}
    Patient.objects.filter(pk__in=[cast.ana_record.pk, cast.kit_record.pk]).update(email="home@example.org")
    stays, moves = (
        invite(cast, Patient.objects.get(pk=one.pk), mailing=mailing, **shared)
        for one in (cast.ana_record, cast.kit_record)
    )
    correct_details(cast.kit_record, by=cast.finn, at=AT, email="kit.new@example.org")
    assert [to for to, _subject in leave(mailoutbox)] == [["home@example.org"]]
    assert stays.token in mailoutbox[0].body
    assert fresh(stays).expires_at == AT + DAY
    assert (fresh(moves).email, fresh(moves).mailing == mailing) == ("kit.new@example.org", False)
    assert not Invitation.objects.live(at=AT).filter(pk=moves.pk).exists()


def test_no_longer_authorised_no_longer_invited(cast):
    contact = contacts.keep_contact(
        cast.ana_record, by=cast.finn, at=AT, name="Gran", relation="carer", email="g@example.org",
        may_have_access=True,
    )  # fmt: skip
    invitation = invite(cast, email="g@example.org", contact=contact)
    contacts.keep_contact(cast.ana_record, by=cast.finn, at=AT, contact=contact, may_have_access=False)
    assert fresh(invitation).revoked_because == "not_authorised"
    assert contacts.end_contact(contact, by=cast.finn, at=AT) is True
    assert contacts.end_contact(contact, by=cast.finn, at=AT) is False
    assert Contact.objects.get().ended_at == AT


def test_a_contact_s_code_follows_a_corrected_name_and_ends_with_the_contact(cast):
    def code_for(holder):
        given = {"relation": Relation.CARER, "scopes": [Scope.FORMS], "by": cast.finn, "at": AT}
        return codes.issue_code(cast.ana_record, holder=holder, **given)[0]

    details = {"relation": "carer", "email": "g@example.org", "may_have_access": True}
    contact = contacts.keep_contact(cast.ana_record, by=cast.finn, at=AT, name="Gran", **details)
    theirs, namesakes = code_for("Gran"), code_for("Granny Cast")
    contacts.keep_contact(cast.ana_record, by=cast.finn, at=AT, contact=contact, name="Granny Cast")
    assert (fresh(theirs).holder, fresh(namesakes).revoked_because) == ("Granny Cast", "reissued")
    contact.refresh_from_db()
    contacts.end_contact(contact, by=cast.finn, at=AT)
    assert fresh(theirs).revoked_because == "contact_ended"


# Families -----------------------------------------------------------------------------------------


@pytest.fixture
def home(cast, rules):
    """Two adults and a child who share one address."""
    common = {"clinic": cast.harbour, "email": "home@example.org", "family_name": "Shared"}
    her = PatientFactory(**common, given_name="Helen", date_of_birth=date(1960, 1, 1))
    him = PatientFactory(**common, given_name="Ian", date_of_birth=date(1956, 2, 2))
    child = PatientFactory(**common, given_name="Obi", date_of_birth=BORN_NINE_YEARS_AGO)
    return her, him, child


def family_mail(cast, home, mailoutbox):
    mailing, made = cast.zoe_record.pk, []
    for patient in home:
        relation = Relation.PARENT if patient.given_name == "Obi" else Relation.SELF
        made.append(
            invite(
                cast,
                patient,
                email="home@example.org",
                relation=relation,
                scopes=list(Scope),
                mailing=mailing,
            )
        )
    assert len(leave(mailoutbox)) == 1
    return [fresh(one) for one in made]


def test_a_shared_address_opens_no_adult_s_record_to_the_other(cast, home, mailoutbox):
    """One mail. Whoever reads it first becomes one person; as the other person staff are asked. Neither in full."""
    waiting = family_mail(cast, home, mailoutbox)
    assert [one.level for one in waiting] == [Level.LIMITED, Level.LIMITED, Level.FULL]
    her, him, child = home
    cast.dov.email = "home@example.org"
    cast.dov.save()
    grant = invitations.accept_one_of(waiting, account=cast.dov, born=her.date_of_birth, at=AT)
    assert (grant.patient, grant.level) == (her, Level.LIMITED)
    asked = invitations.accept_one_of(waiting[1:], account=cast.dov, born=him.date_of_birth, at=AT)
    assert isinstance(asked, AccessRequest)
    assert invitations.accept_one_of(waiting[2:], account=cast.dov, born=child.date_of_birth, at=AT).is_full
    assert set(Patient.objects.visible_to(cast.dov, at=AT)) == {her, child}


def test_a_date_that_fits_nobody_counts_against_each(cast, home, mailoutbox):
    waiting = family_mail(cast, home, mailoutbox)
    with pytest.raises(Refused):
        invitations.accept_one_of(waiting, account=cast.dov, born=date(2000, 1, 1), at=AT)
    assert [fresh(one).wrong_births for one in waiting] == [1, 1, 1]


def test_an_address_of_one_s_own_is_not_shared(cast, home):
    assert invitations.is_shared_by_adults(home[0], "home@example.org", at=AT) is True
    assert invitations.is_shared_by_adults(home[0], "helen@example.org", at=AT) is False
    assert invitations.is_shared_by_adults(cast.ana_record, cast.ana_record.email, at=AT) is False
    # A child at the same address does not make it shared, nor does a second record of the same person.
    PatientFactory(clinic=cast.harbour, email="one@example.org", date_of_birth=BORN_NINE_YEARS_AGO)
    assert invitations.is_shared_by_adults(cast.ana_record, "one@example.org", at=AT) is False


def test_lock_down_takes_invitations_back_and_holds_their_mail(cast, mailoutbox):
    invitation = invite(cast)
    lock_down(cast.ana_record, by=cast.nora, at=AT)
    assert leave(mailoutbox) == []
    assert fresh(invitation).revoked_because == "locked_down"


def test_without_chosen_ages_a_minor_s_record_is_not_offered_in_full(cast):
    with pytest.raises(AgesUnknown):
        invite(cast, cast.kit_record, relation=Relation.PARENT)
    assert invite(cast, cast.kit_record, relation=Relation.PARENT, level=Level.LIMITED).level == Level.LIMITED
