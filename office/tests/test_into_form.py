"""A file that was sent belongs to a form: which are offered, put there, seen there, taken out, undone."""

import json
import uuid

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from audit.models import Event
from common.tests.moment import AT
from common.tests.pictures import picture
from office.tests.people import billing, place, says
from records.actions import sent
from records.actions.grants import revoke
from records.models import SentFile, Upload
from records.models.kinds import Kind
from records.tests.factories import regranted
from smartforms import actions, on_paper
from smartforms.models import Assignment, Response
from smartforms.tests.forms import extension, question, questionnaire, when

SCAN = question("scan", "attachment", text="Your referral")
MEANWHILE = (
    "That form was sent in or taken back meanwhile, or takes no more files there. The file still waits"
)


@pytest.fixture
def card(cast):
    return sending(cast, cast.ana)


def sending(cast, by, **more):
    given = {"kind": Kind.REFERRAL, "batch": uuid.uuid4(), "by": by, "at": AT} | more
    return sent.send(picture("Qcard.png"), patient=cast.ana_record, **given)


def asked(cast, account, *items, title="Intake", patient=None, clinical=True, **more):
    text = json.dumps(questionnaire(*(items or (SCAN,)), title=title))
    template = actions.import_questionnaire(
        text=text, clinic=cast.harbour, by=None, at=AT, is_clinical=clinical
    ).template
    return actions.assign(
        template=template, patient=patient or cast.ana_record, account=account, by=None, at=AT, **more
    )


def there(one, name="sent_file"):
    return place(name, one.patient, one.pk)


def offered(browser, one) -> list[str]:
    return [words for _key, words in browser.get(there(one)).context["placing"].fields["place"].choices]


def put(browser, one, form, key="q1", **more):
    return browser.post(there(one, "sent_file_placing"), {"place": f"{form.pk} {key}"}, **more)


def files_of(form, key="q1") -> list[str]:
    answers = Response.objects.get(assignment=form).answers
    return [given["name"] for given in answers.get(key, [])]


def verbs(patient) -> list[tuple]:
    rows = Event.objects.filter(patient=patient.pk).exclude(verb__endswith="opened").order_by("pk")
    return list(rows.values_list("verb", "actor"))


def test_it_is_put_there_and_the_sender_sees_it_there(finn, cast, card, sign_in):
    form = asked(cast, cast.ana)
    assert offered(finn, card) == ["Intake: Your referral"]
    page = put(finn, card, form, follow=True)
    assert says(page) == ["It is in the form. Whoever fills it in sees it there."]
    card.refresh_from_db()
    response, copy = Response.objects.get(assignment=form), card.form_copy
    assert (card.outcome, card.decided_by, card.decided_at) == ("in_form", cast.finn, AT)
    assert (copy.account, copy.for_what, copy.sha256) == (cast.ana, form.for_uploads, card.upload.sha256)
    assert response.answers == {
        "q1": [
            {"file": str(copy.pk), "name": "Qcard.png", "size": copy.size, "type": "image/png",
             "at": "2026-11-17T09:00:00-04:00"}
        ]
    } and response.saved_by == cast.ana  # fmt: skip
    assert verbs(cast.ana_record) == [
        ("file.handed_in", cast.ana.pk), ("form.sent", None), ("form.begun", cast.finn.pk),
        ("form.file_put", cast.finn.pk), ("sent_file.put_into_form", cast.finn.pk),
    ]  # fmt: skip
    ana = sign_in(Client(), cast.ana)
    row = ana.get(reverse("portal:documents", args=[cast.ana_record.pk])).context["sent"]["rows"][0]
    assert (str(row["tag_label"]), row["form_title"], row["form_url"]) == (
        "In a form", "Intake", reverse("smartforms:open", args=[form.patient_id, form.pk]),
    )  # fmt: skip
    assert row["detail"].endswith("Put into a form 17 November")
    assert "Qcard.png" in ana.get(reverse("smartforms:page", args=[form.patient_id, form.pk, 1])).text
    assert ana.get(reverse("smartforms:file", args=[form.patient_id, form.pk, copy.pk])).status_code == 200


