"""The ledger of one record: every verb in words, kinds and not titles, and a file that runs nothing."""

import csv
import re
from io import StringIO

import pytest

from accounts.models import User
from audit.models import Event
from common.spreadsheet import as_text
from common.tests.moment import AT
from office import parts
from office.doors import Part
from office.presenters.ledger_words import WORDS
from office.tests.people import billing, place
from tests.architecture import house

# Verbs that are written down without a patient.
LEDGER_PAGE = 12
ABOUT_NOBODY = re.compile(
    r"(settings|team|account|calendar|clinic|home_activity)\.|(patients|emergencies)\.listed|mail\.(un)?worded|access\.(refused|tried)|invitation\.renewed"
    r"|form\.(published|blank_printed|archived|brought_back|described|draft_\w+|exported)"
)
CALL = re.compile(
    r"""(?:opened|record)\(\s*f?"([a-z_]+\.[a-z_]+)"|verb = "([a-z_]+\.[a-z_]+)"|verb="([a-z_]+\.[a-z_]+)\""""
)


def note(verb, patient, by, target=None, **fields):
    kind = target._meta.label_lower if target else ""
    return Event.objects.create(
        verb=verb, patient=patient.pk, actor=by.pk if by else None, target=str(target.pk) if target else "",
        target_kind=kind, at=AT, **fields,
    )  # fmt: skip


def rows(client, patient, **query):
    found = client.get(place("access", patient), query).context["ledger"]
    return [(row["who"], row["what"]) for row in found["rows"]]


def lines(client, patient):
    answer = client.get(place("ledger", patient))
    assert answer.status_code == 200
    return list(csv.reader(StringIO(b"".join(answer.streaming_content).decode())))


@pytest.fixture
def nora(cast, client, sign_in):
    """A browser of the owner, who takes the whole list along."""
    return sign_in(client, cast.nora)


def test_who_did_what_newest_first(cast, finn):
    note("form.submitted", cast.ana_record, cast.ana, cast.ana_sent)
    note("appointment.booked", cast.ana_record, cast.ana, cast.ana_visit)
    note("access.given", cast.ana_record, cast.nora, cast.ben_grant)
    note("records.patient.changed", cast.ana_record, None)
    note("form.opened", cast.kit_record, cast.ben, cast.kit_sent)
    assert rows(finn, cast.ana_record) == [
        ("The system", "changed something outside the usual pages"),
        ("Nora Cast", "gave access to ben@example.org"),
        ("Ana Cast", "booked an appointment, 19 Nov"),
        ("Ana Cast", "sent in a form"),
    ]


def test_titles_are_for_those_who_care(cast, client, sign_in):
    note("form.submitted", cast.ana_record, cast.ana, cast.ana_sent)
    sign_in(client, cast.petra_account)
    assert rows(client, cast.ana_record) == [("Ana Cast", "sent in a form: Harbour intake")]
    sign_in(client, cast.nora)
    assert rows(client, cast.ana_record)[-1] == ("Ana Cast", "sent in a form")


def test_an_event_that_points_at_another_record_tells_nothing_of_it(cast, client, sign_in):
    note("access.given", cast.ana_record, cast.nora, cast.kit_grant)
    note("form.opened", cast.ana_record, cast.nora, cast.zoe_sent)
    sign_in(client, cast.petra_account)
    assert rows(client, cast.ana_record) == [
        ("Nora Cast", "opened a form"),
        ("Nora Cast", "gave access to an account"),
    ]


def test_long_ledgers_have_pages(cast, finn):
    for _n in range(45):
        note("form.opened", cast.ana_record, cast.ana)
    first, last = (
        finn.get(place("access", cast.ana_record), {"page": page}).context["ledger"] for page in (1, 3)
    )
    assert (len(first["rows"]), first["newer"], first["older"]) == (20, "", "?page=2#ledger")
    assert (last["newer"], last["older"]) == ("?page=2#ledger", "")
    for odd in ("0", "-1", "x", "9" * 40, "٣"):
        assert len(rows(finn, cast.ana_record, page=odd)) == 20


