"""Access codes at the desk: shown once, mailed, printed, cancelled; the words are kept nowhere."""

import logging
import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from audit.models import Event
from common.tests import paper
from common.tests.moment import AT
from office.tests.people import choose_ages, place, says
from outbox.models import Message
from records.actions.codes import AgesUnknown, find_by_words, issue_code
from records.models import AccessCode, Contact
from records.models.access import Level, Relation, Scope
from records.tests.factories import LockdownFactory

SHOWN_ONCE = ["That code was made already, and its words were shown once. Make a new one if they were lost."]


def wants(**changes):
    return {"mark": str(uuid.uuid4()), "who": "patient"} | changes


def make(client, patient, **changes):
    return client.post(place("code", patient), wants(**changes))


def another(**changes):
    """What is chosen for somebody who is no contact."""
    return {
        "who": "another", "name": "Karin Cast", "relation": "parent", "scopes": ["appointments", "forms"],
        "authorised": "on", "until_day": "1", "until_month": "3", "until_year": "2027",
    } | changes  # fmt: skip


@pytest.fixture
def karin(cast):
    return Contact.objects.create(
        patient=cast.ana_record, name="Karin Cast", relation=Relation.PARENT, email="karin@example.org",
        made_at=AT, made_by=cast.nora,
    )  # fmt: skip


def test_the_words_stand_in_the_answer_and_open_the_record(cast, finn):
    answer = make(finn, cast.ana_record)
    words = answer.context["issued"]["words"]
    code = AccessCode.objects.get()
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store, private")
    assert all(f"<li>{word}</li>" in answer.text for word in words)
    assert find_by_words(cast.harbour, words, at=AT) == code
    assert (code.relation, code.level, code.holder, code.issued_by) == (
        Relation.SELF,
        Level.FULL,
        "",
        cast.finn,
    )
    assert set(code.scopes) == set(Scope.values)
    assert answer.context["issued"]["valid"] == "Valid until Sunday 22 November, 9:00 am"


def test_the_words_are_kept_nowhere(cast, finn, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    answer = make(finn, cast.ana_record)
    words = answer.context["issued"]["words"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        kept = []
        for table in tables:
            cursor.execute(
                f'SELECT 1 FROM "{table}" AS rows WHERE rows::text ILIKE %s LIMIT 1',
                [f"%{words[0]} {words[1]}%"],
            )
            kept += [table] if cursor.fetchone() else []
    assert kept == []
    assert not any(word in str(session.get_decoded()) for session in Session.objects.all() for word in words)
    assert not any(" ".join(words) in record.getMessage() for record in caplog.records)
    assert " ".join(words) not in "".join(capfd.readouterr())
    again = finn.get(place("access", cast.ana_record))
    assert again.context["issued"] is None
    assert not any(f"<li>{word}</li>" in again.text for word in words)


def test_a_second_press_and_a_reload_make_no_second_code(cast, finn):
    mark = str(uuid.uuid4())
    words = make(finn, cast.ana_record, mark=mark).context["issued"]["words"]
    again = finn.post(place("code", cast.ana_record), wants(mark=mark), follow=True)
    assert (says(again), again.context["issued"]) == (SHOWN_ONCE, None)
    assert find_by_words(cast.harbour, words, at=AT) == AccessCode.objects.get()


def test_a_mark_of_another_record_shows_nothing(cast, finn):
    mark = str(uuid.uuid4())
    make(finn, cast.kit_record, mark=mark)
    again = finn.post(place("code", cast.ana_record), wants(mark=mark), follow=True)
    assert (says(again), AccessCode.objects.filter(patient=cast.ana_record).exists()) == (SHOWN_ONCE, False)


def test_a_new_code_ends_the_older_one_of_the_same_person(cast, finn):
    old = make(finn, cast.ana_record).context["issued"]["words"]
    choose_ages(cast)
    make(finn, cast.ana_record, **another())
    page = make(finn, cast.ana_record)
    assert find_by_words(cast.harbour, old, at=AT) is None
    told = [(row["holder"], row["tag_label"]) for row in page.context["codes"]]
    assert sorted(told) == [("", "Replaced"), ("", "Waiting"), ("Karin Cast", "Waiting")]


def test_for_somebody_else_everything_is_chosen(cast, finn):
    choose_ages(cast)
    make(finn, cast.ana_record, **another())
    code = AccessCode.objects.get()
    assert (code.holder, code.relation, code.scopes) == ("Karin Cast", "parent", ["appointments", "forms"])
    # The last day is over when the next one begins in Halifax.
    assert code.access_until.isoformat() == "2027-03-02T04:00:00+00:00"


def test_a_code_to_an_adults_record_proposes_a_year_and_to_a_childs_no_end(cast, finn):
    """D3: an adult's consent is asked again every year."""
    choose_ages(cast)
    ana, kit = (finn.get(place("code", one)) for one in (cast.ana_record, cast.kit_record))
    assert ana.context["form"]["until"].value().isoformat() == "2027-11-17"
    assert kit.context["form"]["until"].value() is None


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"name": ""}, {"name": ["Enter the name of the person the code is for"]}),
        ({"relation": "self"}, {"relation": ["Choose who this person is to the patient"]}),
        ({"scopes": []}, {"scopes": ["Choose at least one part of the record"]}),
        ({"authorised": ""}, {"authorised": ["Tick that this person may see this patient’s information"]}),
        ({"until_year": "2020"}, {"until": ["Enter a date after 17 November 2026"]}),
        ({"who": "zoe"}, {"who": ["Choose who the code is for"]}),
        ({"name": "karin cast"}, {"name": ["This is a contact: choose the name above"]}),
    ],
)
def test_what_is_missing_is_said_beside_it(cast, finn, karin, changes, wrong):
    choose_ages(cast)
    answer = make(finn, cast.ana_record, **another(name="Kai") | changes)
    assert (answer.status_code, answer.context["form"].errors) == (422, wrong)
    assert not AccessCode.objects.exists()


