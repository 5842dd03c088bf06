"""The tray: what waits, for whom of the team; a file filed, declined, given away, reopened; who may open which."""

from datetime import date

import pytest

from audit.models import Event
from common.tests.moment import AT
from office.tests.people import billing, place, says
from records.actions import sent
from records.models import Document, SentFile
from records.models.kinds import Kind
from records.tests.factories import PatientFactory, SentFileFactory
from tray.actions import put
from tray.models import Item
from tray.tests.factories import ItemFactory

TRAY, DONE = "/office/tray/", "/office/tray/done/"
DATE = {"dated_on_day": "3", "dated_on_month": "11", "dated_on_year": "2026"}
FILING = {"kind": "insurance", "title": "Card", "labels": "Plan A, plan a", "share": "on"} | DATE


@pytest.fixture
def card(cast):
    return SentFileFactory(patient=cast.ana_record, by=cast.ben, name="Qcard.png")


@pytest.fixture
def result(cast):
    return SentFileFactory(patient=cast.ana_record, by=cast.ben, name="Qresult.png", kind=Kind.RESULT)


def rows(page) -> list[tuple]:
    return [(str(row["what"]), row["detail"], row["who"]) for row in page.context["rows"]]


def there(name, one):
    return place(name, one.patient, one.pk)


def test_what_must_not_wait_then_files_then_the_rest_the_oldest_at_the_top(finn, cast, card, result):
    put("possible_duplicate", clinic=cast.harbour, target=cast.ana_record, patient=cast.ana_record, at=AT)
    put("form.alert", clinic=cast.harbour, target=cast.ana_sent, patient=cast.ana_record, at=AT)
    SentFileFactory(patient=cast.zoe_record, by=cast.zoe)
    page = finn.get(TRAY)
    assert rows(page) == [
        ("Answers that must not wait", "", "Ana Cast"),
        ("Insurance card", "Qcard.png, 9\xa0bytes", "Ana Cast"),
        ("Result", "9\xa0bytes", "Ana Cast"),  # what it is called may tell of an illness
        ("Looks like another record", "", "Ana Cast"),
    ]
    assert [item["count"] for item in page.context["nav_items"] if item["url"] == TRAY] == [4]
    assert rows(finn.get(f"{TRAY}?kind=possible_duplicate")) == rows(page)[3:]
    assert rows(finn.get(f"{TRAY}?kind=nonsense&page=99")) == rows(page)


def test_two_of_one_name_are_told_apart_by_their_birth_dates(finn, cast, card):
    twin = PatientFactory(
        clinic=cast.harbour, given_name="Ana", family_name="Cast", date_of_birth=date(1990, 8, 9)
    )
    SentFileFactory(patient=twin, by__given_name="Ana", by__family_name="Cast")
    page = finn.get(TRAY)
    assert [(row["who"], row["born"]) for row in page.context["rows"]] == [
        ("Ana Cast", "born 4 May 1988"),
        ("Ana Cast", "born 9 August 1990"),
    ]
    assert page.content.decode().count("born 9 August 1990") == 1


def test_practitioners_see_what_waits_for_their_own(cast, client, sign_in, card, result):
    assert rows(sign_in(client, cast.petra_account).get(TRAY)) == [
        ("Insurance card", "Qcard.png, 9\xa0bytes", "Ana Cast"),
        ("Result", "Qresult.png, 9\xa0bytes", "Ana Cast"),
    ]
    assert rows(sign_in(client, cast.quinn_account).get(TRAY)) == []
    assert sign_in(client, billing(cast)).get(TRAY).status_code == 403
    assert sign_in(client, cast.ana).get(TRAY).status_code == 404


def test_every_kind_there_is_has_words_and_a_place(finn, cast):
    kinds = (
        "profile.proposed possible_duplicate access_request access_taken_back code_burned guessing visit_request"
        " form.alert age_13_in_90_days something_new"
    ).split()
    for kind in kinds:
        put(kind, clinic=cast.harbour, target=cast.ana_record, patient=cast.ana_record, at=AT)
    found = {row["what"]: row for row in finn.get(TRAY).context["rows"]}
    assert len(found) == len(kinds)
    assert all(finn.get(row["url"]).status_code == 200 for row in found.values())
    told = {str(what) for what, row in found.items() if row["is_told"]}
    assert told == {
        "Access was taken back", "Five wrong dates of birth", "Somebody guesses access codes", "Turns 13 in 90 days",
    }  # fmt: skip


