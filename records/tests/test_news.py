"""The mail that something new is in a record: once until somebody looked, to those who see it, never about what."""

from datetime import timedelta

import pytest

import audit
from accounts.tests.mailed import arrived
from audit.tests.factories import EventFactory
from common.tests.moment import AT
from outbox.models import Message
from records import news
from records.actions import deny, documents, end_access, lock_down
from records.models import AccessRules, Document, Grant
from records.models.access import Relation, Scope
from records.tests.factories import ChartFactory, DocumentFactory, GrantFactory

HOUR = timedelta(hours=1)


@pytest.fixture
def ana_in_full(cast):
    """Ana sees her own record in full, as Ben does; Cleo in part, Dov all but the record."""
    Grant.objects.filter(pk=cast.ana_grant.pk).update(revoked_at=AT, revoked_by=cast.nora)
    scopes = [scope for scope in Scope.values if scope != Scope.RECORDS]
    GrantFactory(account=cast.dov, patient=cast.ana_record, relation=Relation.CARER, full=True, scopes=scopes)
    return GrantFactory(account=cast.ana, patient=cast.ana_record, full=True, granted_by=cast.nora)


@pytest.fixture
def letter(cast, ana_in_full):
    return DocumentFactory(patient=cast.ana_record, title="Qletter", kind="result")


def share(document, cast, at=AT):
    assert documents.share(document, by=cast.petra_account, at=at)


def waiting() -> set[str]:
    """To whom a mail waits."""
    ids = Message.objects.filter(kind=news.KIND, sent_at=None, dropped_at=None).values_list(
        "account_id", flat=True
    )
    return {grant.account.email for grant in Grant.objects.filter(account__in=ids).select_related("account")}


def left(at) -> list[str]:
    """To whom mails about news went now."""
    return sorted(to for mail in arrived(at=at) for to in mail.to if "new is in a record" in mail.subject)


def test_whoever_sees_it_is_told_and_not_what(letter, cast):
    share(letter, cast)
    assert waiting() == {"ana@example.org", "ben@example.org"}
    mails = arrived(at=AT)
    assert sorted(to for mail in mails for to in mail.to) == ["ana@example.org", "ben@example.org"]
    for mail in mails:
        words = mail.subject + mail.body + mail.alternatives[0][0]
        assert "Something new is in a record" in mail.subject
        for telling in ("Qletter", "result", "Result", "ocument", cast.ana_record.family_name):
            assert telling not in words


def test_who_is_told_is_who_sees_it(letter, cast):
    for confidential in (False, True):
        letter.confidential = confidential
        letter.save()
        documents.share(letter, by=cast.nora, at=AT)
        told = {grant.account for grant in news.readers_of(letter, at=AT)}
        seeing = {one for one in (cast.ana, cast.ben, cast.cleo, cast.dov, cast.omar, cast.zoe)
                  if letter in Document.objects.visible_to(one, at=AT)}  # fmt: skip
        assert told == seeing == ({cast.ana} if confidential else {cast.ana, cast.ben})


def test_what_is_confidential_makes_no_mail_for_others(cast, ana_in_full):
    share(DocumentFactory(patient=cast.ana_record, confidential=True), cast)
    assert left(AT) == ["ana@example.org"]


def test_a_paper_put_into_a_confidential_note_makes_no_mail_for_others(letter, cast):
    note = ChartFactory(patient=cast.ana_record, practitioner=cast.petra, confidential=True)
    documents.correct(letter, chart=note, by=cast.petra_account, at=AT)
    share(letter, cast)
    assert left(AT) == ["ana@example.org"]


def test_one_mail_until_they_have_looked(letter, cast):
    share(letter, cast)
    share(DocumentFactory(patient=cast.ana_record), cast)
    assert left(AT) == ["ana@example.org", "ben@example.org"]
    share(DocumentFactory(patient=cast.ana_record), cast, AT + HOUR)
    assert left(AT + HOUR) == []
    looked = {"patient": cast.ana_record.pk, "verb": "documents.listed", "target": str(cast.ana_record.pk)}
    EventFactory(actor=cast.ana.pk, at=AT + 2 * HOUR, **looked)
    share(DocumentFactory(patient=cast.ana_record), cast, AT + 3 * HOUR)
    assert left(AT + 3 * HOUR) == ["ana@example.org"], "Ben has not looked since his last mail"


def test_a_look_through_somebody_else_s_eyes_is_no_look_of_theirs(letter, cast):
    share(letter, cast)
    with audit.looking_as(cast.ana, by=cast.petra_account):
        audit.opened("document.opened", by=cast.ana, target=letter, patient=cast.ana_record, at=AT)
    assert news.waits_for(cast.ana, cast.ana_record.pk, at=AT)
    audit.opened("document.opened", by=cast.ana, target=letter, patient=cast.ana_record, at=AT)
    assert not news.waits_for(cast.ana, cast.ana_record.pk, at=AT)


GONE = {
    "unshared": lambda letter, cast, grant: documents.unshare(letter, by=cast.nora, at=AT),
    "taken out": lambda letter, cast, grant: documents.remove(letter, why="x", by=cast.nora, at=AT),
    "hidden": lambda letter, cast, grant: AccessRules.objects.create(
        clinic=cast.harbour, hidden_kinds=["result"]
    ),
    "access ended": lambda letter, cast, grant: end_access(grant, by=cast.nora, at=AT),
    "denied": lambda letter, cast, grant: deny(cast.ana_record, cast.ana, by=cast.nora, at=AT),
    "locked down": lambda letter, cast, grant: lock_down(cast.ana_record, by=cast.nora, at=AT),
    "opened": lambda letter, cast, grant: audit.record(
        "document.opened", by=cast.ana, target=letter, patient=cast.ana_record
    ),
}


@pytest.mark.parametrize("why", GONE)
def test_it_is_dropped_when_its_reason_is_gone(letter, cast, ana_in_full, why):
    share(letter, cast)
    GONE[why](letter, cast, ana_in_full)
    assert "ana@example.org" not in left(AT)


def test_after_one_that_was_dropped_there_is_another(letter, cast):
    share(letter, cast)
    documents.unshare(letter, by=cast.nora, at=AT)
    assert left(AT) == []
    share(letter, cast, AT + HOUR)
    assert left(AT + HOUR) == ["ana@example.org", "ben@example.org"]


def test_after_one_that_no_post_office_took_there_is_another(letter, cast):
    share(letter, cast)
    Message.objects.filter(kind=news.KIND).update(dead_at=AT)
    share(DocumentFactory(patient=cast.ana_record), cast, AT + HOUR)
    assert left(AT + HOUR) == ["ana@example.org", "ben@example.org"]
    share(DocumentFactory(patient=cast.ana_record), cast, AT + 2 * HOUR)
    assert left(AT + 2 * HOUR) == [], "neither has looked since"


def test_a_hidden_kind_is_told_to_nobody(letter, cast):
    AccessRules.objects.create(clinic=cast.harbour, hidden_kinds=["result"])
    share(letter, cast)
    assert waiting() == set()