def test_for_the_patient_nothing_else_counts(cast, finn):
    assert make(finn, cast.ana_record, **another(who="patient", until_year="x", name="")).status_code == 200


def test_without_ages_only_the_patient_gets_a_code(cast, finn, client, sign_in):
    answer = make(finn, cast.kit_record, **another())
    assert (answer.status_code, answer.context["form"].errors["who"]) == (
        422, ["Ages are not chosen yet, so only the patient can be given a code"],
    )  # fmt: skip
    assert answer.context["ages"]["text"].endswith("Ask Nora Cast.")
    sign_in(client, cast.nora)
    notice = client.get(place("code", cast.kit_record)).context["ages"]
    assert notice["link_label"] == "Choose the ages"
    # Nobody doubts that Ana, at 38, is of age.
    assert client.get(place("code", cast.ana_record)).context["ages"] is None


def test_a_locked_record_gets_no_code(cast, finn):
    LockdownFactory(patient=cast.ana_record, at=AT, by=cast.nora)
    answer = finn.post(place("code", cast.ana_record), wants(), follow=True)
    assert says(answer) == ["Portal access to this record is locked. Lift that first."]
    assert not AccessCode.objects.exists()


# Mailing ------------------------------------------------------------------------------------------


def test_the_link_goes_to_the_address_on_file(cast, finn):
    code = make(finn, cast.ana_record).context["issued"]
    answer = finn.post(code["mail_url"], {"address": code["address"]}, follow=True)
    assert says(answer) == ["Access link on its way to ana@example.org."]
    assert AccessCode.objects.get().email == "ana@example.org"
    assert Message.objects.get().kind == "records.access_link"
    assert answer.context["waiting_codes"][0]["mailed"] == "ana@example.org"


def test_an_address_that_changed_meanwhile_gets_nothing(cast, finn):
    code = make(finn, cast.ana_record).context["issued"]
    for address in ("old@example.org", ""):
        answer = finn.post(code["mail_url"], {"address": address}, follow=True)
        assert says(answer) == ["The address on file has changed. Nothing was sent: look again."]
    assert not Message.objects.exists()


