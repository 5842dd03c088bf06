"""B20: every column decided, every own word and no other's in a take-out, 5,000 items within ten minutes."""

import resource
import time
import uuid
from unittest.mock import patch

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from benchmarks.as_in_tests import as_in_tests
from benchmarks.figures import Figure, at_most
from common.tests.moment import AT

VISITS, UPLOADS, LINES, CHARTS = 2500, 1000, 1000, 500
FILE = 64 << 10  # bytes each
MINUTES, MEGABYTES = 10, 150


def b20() -> list[Figure]:
    """The three of them."""
    with as_in_tests(), patch("common.clock.now", lambda: AT), transaction.atomic():
        found = _decided()
        for proof in (_words, _speed):
            with transaction.atomic():
                found += proof()
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    return found


def _decided() -> list[Figure]:
    from records import contract
    from records.models import Chart
    from records.takeout.sheets import Sheet, columns_of
    from tests.architecture.test_takeout import undecided

    columns = sum(len(columns_of(sheet.model)) for sheet in contract.sheets())
    left_out = [sheet for sheet in contract.sheets() if sheet.model is not Chart]
    control = undecided([*left_out, Sheet(Chart, "treatment_plans", "id")])
    faults = undecided(contract.sheets())
    for fault in faults:
        print(fault)
    name = f"columns about patients nobody decided about, of {columns}"
    return [
        Figure(
            "B20", name, len(faults), "columns", "0; control > 0", len(control), not faults and bool(control)
        )
    ]


def _words() -> list[Figure]:
    from records import contract
    from records.models.access import Level
    from records.takeout.reader import Reader
    from records.tests.factories import reader_of, regranted
    from records.tests.packed import packed, whole_text
    from tests.story import Cast
    from tests.takeout.canaries import found_in, to_be_found
    from tests.takeout.test_b20 import told, without_a_row

    cast = Cast()
    own = regranted(cast.ana_grant, level=Level.FULL, granted_by=cast.nora)
    empty = len(without_a_row(cast.ana_record))
    filled = told(cast)
    unseen = without_a_row(cast.ana_record)
    missing = foreign = words = 0
    for grant in (own, cast.ben_grant, cast.cleo_grant, cast.kit_grant):
        whose = "kit" if grant is cast.kit_grant else "ana"
        text = whole_text(packed(reader_of(grant)))
        mine = to_be_found(reader_of(grant), filled[whose])
        words += len(mine)
        missing += len(mine - found_in(text, filled[whose]))
        foreign += len(found_in(text, filled[whose]) - mine)
        foreign += sum(len(found_in(text, filled[other])) for other in filled if other != whose)
    careless = found_in(whole_text(packed(Reader(cast.ana_record, AT))), filled["ana"])
    too_much = len(careless - to_be_found(reader_of(cast.ben_grant), filled["ana"]))
    return [
        Figure("B20", f"tables, of {len(contract.sheets())}, without a row that could be missed", len(unseen), "tables",
               "0; control > 0", empty, not unseen and empty > 0),
        Figure("B20", f"own words missing from take-outs, of {words}", missing, "words", "0", None, not missing),
        Figure("B20", "words of others, or that stay, in take-outs", foreign, "words", "0; control > 0", too_much,
               not foreign and too_much > 0),
    ]  # fmt: skip


def _speed() -> list[Figure]:
    from booking.models import Appointment
    from payments.models import Entry
    from records.actions import takeouts
    from records.models import Chart, Upload
    from records.models.access import Level
    from records.takeout import working
    from records.tests.factories import reader_of, regranted
    from tests.story import Cast

    cast = Cast()
    own = regranted(cast.ana_grant, level=Level.FULL, granted_by=cast.nora)
    ana, like = cast.ana_record, cast.ana_visit
    fields = {
        one.attname: getattr(like, one.attname) for one in like._meta.concrete_fields if not one.primary_key
    }
    Appointment.objects.bulk_create([Appointment(**fields) for _n in range(VISITS)], batch_size=500)
    Entry.objects.bulk_create(
        [
            Entry(clinic=cast.harbour, patient=ana, kind="charge", amount=4500, currency="CAD", at=AT)
            for _n in range(LINES)
        ]
    )
    written = {"patient": ana, "practitioner": cast.petra, "day": AT.date(), "written_at": AT}
    Chart.objects.bulk_create([Chart(**written, plan={"summary": "Rest. " * 200}) for _n in range(CHARTS)])
    uploads = [
        Upload(id=uuid.uuid4(), clinic=cast.harbour, patient=ana, account=cast.ana, for_what="upload",
               name=f"{n}.png", content_type="image/png", size=FILE, sha256="0" * 64, created_at=AT)
        for n in range(UPLOADS)
    ]  # fmt: skip
    Upload.objects.bulk_create(uploads)
    for upload in uploads:
        default_storage.save(upload.stored_as, ContentFile(uuid.uuid4().bytes * (FILE // 16)))
    grant = reader_of(own).grant
    taken = takeouts.ask(grant, by=cast.ana, at=AT)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    working.make(taken, now=lambda: AT)
    seconds = time.monotonic() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    taken.refresh_from_db()
    ready = taken.ready_at is not None
    for kept in (taken, *uploads):
        default_storage.delete(kept.stored_as)
    items = VISITS + UPLOADS + LINES + CHARTS
    size = f"{taken.size / 1e6:.0f} MB"
    return [
        Figure("B20", f"{items:,} items taken out ({size})", seconds if ready else 10**6, "s", f"≤ {MINUTES * 60}",
               None, ready and seconds <= MINUTES * 60),
        at_most(MEGABYTES, "B20", "memory it took beside what was there", grown, "MB"),
    ]  # fmt: skip