def test_the_sender_takes_it_out_there(finn, cast, card, sign_in):
    form = asked(cast, cast.ana)
    put(finn, card, form)
    copy = SentFile.objects.get().form_copy
    ana = sign_in(Client(), cast.ana)
    page = reverse("smartforms:page", args=[form.patient_id, form.pk, 1])
    ana.post(page, {"asked": ["q1"], "revision": 1, "then": "continue", "remove": f"q1 {copy.pk}"})
    assert files_of(form) == []
    row = ana.get(reverse("portal:documents", args=[cast.ana_record.pk])).context["sent"]["rows"][0]
    assert str(row["tag_label"]) == "No longer in the form"
    assert {"term": "In that form", "answer": "Taken out by whoever fills it in"} in finn.get(
        there(card)
    ).context["rows"]
    assert finn.post(there(card, "sent_file_reopening")).status_code == 302
    assert SentFile.objects.get().waits


def test_a_page_that_was_open_meanwhile_overwrites_nothing(finn, cast, card, sign_in):
    form = asked(cast, cast.ana, question("words"), {**SCAN, "repeats": True})
    sign_in(Client(), cast.ana).get(reverse("smartforms:open", args=[form.patient_id, form.pk]))
    put(finn, card, form, "q2")
    page = reverse("smartforms:page", args=[form.patient_id, form.pk, 1])
    said = {"asked": ["q1", "q2"], "revision": 0, "then": "later", "q1": "hello", "q2": picture("Mine.png")}
    sign_in(Client(), cast.ana).post(page, said)
    assert files_of(form, "q2") == ["Qcard.png", "Mine.png"]
    assert Response.objects.get(assignment=form).answers["q1"] == ["hello"]


def test_only_where_the_sender_could_put_it(finn, cast, card):
    asked(cast, cast.ana, title="Hers")
    asked(cast, cast.ana, question("words"), title="Without")
    asked(cast, cast.ana, {**SCAN, "extension": [extension("mimeType", valueCode="application/pdf")]})
    asked(cast, cast.ana, {**SCAN, "extension": [extension("maxSize", valueDecimal=0.00001)]}, title="Small")
    asked(
        cast,
        cast.ana,
        question("tell", "boolean"),
        {**SCAN, "enableWhen": [when("tell", "=", answerBoolean=True)]},
    )
    asked(cast, cast.ben, title="Of Ben")
    asked(cast, cast.ben, title="Of Kit", patient=cast.kit_record)
    asked(cast, None, title="In full")
    secret = asked(cast, cast.ana, title="Secret", confidential=True)
    actions.cancel(assignment=asked(cast, cast.ana, title="Taken back"), by=None, at=AT)
    on_paper.hand_in(asked(cast, cast.ana, title="Paper"), file=picture(), by=cast.finn, at=AT)
    asked(cast, cast.ana, title="Over", expires_at=AT)
    full = asked(cast, cast.ana, title="Full")
    put(finn, sending(cast, cast.ana), full)
    assert offered(finn, card) == ["Hers: Your referral", "Secret: Your referral"]
    # Ben sees all of them but the secret one. What Ana alone writes in would not be hers afterwards.
    assert offered(finn, sending(cast, cast.ben)) == ["In full: Your referral", "Of Ben: Your referral"]
    # What is between her and the clinic stays so.
    assert offered(finn, sending(cast, cast.ana, confidential=True)) == ["Secret: Your referral"]
    assert offered(finn, sending(cast, cast.ben, confidential=True)) == []
    granted = regranted(cast.ana_grant, level="full", basis="clinic", granted_by=cast.nora)
    assert "Hers: Your referral" in offered(finn, sending(cast, cast.ben))
    Assignment.objects.filter(pk=secret.pk).update(confidential=False)
    revoke(granted, by=cast.nora, at=AT)
    assert offered(finn, card) == []


def test_what_the_desk_may_not_open_it_puts_only_where_it_does_not_read_it(finn, cast, sign_in):
    """An administrative form is read by the desk once it is sent in."""
    clinical, desk = (
        asked(cast, cast.ana, title="Health"),
        asked(cast, cast.ana, title="Insurance", clinical=False),
    )
    result = sending(cast, cast.ana, kind=Kind.RESULT)
    assert offered(finn, result) == ["Health: Your referral"]
    assert put(finn, result, desk).status_code == 422
    petra = sign_in(Client(), cast.petra_account)
    assert offered(petra, result) == ["Health: Your referral", "Insurance: Your referral"]
    put(finn, result, clinical)
    assert files_of(clinical) == ["Qcard.png"]


