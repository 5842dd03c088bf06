"""B20: every column decided, every own word and no other's in a take-out, 5,000 items within ten minutes."""

import json
import os
import resource
import time
import uuid
import zipfile
from datetime import timedelta
from pathlib import Path
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
PATIENTS, EACH = 2000, 3  # of a clinic that takes out everything; visits, notes, lines and documents of each
PAGE = 16 << 10  # bytes of each of their documents
FLAT = 20  # megabytes between the first quarter of the patients and the last


def b20() -> list[Figure]:
    """Columns, words, one long record, a whole clinic."""
    with as_in_tests(), patch("common.clock.now", lambda: AT), transaction.atomic():
        found = _decided()
        for proof in (_words, _speed, _clinic):
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
        default_storage.save(upload.stored_as, ContentFile(os.urandom(FILE)))
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


def _clinic() -> list[Figure]:
    from accounts.tests.factories import AccountFactory
    from clinic.models.clinic import Role
    from clinic.tests.factories import MembershipFactory
    from records.actions import exports
    from records.takeout import working
    from tests.story import Cast

    cast = Cast()
    stored = _many_patients(cast)
    other = AccountFactory()
    MembershipFactory(user=other, clinic=cast.harbour, roles=[Role.MANAGER])
    export = exports.ask(cast.harbour, by=cast.nora, at=AT, reason="Moving")
    exports.release(export, by=other, at=AT)
    sizes, began = [], time.monotonic()

    def now():
        sizes.append(_resident())
        return AT + timedelta(seconds=time.monotonic() - began)  # it says every second how far it is

    made = working.make_exports(now=now)
    seconds = time.monotonic() - began
    export.refresh_from_db()
    with default_storage.open(export.stored_as) as file, zipfile.ZipFile(file) as packed:
        folders = {name.split("/")[1] for name in packed.namelist() if name.startswith("patients/")}
        members, broken = len(packed.namelist()), packed.testzip()
        told = json.loads(packed.read("manifest.json"))["patients"]
    for name in (export.stored_as, *stored):
        default_storage.delete(name)
    del sizes[-2:]  # once it lies in the storage, which is in memory here
    quarter = len(sizes) // 4
    grown = max(sizes[-quarter:]) - max(sizes[:quarter])
    whole = made == 1 and broken is None and len(folders) == told == export.steps <= export.steps_done
    size = f"{told:,} patients of a clinic taken out, {members:,} files, {export.size / 1e6:.0f} MB"
    return [
        Figure("B20", size, seconds, "s", f"≤ {MINUTES * 60}; readable", None, whole and seconds <= MINUTES * 60),
        at_most(FLAT, "B20", "memory it grew by from the first quarter of them to the last", grown, "MB"),
    ]  # fmt: skip


def _many_patients(cast) -> list[str]:
    """A clinic of so many patients, a few rows of each kind for each; the names of their files."""
    from booking.models import Appointment
    from payments.models import Entry
    from records.models import Chart, Document, Patient

    born = {"clinic": cast.harbour, "date_of_birth": AT.date(), "created_at": AT}
    them = Patient.objects.bulk_create(
        [Patient(given_name=f"N{n}", family_name="Row", **born) for n in range(PATIENTS)], batch_size=500
    )
    fields = {
        one.attname: getattr(cast.ana_visit, one.attname)
        for one in Appointment._meta.concrete_fields
        if not one.primary_key
    }
    written = {
        "practitioner": cast.petra,
        "day": AT.date(),
        "written_at": AT,
        "plan": {"summary": "Rest. " * 50},
    }
    paper = {
        "kind": "letter", "title": "Letter", "dated_on": AT.date(), "name": "Letter.pdf", "size": PAGE, "pages": 1,
        "content_type": "application/pdf", "sha256": "0" * 64, "created_at": AT, "shared_at": AT,
        "shared_by": cast.petra_account,
    }  # fmt: skip
    line = {"clinic": cast.harbour, "kind": "charge", "amount": 4500, "currency": "CAD", "at": AT}
    each = [one for one in them for _n in range(EACH)]
    Appointment.objects.bulk_create(
        [Appointment(**fields | {"patient_id": one.pk}) for one in each], batch_size=500
    )
    Chart.objects.bulk_create([Chart(patient=one, **written) for one in each], batch_size=500)
    Entry.objects.bulk_create([Entry(patient=one, **line) for one in each], batch_size=500)
    papers = Document.objects.bulk_create([Document(patient=one, **paper) for one in each], batch_size=500)
    for one in papers:
        default_storage.save(one.stored_as, ContentFile(os.urandom(PAGE)))
    return [one.stored_as for one in papers]


def _resident() -> float:
    """Megabytes this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / (1 << 20)