def test_what_is_only_told_is_ticked_off_and_the_rest_is_not(finn, cast, card):
    told = ItemFactory(clinic=cast.harbour, kind="code_burned", patient=cast.ana_record.pk)
    elsewhere = ItemFactory(clinic=cast.lakeside, kind="code_burned")
    done = [finn.post(DONE, {"only": one.pk}).status_code for one in (told, told, elsewhere)]
    assert done == [302, 302, 404]
    finn.post(DONE, {"only": Item.objects.get(kind=sent.KIND).pk})
    assert set(Item.objects.filter(done_at=None).values_list("kind", flat=True)) == {sent.KIND, "code_burned"}


def test_the_desk_files_a_card(finn, cast, card):
    page = finn.get(there("sent_file", card))
    assert page.context["title"] == "Qcard.png"
    page = finn.post(there("sent_file_filing", card), FILING, follow=True)
    assert says(page) == ["It is in the record of Ana Cast."]
    document = Document.objects.get()
    assert (document.kind, document.title, document.labels) == ("insurance", "Card", ["Plan A"])
    assert (document.shared_at, str(document.dated_on), document.upload) == (AT, "2026-11-03", card.upload)


def test_the_desk_files_a_result_unopened(finn, cast, result):
    page = finn.get(there("sent_file", result))
    assert (page.context["title"], page.context["view_url"]) == ("Result", "")
    assert "Qresult" not in page.text
    refused = finn.get(there("sent_file_view", result))
    assert refused.status_code == 403 and "You can file it unopened" in refused.text
    assert Event.objects.filter(verb="sent_file.refused", patient=cast.ana_record.pk).count() == 1
    # As something administrative it would be theirs to open.
    again = finn.post(there("sent_file_filing", result), FILING)
    assert (again.status_code, list(again.context["filing"].errors)) == (422, ["kind"])
    finn.post(there("sent_file_filing", result), FILING | {"kind": "result"})
    document = Document.objects.get()
    assert (document.kind, document.shared_at) == ("result", None)


def test_who_opens_the_bytes(cast, client, sign_in, card, result):
    opens = {
        who: [
            sign_in(client, getattr(cast, who)).get(there("sent_file_view", one)).status_code
            for one in (card, result)
        ]
        for who in ("petra_account", "quinn_account", "finn", "nora", "omar", "ben")
    }
    assert opens == {
        "petra_account": [200, 200], "quinn_account": [403, 403], "finn": [200, 403], "nora": [200, 403],
        "omar": [404, 404], "ben": [404, 404],
    }  # fmt: skip


def test_it_is_shown_where_a_browser_draws_it_safely(finn, card):
    shown = finn.get(there("sent_file_view", card))
    saved = finn.get(there("sent_file_view", card) + "?save=")
    assert shown["Content-Disposition"].startswith("inline") and saved["Content-Disposition"].startswith(
        "attachment"
    )
    assert {one["Content-Security-Policy"][:7] for one in (shown, saved)} == {"sandbox"}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"why": "unreadable"}, "We cannot read it. Please send a sharper picture."),
        ({"why": "own", "words": "The date is missing."}, "The date is missing."),
    ],
)
def test_not_accepted_with_a_reason(finn, card, said, reason):
    finn.post(there("sent_file_declining", card), said)
    card.refresh_from_db()
    assert (card.outcome, card.reason) == ("declined", reason)


@pytest.mark.parametrize(
    ("name", "form", "said", "errors"),
    [
        ("sent_file_declining", "declining", {}, {"why": ["Choose a reason"]}),
        ("sent_file_declining", "declining", {"why": "own"}, {"words": ["Write why, in a sentence"]}),
        ("sent_file_filing", "filing", {**FILING, "title": ""}, {"title": ["Give it a title"]}),
        ("sent_file_giving", "giving", {}, {"patient": ["Choose whose it is"]}),
    ],
)
def test_what_is_missing_is_said_beside_it_and_nothing_happens(finn, card, name, form, said, errors):
    page = finn.post(there(name, card), said)
    assert (page.status_code, page.context[form].errors) == (422, errors)
    card.refresh_from_db()
    assert card.waits


