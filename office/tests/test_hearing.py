"""How the team hears of what waits: whom, of what, when, in which words; once, and never of their own doing."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from accounts.tests.mailed import arrived
from clinic.actions import end_membership
from clinic.models import Membership
from clinic.models.clinic import Role
from common.tests.moment import AT
from office import hearing
from office.tasks import tell_team
from outbox.models import Message
from records.tests.factories import SentFileFactory
from tray import actions
from tray.actions import put
from tray.models import Item, Notices
from tray.notices import choose

HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
SITE = "http://testserver:8000"
NEWS = """This came in since you were told last:

- Files that were sent: 1
- Access to records: 2

Open the tray:
http://testserver:8000/office/tray/

--{space}
Harbour Clinic, (902) 555-0100
You get this mail because you work here. Nobody reads replies to it.
You choose which mails you get: http://testserver:8000/office/notices/
"""
DIGEST = """Ceci vous attend, ou n’attend encore personne en particulier :

- Réponses qui ne doivent pas attendre : 1
- Fichiers envoyés : 1

Ouvrir la corbeille :
http://testserver:8000/office/tray/
"""


def wants(cast, account, *, hour=8, quiet=(0, 0), **ways):
    choose(
        account=account, clinic=cast.harbour, ways=ways, hour=hour, quiet_from=quiet[0], quiet_until=quiet[1],
        at=AT - 2 * A_DAY,
    )  # fmt: skip


def comes(cast, *kinds, at=AT, **more):
    for kind in kinds:
        put(kind, clinic=cast.harbour, target=cast.ana_record, patient=cast.ana_record, at=at, **more)


def run(at=AT) -> list[tuple]:
    """The task runs, the mails that are due leave: to whom, and their subject."""
    hearing.tell_news(at=at)
    hearing.send_digests(at=at)
    return [(sent.to[0].partition("@")[0], sent.subject) for sent in arrived(at=at)]


def posted() -> list:
    return list(
        Message.objects.filter(kind__startswith="office.").order_by("posted_at").values_list("kind", "due_at")
    )


def test_at_once_in_one_mail_of_numbers_and_once(cast):
    wants(cast, cast.finn, files="at_once", access="at_once", changes="off")
    SentFileFactory(patient=cast.ana_record, by=cast.ana, name="Qcard.png")
    comes(cast, "access_request", "code_burned", "profile.proposed")
    hearing.tell_news(at=AT)
    (sent,) = arrived(at=AT)
    assert (sent.to, sent.subject) == (["finn@example.org"], "3 new things wait in the tray")
    assert sent.body == NEWS.format(space=" ")
    assert sent.extra_headers["List-Unsubscribe"] == f"<{SITE}/office/notices/>"
    for said in (sent.body, sent.alternatives[0].content):
        assert "Ana" not in said and "Qcard" not in said
    assert run(AT + HOUR) == [], "told once"


def test_at_first_only_what_a_colleague_gives_and_forms_for_practitioners(cast):
    comes(cast, "access_request", "code_burned", "form.sent_in_admin")
    assert run() == [("petra", "Something new waits in the tray")]
    code = Item.objects.get(kind="code_burned")
    for to in (cast.finn, cast.petra_account):
        actions.assign(code, to, seen=Item.objects.get(pk=code.pk).assigned_to, by=cast.finn, at=AT)
    assert run(AT + HOUR) == [("petra", "Something new waits in the tray")], (
        "and not Finn, who took it himself"
    )


def test_of_ones_own_doing_nothing_is_told(cast):
    for account in (cast.finn, cast.nora):
        wants(cast, account, records="at_once")
    comes(cast, "possible_duplicate", by=cast.finn)
    assert run() == [("nora", "Something new waits in the tray")]


def test_what_is_a_colleagues_put_off_or_not_decided_is_not_told(cast):
    for account in (cast.finn, cast.petra_account, cast.nora):
        wants(cast, account, records="at_once", access="at_once", given="off")
    comes(cast, "erasure_asked", "code_burned", "guessing", "access_request")
    Item.objects.filter(kind="code_burned").update(assigned_to=cast.nora)
    Item.objects.filter(kind="access_request").update(snoozed_until=AT + HOUR)
    one = "Something new waits in the tray"
    assert sorted(run()) == [("finn", one), ("nora", "3 new things wait in the tray"), ("petra", one)]


def test_quiet_hours_gather_and_what_is_done_meanwhile_is_not_told(cast):
    wants(cast, cast.finn, quiet=(8, 11), access="at_once")
    for nth, kind in enumerate(("access_request", "code_burned", "access_taken_back")):
        comes(cast, kind, at=AT + HOUR / 6 * nth)
        assert run(AT + HOUR / 6 * nth) == []
    assert posted() == [("office.news", AT + 2 * HOUR)]
    actions.tick_off(Item.objects.get(kind="code_burned"), by=cast.nora, at=AT)
    assert run(AT + 2 * HOUR) == [("finn", "2 new things wait in the tray")]
    comes(cast, "guessing", at=AT + 25 * HOUR)
    run(AT + 25 * HOUR)
    Item.objects.update(done_at=AT)
    assert run(AT + 26 * HOUR) == []
    dropped = Message.objects.filter(kind="office.news").exclude(dropped_because="")
    assert list(dropped.values_list("dropped_because", flat=True)) == ["nothing waits"]


def test_one_mail_a_day_at_its_hour_in_french_and_none_where_nothing_waits(cast):
    type(cast.petra_account).objects.filter(pk=cast.petra_account.pk).update(language="fr")
    wants(cast, cast.petra_account, hour=10, files="daily", access="off")
    SentFileFactory(patient=cast.ana_record, by=cast.ana)
    comes(cast, "form.alert", "code_burned", is_told=True)
    assert run(AT) == [], "nine o’clock"
    hearing.send_digests(at=AT + HOUR)
    hearing.send_digests(at=AT + HOUR)
    (sent,) = arrived(at=AT + HOUR)
    assert sent.subject == "Aujourd’hui, 2 éléments attendent dans la corbeille"
    assert sent.body.replace("\xa0", " ").startswith(DIGEST)
    assert run(AT + 2 * HOUR) == []
    assert run(AT + 25 * HOUR) == [("petra", sent.subject)]
    Item.objects.update(done_at=AT)
    assert run(AT + 49 * HOUR) == []
    assert len(posted()) == 2, "a day on which nothing waits has none"


def test_the_worker_was_off_at_the_hour(cast):
    wants(cast, cast.finn, access="daily")
    comes(cast, "code_burned")
    assert [len(run(AT + hours * HOUR)) for hours in (6, 7, 30, 31)] == [1, 0, 1, 0]


@pytest.mark.parametrize("way", ["at_once", "daily"])
def test_whoever_left_between_hears_nothing(cast, way):
    wants(cast, cast.finn, access=way)
    comes(cast, "code_burned")
    hearing.tell_news(at=AT)
    hearing.send_digests(at=AT)
    end_membership(Membership.objects.get(user=cast.finn), by=cast.nora, at=AT)
    assert arrived(at=AT) == []
    comes(cast, "guessing", at=AT + A_DAY)
    run(AT + A_DAY)
    assert len(posted()) == 1


def test_whoever_switched_it_off_or_works_in_billing_by_now_hears_nothing(cast):
    wants(cast, cast.finn, access="at_once")
    wants(cast, cast.nora, access="at_once")
    comes(cast, "code_burned")
    hearing.tell_news(at=AT)
    wants(cast, cast.finn, access="off")
    Membership.objects.filter(user=cast.nora).update(roles=[Role.BILLING])
    assert arrived(at=AT) == []


def test_only_of_this_clinic(cast):
    wants(cast, cast.finn, access="at_once")
    put("code_burned", clinic=cast.lakeside, target=cast.zoe_record, patient=cast.zoe_record, at=AT)
    assert run() == []


def test_old_news_are_none(cast):
    wants(cast, cast.finn, access="at_once")
    comes(cast, "code_burned", at=AT - 3 * A_DAY)
    assert run() == []


def test_the_task_gives_back_then_tells(cast):
    wants(cast, cast.nora, access="at_once")
    comes(cast, "code_burned", assigned_to=cast.petra_account, is_told=True)
    end_membership(Membership.objects.get(user=cast.petra_account), by=cast.nora, at=AT)
    tell_team()
    assert [sent.to for sent in arrived(at=AT)] == [["nora@example.org"]]


# Two workers ----------------------------------------------------------------------------------------


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_two_workers_make_one_mail_and_without_the_claim_two(cast, monkeypatch, guarded):
    wants(cast, cast.finn, access="at_once", files="daily")
    Notices.objects.update(digest_on=None)
    comes(cast, "code_burned")
    SentFileFactory(patient=cast.ana_record, by=cast.ana)
    at_the_line = threading.Barrier(2, timeout=20)
    ask = Item.objects.select_for_update

    def both_have_looked(*args, **kwargs):
        rows = ask(*args, **kwargs) if guarded else Item.objects.all()
        found = rows.filter(told_at=None).order_by("pk")
        list(found)
        at_the_line.wait()
        return found

    monkeypatch.setattr(
        type(Item.objects), "select_for_update", lambda self, *asked, **how: both_have_looked(*asked, **how)
    )
    moments = iter([AT, AT + timedelta(seconds=1)])

    def work(at):
        try:
            hearing.tell_news(at=at)
            hearing.send_digests(at=at)
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=[at]) for at in moments]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    kinds = [kind for kind, _due in posted()]
    assert (kinds.count("office.news"), kinds.count("office.digest")) == (1 if guarded else 2, 1)
