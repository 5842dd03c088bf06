"""Four words open one record once: to whoever also knows the date of birth, from a proved address (D5, C33-C38)."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import check_password

from accounts import tries
from accounts.models import Tries
from audit.models import Event
from common.tests.moment import AT
from outbox.models import Message
from records import four_words, redeeming
from records.actions import codes, deny, lock_down
from records.actions.codes import AgesUnknown, Refused
from records.actions.opening import decide_request, take_back
from records.models import AccessCode, AccessRequest, AccessRules, Grant, Patient
from records.models.access import Basis, Level, Relation
from records.redeeming import TooMany, try_words
from tests.story import BORN
from tray.models import Item

HOUR, WRONG = timedelta(hours=1), date(1988, 5, 5)


@pytest.fixture
def rules(cast):
    return AccessRules.objects.create(clinic=cast.harbour, review_age=12, majority_age=18)


def issue(cast, patient=None, **fields):
    given = {"relation": Relation.SELF, "scopes": [], "by": cast.finn, "at": AT} | fields
    return codes.issue_code(patient or cast.ana_record, **given)


def redeem(cast, words, account=None, born=BORN, at=AT, clinic=None, network="198.51.100.7"):
    who = {"account": account or cast.dov, "clinic": clinic or cast.harbour}
    return try_words(words, **who, born=born, network=network, at=at)


def kinds() -> list:
    return sorted(Message.objects.values_list("kind", "account_id", "about__email"), key=str)


def test_the_words_are_kept_nowhere(cast):
    code, words = issue(cast)
    assert len(words) == 4 and set(words) <= four_words.all_words()
    row = str(AccessCode.objects.filter(pk=code.pk).values().get()) + str(list(Event.objects.values()))
    assert [word for word in words if re.search(rf"\b{word}\b", row)] == []
    assert code.words_hash.startswith("argon2") and not check_password(" ".join(words), code.words_hash)
    assert 0 <= code.bucket < 2**16
    assert code.expires_at == AT + timedelta(days=5)


def test_a_code_raises_a_limited_account_and_works_once(cast):
    code, words = issue(cast)
    grant = redeem(cast, words, account=cast.ana)
    assert (grant.level, grant.relation, grant.basis) == (Level.FULL, Relation.SELF, Basis.CODE)
    assert (grant.granted_by, grant.colour) == (cast.finn, cast.ana_grant.colour)
    assert Grant.objects.get(pk=cast.ana_grant.pk).reason == "replaced"
    with pytest.raises(Refused):
        redeem(cast, words, account=cast.dov)
    # Ana is told, and so are Ben who sees all, whoever gave it, and nobody else.
    posted = [(kind, email) for kind, _account, email in kinds()]
    assert posted == [
        ("records.access_changed", None),
        ("records.access_opened", "ben@example.org"),
        ("records.access_opened", "finn@example.org"),
    ]


@pytest.mark.parametrize("typed", ["{0} {1} {2} {3}", "{0}-{1}-{2}-{3}", " {0}{1}\t{2}, {3}. "])
def test_however_it_is_typed(cast, typed):
    _code, words = issue(cast)
    assert four_words.read(typed.format(*map(str.upper, words))) == words


@pytest.mark.parametrize(
    "typed", ["", "maple", "maple drift copper", "a b c d", "maple drift copper lantern maple"]
)
def test_what_is_not_four_words_of_the_list(typed):
    assert four_words.read(typed) is None


def test_no_word_that_may_be_drawn_begins_another():
    """So that four words run together can be told apart in one way only."""
    words = sorted(four_words.all_words())
    assert len(words) == 7772
    assert [pair for pair in zip(words, words[1:], strict=False) if pair[1].startswith(pair[0])] == []


def reason(refused) -> str:
    return refused.value.why


def test_what_opens_nothing(cast):
    code, words = issue(cast)
    for change, why in (
        ({"words": four_words.draw()}, "unknown"),
        ({"born": WRONG}, "wrong_birth"),
        ({"clinic": cast.lakeside}, "unknown"),
        ({"at": AT + timedelta(days=5)}, "unknown"),
    ):
        with pytest.raises(Refused) as refused:
            redeem(cast, **({"words": words} | change))
        assert reason(refused) == why
    codes.cancel_code(code, by=cast.finn, at=AT)
    with pytest.raises(Refused):
        redeem(cast, words)
    assert not Grant.objects.filter(account=cast.dov).exists()
    whys = Event.objects.filter(verb="access.refused", actor=cast.dov.pk).order_by("pk")
    assert list(whys.values_list("reason", flat=True)) == [
        "unknown",
        "wrong_birth",
        "unknown",
        "unknown",
        "unknown",
    ]


def test_the_fifth_wrong_date_of_birth_burns_it_and_tells_staff(cast):
    code, words = issue(cast)
    for n in range(5):
        with pytest.raises(Refused):
            redeem(cast, words, born=WRONG, account=(cast.dov, cast.cleo)[n % 2])
    with pytest.raises(Refused):
        redeem(cast, words, account=cast.ana)
    code.refresh_from_db()
    assert (code.wrong_births, code.revoked_because) == (5, "burned")
    item = Item.objects.get(kind="code_burned")
    assert (item.clinic, item.patient) == (cast.harbour, cast.ana_record.pk)


def test_a_new_code_for_the_same_person_kills_the_older(cast):
    older, old_words = issue(cast)
    for_cleo, words_of_cleo = issue(cast, holder="Cleo Cast", relation=Relation.CARER)
    _newer, words = issue(cast)
    with pytest.raises(Refused):
        redeem(cast, old_words)
    assert redeem(cast, words_of_cleo, account=cast.cleo).relation == Relation.CARER
    assert redeem(cast, words, account=cast.ana).is_self


def test_one_twin_s_code_never_opens_the_other_s_record(cast, rules):
    """Same surname, birth date, address and e-mail (C38)."""
    twin = Patient.objects.get(pk=cast.kit_record.pk)
    twin.pk, twin.given_name = None, "Kat"
    twin._state.adding = True
    twin.id = cast.zoe_record.pk.__class__(int=7)
    twin.save()
    _code, words = issue(cast, patient=twin, relation=Relation.PARENT)
    grant = redeem(cast, words, account=cast.cleo, born=twin.date_of_birth)
    assert set(Patient.objects.visible_to(cast.cleo, at=AT)) == {cast.ana_record, twin}
    assert grant.patient == twin


def test_a_mailed_link_binds_the_words_to_its_address(cast):
    """From another account it waits for staff, and no record opens meanwhile (C35)."""
    code, words = issue(cast)
    assert codes.mail_link(code, email="Ana@example.org", by=cast.finn, at=AT) is True
    request = redeem(cast, words, account=cast.dov)
    assert isinstance(request, AccessRequest) and request.why == "other_address"
    assert not Patient.objects.visible_to(cast.dov, at=AT).exists()
    assert Item.objects.get(kind="access_request").patient == cast.ana_record.pk
    with pytest.raises(Refused):
        redeem(cast, words, account=cast.ana)
    grant = decide_request(request, accept=True, by=cast.nora, at=AT + HOUR)
    assert (grant.account, grant.granted_by, grant.level) == (cast.dov, cast.nora, Level.FULL)
    request.refresh_from_db()
    assert decide_request(request, accept=False, by=cast.finn, at=AT + HOUR) is None
    waited = Item.objects.get(kind="access_request")
    assert (waited.done_at, waited.done_by) == (AT + HOUR, cast.nora)


def test_the_patient_in_full_is_not_made_somebody_who_looks_after_them(cast):
    _code, words = issue(cast)
    own = redeem(cast, words, account=cast.ana)
    _code, words = issue(cast, relation=Relation.PARTNER, scopes=["appointments"], holder="Ben")
    assert redeem(cast, words, account=cast.ana) == own
    assert list(Grant.objects.live(at=AT).filter(account=cast.ana, patient=cast.ana_record)) == [own]


def test_the_seat_of_the_patient_is_taken_only_by_staff(cast):
    _code, words = issue(cast)
    first = redeem(cast, words, account=cast.ana)
    _code, words = issue(cast)
    request = redeem(cast, words, account=cast.dov)
    assert isinstance(request, AccessRequest) and request.why == "taken"
    assert decide_request(request, accept=True, by=cast.nora, at=AT + HOUR).is_self
    first.refresh_from_db()
    assert first.revoked_at == AT + HOUR


def test_declined_nothing_opens(cast):
    code, words = issue(cast)
    codes.mail_link(code, email="ana@example.org", by=cast.finn, at=AT)
    request = redeem(cast, words, account=cast.dov)
    assert decide_request(request, accept=False, by=cast.nora, at=AT) is None
    assert not Grant.objects.filter(account=cast.dov).exists()


def test_a_denial_beats_a_right_code_and_every_grant(cast):
    """C49: no is no, whatever else was said, and staff cannot say yes by mistake."""
    deny(cast.ana_record, cast.ben, by=cast.nora, at=AT)
    assert not Patient.objects.visible_to(cast.ben, at=AT).contains(cast.ana_record)
    assert Patient.objects.visible_to(cast.ben, at=AT).contains(cast.kit_record)
    _code, words = issue(cast, holder="Ben", relation=Relation.CARER)
    request = redeem(cast, words, account=cast.ben)
    assert isinstance(request, AccessRequest)
    assert decide_request(request, accept=True, by=cast.nora, at=AT) is None
    assert not Patient.objects.visible_to(cast.ben, at=AT).contains(cast.ana_record)


def test_a_lock_down_kills_what_was_issued_before_it(cast):
    _code, words = issue(cast)
    lock_down(cast.ana_record, by=cast.nora, at=AT + HOUR)
    with pytest.raises(Refused):
        redeem(cast, words, at=AT + 2 * HOUR)


def test_a_minor_s_record_is_not_opened_while_the_clinic_chose_no_ages(cast):
    with pytest.raises(AgesUnknown):
        issue(cast, patient=cast.kit_record, relation=Relation.PARENT)
    assert not AccessCode.objects.exists()


def test_taken_back_within_three_days(cast):
    _code, words = issue(cast)
    grant = redeem(cast, words, account=cast.dov)
    assert take_back(grant, at=AT + HOUR) is True
    assert take_back(grant, at=AT + HOUR) is False
    assert not Patient.objects.visible_to(cast.dov, at=AT + HOUR).exists()
    assert Item.objects.filter(kind="access_taken_back").count() == 1


# Limits -------------------------------------------------------------------------------------------


def test_five_misses_in_a_quarter_of_an_hour_then_not_even_a_right_one(cast):
    _code, words = issue(cast)
    for _ in range(5):
        with pytest.raises(Refused):
            redeem(cast, four_words.draw())
    with pytest.raises(TooMany) as error:
        redeem(cast, words)
    assert error.value.wait == timedelta(minutes=15)
    assert redeem(cast, words, at=AT + timedelta(minutes=15)).patient == cast.ana_record


def test_a_right_code_costs_no_try(cast):
    for _ in range(7):
        _code, words = issue(cast)
        take_back(redeem(cast, words), at=AT)
    assert set(Tries.objects.values_list("count", flat=True)) == {0}


def test_twenty_misses_of_one_network_whoever_tries(cast):
    accounts = [cast.ana, cast.ben, cast.cleo, cast.dov, cast.zoe]
    for n in range(20):
        with pytest.raises(Refused):
            redeem(cast, four_words.draw(), account=accounts[n // 4])
    with pytest.raises(TooMany):
        redeem(cast, four_words.draw(), account=cast.finn)
    with pytest.raises(Refused):
        redeem(cast, four_words.draw(), account=cast.finn, network="203.0.113.9")


def test_while_a_clinic_is_guessed_at_everybody_is_slower_and_nobody_shut_out(cast, monkeypatch):
    """D5: staff are told, each account has one miss in five minutes, and whoever knows the words gets in."""
    few = tries.Limit("few", 3, timedelta(hours=1))
    monkeypatch.setattr(redeeming, "MISSES_AT_A_CLINIC", few)
    _code, words = issue(cast)
    for account in (cast.ben, cast.cleo, cast.zoe, cast.omar):
        with pytest.raises(Refused):
            redeem(cast, four_words.draw(), account=account)
    assert Item.objects.filter(kind="guessing").count() == 1
    with pytest.raises(Refused):
        redeem(cast, four_words.draw())
    with pytest.raises(TooMany) as error:
        redeem(cast, words)
    assert error.value.wait == timedelta(minutes=5)
    assert redeem(cast, words, at=AT + timedelta(minutes=5)).patient == cast.ana_record
    for _ in range(2):  # over: as before
        with pytest.raises(Refused):
            redeem(cast, four_words.draw(), account=cast.dov, at=AT + timedelta(hours=2))