def test_without_a_form_it_is_not_offered_and_said(finn, cast, card):
    page = finn.get(there(card))
    assert not page.context["has_places"]
    assert "No form that its sender has still to send in asks for such a file." in page.text
    assert there(card, "sent_file_placing") not in page.text


@pytest.mark.parametrize(
    ("said", "error"),
    [({}, "Choose a question"), ({"place": "x q1"}, MEANWHILE), ({"place": "{form} q9"}, MEANWHILE)],
)
def test_a_bad_answer_is_said_beside_it(finn, cast, card, said, error):
    form = asked(cast, cast.ana)
    said = {name: words.format(form=form.pk) for name, words in said.items()}
    page = finn.post(there(card, "sent_file_placing"), said)
    assert (page.status_code, page.context["placing"].errors) == (422, {"place": [error]})
    card.refresh_from_db()
    assert card.waits and Upload.objects.count() == 1


def test_a_form_sent_in_at_that_very_moment_is_told_and_nothing_is_lost(finn, cast, card, monkeypatch):
    form, put_into_form = asked(cast, cast.ana), sent.put_into_form
    actions.open_form(assignment=form, by=cast.ana, at=AT)

    def after_it_was_sent(*args, **kwargs):
        actions.submit(assignment=Assignment.objects.get(pk=form.pk), by=cast.ana, at=AT)
        return put_into_form(*args, **kwargs)

    monkeypatch.setattr(sent, "put_into_form", after_it_was_sent)
    page = put(finn, card, form)
    assert (page.status_code, page.context["placing"].errors) == (422, {"place": [MEANWHILE]})
    card.refresh_from_db()
    assert card.waits and default_storage.exists(card.upload.stored_as)
    assert (Upload.objects.count(), files_of(form)) == (1, [])


def test_of_two_the_second_hears_what_the_first_did(finn, cast, card):
    form = asked(cast, cast.ana)
    sent.decline(card, reason="Blurred", by=cast.nora, at=AT)
    page = put(finn, card, form, follow=True)
    assert says(page) == ["A colleague was faster. This is what was decided."]
    assert sent.put_into_form(card, into=lambda upload: pytest.fail("put"), by=cast.finn, at=AT) is False
    assert (Upload.objects.count(), Response.objects.filter(assignment=form).count()) == (1, 0)


def test_without_room_it_waits_on(finn, cast, card, monkeypatch):
    form = asked(cast, cast.ana)
    monkeypatch.setattr("smartforms.given_files.copied", lambda *_a, **_k: (_ for _ in ()).throw(OSError))
    page = put(finn, card, form)
    assert page.status_code == 422 and "We could not keep the file" in page.text
    card.refresh_from_db()
    assert card.waits and not Response.objects.filter(assignment=form).exists()


def test_undone_the_same_day_and_not_once_the_form_was_sent_in(finn, cast, card):
    form = asked(cast, cast.ana)
    put(finn, card, form, follow=True)
    copy = SentFile.objects.get().form_copy
    page = finn.post(there(card, "sent_file_reopening"), follow=True)
    assert (says(page), page.context["waits"], files_of(form)) == (["It waits again."], True, [])
    copy.refresh_from_db()
    assert copy.removed_at == AT and ("form.file_taken_out", cast.finn.pk) in verbs(cast.ana_record)
    put(finn, card, form, follow=True)
    actions.submit(assignment=Assignment.objects.get(pk=form.pk), by=cast.ana, at=AT)
    assert finn.get(there(card)).context["reopening_url"] == ""
    page = finn.post(there(card, "sent_file_reopening"), follow=True)
    assert (says(page), files_of(form)) == (["This can no longer be undone here."], ["Qcard.png"])
    assert {"term": "Form", "answer": "Intake"} in page.context["rows"]


def test_who_may(cast, client, sign_in, card):
    asked(cast, cast.ana)
    people = ("petra_account", "quinn_account", "finn", "nora", "omar", "ana")
    asks = {
        who: sign_in(client, getattr(cast, who)).post(there(card, "sent_file_placing")).status_code
        for who in people
    }
    assert asks == {
        "petra_account": 422, "quinn_account": 403, "finn": 422, "nora": 422, "omar": 404, "ana": 404,
    }  # fmt: skip
    assert sign_in(client, billing(cast)).post(there(card, "sent_file_placing")).status_code == 403
