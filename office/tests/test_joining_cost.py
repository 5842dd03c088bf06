"""What looking at two records costs before they are joined, however much they hold (performance, P8)."""

import tracemalloc
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.tests.moment import AT
from office.joining import lines_of
from office.tests.joining import browser_of
from outbox.tests.factories import MessageFactory
from records.joining.look import look_at
from records.models import Contact, DetailChange, PatientDetails
from records.tests.factories import ChartFactory, DocumentFactory, GrantFactory, PatientFactory
from tests.many import many
from tests.story import open_form, visit
from tray.tests.factories import ItemFactory

PREVIEW, AGAIN, COMPARED = 10, 10, 11
DAYS = count(10)  # nobody is booked twice


@pytest.fixture
def two(cast):
    """Ana's record and a second one, each with something of all that grows, and visits at one time."""
    second = PatientFactory(clinic=cast.harbour, given_name="Anna", family_name="Cast")
    PatientDetails.objects.create(patient=second, occupation="Baker")
    GrantFactory(account=cast.ben, patient=second, full=True)
    return cast.ana_record, second


def fill(cast, two, times: int) -> None:
    kept, gone = two
    when = AT + timedelta(days=next(DAYS))
    rows = [
        visit(cast.at_harbour, cast.quinn, kept, when),
        visit(cast.at_harbour, cast.petra, gone, when),
        open_form(cast.at_harbour, gone, account=None),
        ChartFactory(patient=gone),
        DocumentFactory(patient=gone),
        DetailChange.objects.create(patient=gone, field="phone", before="1", after="2", changed_at=AT),
        Contact.objects.create(patient=gone, name="Karin", relation="carer", made_at=AT, made_by=cast.nora),
    ]
    for row in rows:
        many(row, times)
    waits = ItemFactory(clinic=cast.harbour, kind="code_burned", patient=gone.pk)
    many(waits, times, target="one.target || '-' || n")
    many(MessageFactory(patient_id=gone.pk), times, dedupe_key="one.dedupe_key || '-' || n")


@pytest.fixture
def nora(cast, client, sign_in, monkeypatch):
    """A browser of the owner, who has just typed her password, and whose last look was long ago."""
    monkeypatch.setattr("audit.actions.SEEN_AGAIN_AFTER", -timedelta(days=9999))
    return browser_of(cast.nora, client, sign_in)


def queries(act) -> tuple:
    with CaptureQueriesContext(connection) as asked:
        answer = act()
    return answer, len(asked)


@pytest.mark.parametrize("times", [10, 10_000])
def test_the_pages_cost_the_same_however_much_there_is(cast, two, nora, times):
    fill(cast, two, times)
    nora.get("/office/duplicates/")  # a warm catalogue
    url = reverse("office:joining", args=[one.pk for one in two])
    page, first = queries(lambda: nora.get(url))
    moves = {row["label"]: (row["moves"], row["more"]) for row in page.context["moves"]}
    few = times - 3
    assert moves["Visits"] == (times, few) and moves["Contacts"] == (times, few)
    assert moves["Charts"] == moves["Documents"] == (times, 0)
    assert moves["Things in the tray, done ones too"] == moves["Mails that have not left yet"] == (times, 0)
    assert page.context["warnings"][3] == f"{few} more visits are at the same time as one of this record."
    # Nothing chosen: told beside its field, and looked at again.
    answer, again = queries(lambda: nora.post(url, {"seen": page.context["seen"]}))
    assert answer.status_code == 422
    compared, third = queries(lambda: nora.get(reverse("office:compare", args=[one.pk for one in two])))
    assert compared.status_code == 200
    assert (first, again, third) == (PREVIEW, AGAIN, COMPARED)


def test_nothing_is_fetched_to_be_counted(cast, two):
    """What a look keeps in memory does not grow with what it looks at."""

    def peak(times):
        fill(cast, two, times)
        tracemalloc.start()
        try:
            look_at(*two, at=AT), lines_of(*two, at=AT)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1)  # what is made once a process
    few, most = peak(10), peak(10_000)
    assert most < few + 50_000