def test_of_two_the_second_hears_what_the_first_did(finn, cast, card):
    sent.decline(card, reason="Blurred", by=cast.nora, at=AT)
    page = finn.post(there("sent_file_filing", card), FILING, follow=True)
    assert says(page) == ["A colleague was faster. This is what was decided."]
    assert "Blurred" in page.text and Document.objects.count() == 0


def test_given_to_another_of_the_senders_family_and_to_nobody_else(finn, cast, card):
    page = finn.get(there("sent_file", card))
    assert [name for _key, name in page.context["giving"].fields["patient"].choices] == ["Kit Cast"]
    assert finn.post(there("sent_file_giving", card), {"patient": str(cast.zoe_record.pk)}).status_code == 422
    page = finn.post(there("sent_file_giving", card), {"patient": str(cast.kit_record.pk)}, follow=True)
    assert SentFile.objects.get().patient == cast.kit_record
    assert finn.get(there("sent_file", card)).status_code == 404


def test_undone_the_same_day(finn, cast, card):
    finn.post(there("sent_file_filing", card), FILING)
    assert finn.get(there("sent_file", card)).context["reopening_url"]
    page = finn.post(there("sent_file_reopening", card), follow=True)
    assert (says(page), page.context["waits"]) == (["It waits again."], True)
    assert Document.objects.kept().count() == 0


def test_what_is_foreign_is_not_there(finn, cast, card):
    zoes = SentFileFactory(patient=cast.zoe_record, by=cast.zoe)
    kits = SentFileFactory(patient=cast.kit_record, by=cast.ben)
    taken = SentFileFactory(patient=cast.ana_record, by=cast.ben)
    sent.take_back(taken, by=cast.ben, at=AT)
    for patient, one in (
        (cast.ana_record, zoes),
        (cast.zoe_record, zoes),
        (cast.ana_record, kits),
        (cast.ana_record, taken),
    ):
        assert finn.get(place("sent_file", patient, one.pk)).status_code == 404
        for act in ("filing", "declining", "giving", "reopening"):
            assert finn.post(place(f"sent_file_{act}", patient, one.pk), FILING).status_code == 404


def test_many_rows_cost_no_more_queries(finn, cast, card, django_assert_max_num_queries):
    finn.get(TRAY)
    for wanted in (10, 2000):
        Item.objects.bulk_create(
            Item(
                clinic=cast.harbour,
                kind="code_burned",
                target=f"x:{wanted}-{nth}",
                patient=cast.ana_record.pk,
                put_at=AT,
            )
            for nth in range(wanted)
        )
        with django_assert_max_num_queries(8):
            page = finn.get(TRAY)
    assert (len(page.context["rows"]), page.context["counts"]) == (30, "2011 things wait")


def test_the_desk_takes_no_clinical_document_out_of_the_record_again(finn, cast, client, sign_in, result):
    what = {"kind": Kind.RESULT, "title": "Qtitle", "dated_on": AT.date(), "share": True}
    document = sent.file_into_record(result, by=cast.petra_account, at=AT, **what)
    assert finn.get(there("sent_file", result)).context["reopening_url"] == ""
    assert finn.post(there("sent_file_reopening", result)).status_code == 403
    document.refresh_from_db()
    assert (document.removed_at, document.shared_at) == (None, AT)
    petra = sign_in(client, cast.petra_account)
    assert petra.get(there("sent_file", result)).context["reopening_url"] != ""
    petra.post(there("sent_file_reopening", result))
    assert not Document.objects.kept().exists()


def test_no_box_undoes_what_its_sender_keeps_private(finn, cast):
    card = SentFileFactory(patient=cast.ana_record, by=cast.ana, confidential=True)
    what = {"kind": Kind.INSURANCE, "title": "Card", "dated_on": AT.date()}
    document = sent.file_into_record(card, by=cast.finn, at=AT, **what)
    address = place("document_correction", cast.ana_record, document.pk)
    page = finn.get(address)
    assert "confidential" not in page.context["form"].fields
    assert "it stays for the patient alone" in page.text
    assert finn.post(address, {"kind": "insurance", "title": "Front"} | DATE).status_code == 302
    document.refresh_from_db()
    assert (document.title, document.confidential) == ("Front", True)