def test_who_and_what_can_be_chosen_on_the_page_and_in_the_file(cast, nora):
    ana = cast.ana_record
    for verb, by in (
        ("form.opened", cast.ana), ("form.submitted", cast.ana), ("answers.printed", cast.petra_account),
        ("answers.refused", cast.finn), ("access.given", cast.nora), ("emergency.begun", cast.quinn_account),
        ("records.patient.changed", None),
    ):  # fmt: skip
        note(verb, ana, by)
    note("form.opened", ana, cast.finn, on_behalf_of=cast.ana.pk)
    note("form.opened", cast.kit_record, cast.ben)
    found = {
        tuple(query.items()): rows(nora, ana, **query)
        for query in (
            {"kind": "taken"}, {"kind": "refused"}, {"kind": "emergencies"}, {"kind": "as_somebody"},
            {"who": str(cast.ana.pk)}, {"who": str(cast.ana.pk), "kind": "changes"}, {"who": "system"},
        )
    }  # fmt: skip
    assert list(found.values()) == [
        [("Petra Cast", "downloaded the answers of a form")],
        [("Finn Cast", "tried to read the answers of a form")],
        [("Quinn Cast", "opened the record in an emergency")],
        [("Finn Cast", "opened a form, looking as ana@example.org")],
        [("Ana Cast", "sent in a form"), ("Ana Cast", "opened a form")],
        [("Ana Cast", "sent in a form")],
        [("The system", "changed something outside the usual pages")],
    ]
    page = nora.get(place("access", ana), {"who": str(cast.ana.pk), "kind": "changes"})
    url = page.context["ledger_url"]
    assert url == f"{place('ledger', ana)}?who={cast.ana.pk}&kind=changes"
    taken = list(csv.reader(StringIO(b"".join(nora.get(url).streaming_content).decode())))
    assert [line[1:] for line in taken[1:]] == [["Ana Cast", "ana@example.org", "sent in a form"]]
    everybody = {one["value"] for one in page.context["ledger"]["people"]}
    assert str(cast.ben.pk) not in everybody, "who came by another record is not offered"
    for odd in ({"who": "x"}, {"who": "' OR 1=1"}, {"kind": "patient__user__password"}):
        assert len(rows(nora, ana, **odd)) == len(rows(nora, ana))


@pytest.mark.parametrize("number", [10, 10_000])
def test_a_long_ledger_costs_no_more(cast, nora, number, django_assert_num_queries):
    whoever = [cast.ana.pk, cast.ben.pk, cast.petra_account.pk, None]
    Event.objects.bulk_create(
        Event(verb="form.opened", patient=cast.ana_record.pk, actor=whoever[n % 4], at=AT)
        for n in range(number)
    )
    page = place("access", cast.ana_record)
    nora.get(page)
    with django_assert_num_queries(LEDGER_PAGE):
        assert nora.get(page, {"who": str(cast.ana.pk), "kind": "looks"}).status_code == 200


def test_every_verb_about_a_patient_has_words():
    code = [
        path.read_text()
        for path in house.modules()
        if not house.is_test(path) and "migrations" not in path.parts
    ]
    verbs = {verb for text in code for found in CALL.findall(text) for verb in found if verb}
    assert len(verbs) > 30
    nouns = {part.noun for part in vars(parts).values() if isinstance(part, Part)}
    verbs |= {f"{noun}.{what}" for noun in nouns for what in ("opened", "refused")} - {"patient.refused"}
    assert sorted(verb for verb in verbs if not ABOUT_NOBODY.match(verb) and verb not in WORDS) == []


def test_the_file_holds_everything_and_says_that_it_was_taken(cast, nora):
    for _n in range(25):
        note("form.opened", cast.ana_record, cast.ana)
    note("form.opened", cast.kit_record, cast.ben)
    found = lines(nora, cast.ana_record)
    assert found[0] == ["When", "Who", "Email", "What"]
    assert found[-1] == ["2026-11-17 09:00:00", "Ana Cast", "ana@example.org", "opened a form"]
    assert len(found) == 27
    assert Event.objects.filter(verb="ledger.opened", actor=cast.nora.pk).count() == 1


def test_no_cell_is_a_formula(cast, nora):
    for start in ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"):
        assert as_text(start) == f"'{start}"
    assert as_text("Ana = Cast") == "Ana = Cast"
    User.objects.filter(pk=cast.ana.pk).update(given_name="=HYPERLINK(1)")
    note("form.opened", cast.ana_record, cast.ana)
    assert lines(nora, cast.ana_record)[-1][1] == "'=HYPERLINK(1) Cast"


def test_the_file_is_for_managers_and_owners(cast, client, sign_in):
    refused = (billing(cast), cast.quinn_account, cast.petra_account, cast.finn)
    for who, expected in (*((one, 403) for one in refused), (cast.ana, 404), (cast.omar, 404)):
        sign_in(client, who)
        assert client.get(place("ledger", cast.ana_record)).status_code == expected
