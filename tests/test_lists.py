"""What the lists of a record cost: as many questions for ten rows as for ten thousand, and no longer a page (P8).

Counted with session and catalogue warm, at a first look, which is noted.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.tests.factories import EventFactory
from common.tests.moment import AT
from records.models import Chart, SentFile
from records.models.access import Basis, Level
from records.models.sent import Outcome
from records.tests.factories import (
    ActivityAssignmentFactory,
    ChartFactory,
    DocumentFactory,
    SentFileFactory,
    UploadFactory,
    done_on,
    regranted,
)
from smartforms.tests.factories import AssignmentFactory
from tests.many import many, uuid_by
from tray.models import Item
from tray.tests.factories import ItemFactory

# At most 8 for a list, 10 for the portal's home; 12 with the head and the tabs of a patient's workspace around it.
# A plan that was changed since it was signed asks once more: for what changed.
COSTS = {
    "ana": {
        "portal:patient": 9,
        "portal:plans": 6,
        "portal:plan": 8,
        "portal:current_plan": 8,
        "portal:activities": 7,
        "portal:documents": 8,
        "portal:visits": 7,
        "portal:forms": 7,
        "portal:details": 8,
        "portal:access": 12,  # the ledger with the people, visits and forms in it, who has access, and who is invited
    },
    "petra_account": {
        "office:tray": 8,
        "office:forms": 8,
        "office:charts": 10,
        "office:activities": 9,
        "office:documents": 10,
        "office:sent_file": 10,
        "office:patient_forms": 12,
        "office:access": 12,
        "office:patient": 10,
    },
    "finn": {
        "office:tray": 8,
        "office:forms": 7,
        "office:documents": 9,
        "office:sent_file": 10,
        "office:patient_forms": 11,
        "office:access": 12,
        "office:patient": 11,
    },
}
LONGEST_PAGE = 150_000  # bytes; with everything on one page it would be millions


def fill(cast, number):
    """So many of everything that a list of Ana's record shows, as staff and as patient."""
    ana, petra = cast.ana_record, cast.petra
    regranted(cast.ana_grant, level=Level.FULL, basis=Basis.CLINIC, granted_by=cast.nora)
    supplement = {"summary": "Rest.", "supplements": [{"what": "Iron", "dose": "1"}]}
    many(ChartFactory(patient=ana, practitioner=petra, plan=supplement), number, day="one.day - n::int / 10")
    signed = ChartFactory(patient=ana, practitioner=petra, plan=supplement, signed=True)
    papers = {"labels": "ARRAY['about ' || n %% 100]", "dated_on": "one.dated_on - n::int / 10"}
    many(DocumentFactory(patient=ana, practitioner=petra, shared=True, chart=signed), number, **papers)
    for ended in ({}, {"ended_at": AT, "ended_by": cast.petra_account}):
        given = ActivityAssignmentFactory(patient=ana, practitioner=petra, chart=signed, **ended)
        done_on(given, AT.date(), by=cast.ana)
        many(given, number)
    sent = SentFileFactory(patient=ana, by=cast.ana)
    many(sent.upload, number, id=uuid_by("upload"))
    earlier = "one.sent_at - n * interval '1 minute'"
    own = {"id": uuid_by("file"), "upload": uuid_by("upload"), "batch": "gen_random_uuid()"}
    many(sent, number, sent_at=earlier, **own)
    copy = UploadFactory(patient=ana, for_what=f"smartforms.assignment:{cast.ana_open.pk}")
    into_form = {"outcome": Outcome.IN_FORM, "form_copy": copy, "decided_at": AT, "decided_by": cast.nora}
    SentFileFactory(patient=ana, by=cast.ana, **into_form)
    target = f"'records.sentfile:' || {uuid_by('file')}"
    many(Item.objects.get(target__endswith=sent.pk), number, target=target)
    told = ItemFactory(clinic=cast.harbour, kind="code_burned", patient=ana.pk)
    many(told, number, target="one.target || n")
    many(AssignmentFactory(patient=ana, template=cast.form, account=cast.ana), number, sent_at=earlier)
    for target in (cast.ana_visit, cast.ana_open, ana):
        about = {"target": target.pk, "target_kind": target._meta.label_lower, "patient": ana.pk}
        verb = {"appointment": "appointment.opened", "assignment": "form.opened"}
        opened = verb.get(target._meta.model_name, "patient.opened")
        many(
            EventFactory(actor=cast.finn.pk, verb=opened, at=AT, **about),
            number,
            at="one.at - n * interval '1 minute'",
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def rows_in(cast, place) -> list:
    """What the address of a page names."""
    ana = cast.ana_record
    if place in ("office:tray", "office:forms"):
        return []
    if place == "portal:plan":
        return [ana.pk, Chart.objects.get(patient=ana, locked_at__isnull=False).pk]
    if place == "office:sent_file":
        return [ana.pk, SentFile.objects.filter(patient=ana, decided_at=None).order_by("sent_at").first().pk]
    return [ana.pk]


def asked(client, address) -> tuple[int, int]:
    """How many questions a page asks, and how long it is."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(queries), len(answer.content)


@pytest.mark.parametrize("number", [10, 10_000])
def test_a_list_costs_the_same_however_long_it_is(cast, sign_in, client, number):
    fill(cast, number)
    _warm = cast.ana_open.version.outline  # a process keeps the last few of what is published
    questions, sizes = {}, {}
    for who, places in COSTS.items():
        sign_in(client, getattr(cast, who)).get("/portal/", follow=True)
        client.get("/office/patients/?q=nobody")
        for place in places:
            address = reverse(place, args=rows_in(cast, place))
            cost, sizes[who, place] = asked(client, address)
            questions.setdefault(who, {})[place] = cost
    assert questions == COSTS
    assert {place: size for place, size in sizes.items() if size > LONGEST_PAGE} == {}