def test_a_contacts_link_goes_to_the_contact(cast, finn, karin):
    choose_ages(cast)
    code = make(finn, cast.ana_record, **another(who=str(karin.pk))).context["issued"]
    assert (code["holder"], code["address"]) == ("Karin Cast", "karin@example.org")
    assert AccessCode.objects.get().relation == Relation.PARENT
    assert Contact.objects.get().may_have_access is True


def test_somebody_without_an_address_on_file_gets_paper(cast, finn):
    choose_ages(cast)
    code = make(finn, cast.ana_record, **another()).context["issued"]
    assert code["address"] == ""
    finn.post(code["mail_url"], {"address": "ana@example.org"})
    assert not Message.objects.exists()


def test_a_cancelled_code_is_not_mailed_and_not_cancelled_twice(cast, finn):
    code = make(finn, cast.ana_record).context["issued"]
    assert says(finn.post(code["cancel_url"], follow=True)) == ["Code cancelled."]
    assert says(finn.post(code["cancel_url"], follow=True)) == []
    answer = finn.post(code["mail_url"], {"address": code["address"]}, follow=True)
    assert says(answer) == ["That code opens nothing any more. Make a new one."]
    assert [row["tag_label"] for row in answer.context["codes"]] == ["Cancelled"]


# On paper -----------------------------------------------------------------------------------------


def test_the_slip_carries_the_words_and_no_date_of_birth(cast, finn):
    code = make(finn, cast.ana_record).context["issued"]
    answer = finn.post(code["slip_url"], {"words": " ".join(code["words"])})
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        "application/pdf", "no-store, private",
    )  # fmt: skip
    printed = paper.words(answer.content)
    assert all(word in printed for word in [*code["words"], "Harbour Clinic", "Ana Cast"])
    assert "1988" not in printed
    assert Event.objects.filter(verb="slip.printed", patient=cast.ana_record.pk).count() == 1


@pytest.mark.parametrize("words", ["", "maple drift copper lantern", "<b>free</b> money for you"])
def test_nothing_but_the_codes_own_words_is_printed(cast, finn, words):
    code = make(finn, cast.ana_record).context["issued"]
    assert says(finn.post(code["slip_url"], {"words": words}, follow=True)) == [
        "That slip cannot be printed any more. Make a new code."
    ]


def test_a_dead_code_is_not_printed(cast, finn):
    code = make(finn, cast.ana_record).context["issued"]
    AccessCode.objects.update(issued_at=AT - timedelta(days=6), expires_at=AT - timedelta(days=1))
    assert finn.post(code["slip_url"], {"words": " ".join(code["words"])}).status_code == 302


def test_codes_of_other_records_are_not_there(cast, finn, client, sign_in):
    code = make(finn, cast.ana_record).context["issued"]
    key = AccessCode.objects.get().pk
    for name in ("code_mail", "code_cancellation", "slip"):
        assert finn.post(place(name, cast.kit_record, key)).status_code == 404
        assert finn.get(place(name, cast.ana_record, key)).status_code == 405
    sign_in(client, cast.quinn_account)
    assert client.post(code["cancel_url"]).status_code == 403
    assert AccessCode.objects.get().revoked_at is None


def test_a_child_gets_no_code_of_their_own(cast, finn):
    choose_ages(cast)
    page = finn.get(place("code", cast.kit_record)).context["form"]
    assert [key for key, _label in page.fields["who"].choices] == ["another"]
    posted = {"who": "patient", "mark": str(uuid.uuid4())}
    assert finn.post(place("code", cast.kit_record), posted).status_code == 422
    asked = finn.post(
        place("invite_patient", cast.kit_record), {"authorised": "on", "address": cast.kit_record.email}
    )
    assert "A child is not invited." in asked.text
    assert finn.get(place("contacts", cast.kit_record)).context["patient_row"]["invite_url"] == ""
    with pytest.raises(AgesUnknown):
        issue_code(cast.kit_record, relation=Relation.SELF, scopes=[], by=cast.finn, at=AT)
    assert not AccessCode.objects.exists()
