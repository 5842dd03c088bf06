"""B12: files that mean harm, through the portal's door. The control keeps them as they came."""

import multiprocessing
import os
import resource
import time
from contextlib import contextmanager
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from benchmarks.as_in_tests import as_in_tests
from benchmarks.figures import Figure
from benchmarks.scanner import scanned
from clinic.tests.factories import ClinicFactory
from common import files
from common.tests import hostile
from records.models import SentFile, Upload
from records.tests.factories import GrantFactory, PatientFactory

SECONDS, MEGABYTES = 5, 512
SERVED = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store, private"}


def _washed_apart(name: str) -> tuple[float, int]:
    """Seconds, and the megabytes that the washing took at most: in a process whose children are this one's alone.

    What the parent held as the child began counts along, so that the child took no more than this.
    """
    ours, theirs = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=_measured, args=(name, theirs))
    child.start()
    theirs.close()  # or a child that died would be waited for without end
    found = ours.recv()
    child.join()
    return found


def _measured(name: str, told) -> None:
    called, made = hostile.CORPUS[name]
    content = made()
    began = time.perf_counter()
    try:
        files.accept(content, called)
    except files.Refused:
        pass
    took = time.perf_counter() - began
    told.send((took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10))
    os._exit(0)


def _sent(client, patient) -> dict[str, SentFile]:
    """Every file of the corpus, posted as a browser posts it; those that were kept."""
    kept = {}
    for name, (called, made) in hostile.CORPUS.items():
        file = SimpleUploadedFile("x", made(), content_type="image/png")
        file._name = called
        before = set(SentFile.objects.values_list("pk", flat=True))
        answer = client.post(reverse("portal:sending", args=[patient.pk]), {"files": [file], "kind": "other"})
        assert answer.status_code in (302, 422), (name, answer.status_code)
        new = SentFile.objects.exclude(pk__in=before).first()
        assert (new is not None) == (answer.status_code == 302), name
        if new is not None:
            kept[name] = new
    return kept


def _what_acts(client, kept) -> tuple[int, int]:
    """Of the files that are handed out: with something that acts, and without the heads that keep it from acting."""
    acting = bare = 0
    for one in kept.values():
        answer = client.get(reverse("portal:sent_file", args=[one.patient_id, one.pk]))
        content = answer.getvalue()
        try:
            acting += bool(hostile.what_acts(content))
        except Exception:  # a broken PDF, which only the control keeps
            acting += any(mark in content for mark in hostile.MARKS)
        is_kept_apart = all(answer[name] == value for name, value in SERVED.items())
        is_kept_apart &= answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        bare += not (is_kept_apart and answer["Content-Disposition"].startswith("attachment"))
    return acting, bare


@contextmanager
def _without_washing():
    with patch.object(files, "_washed", lambda content, ending, name: (content, None)):
        yield


def b12() -> list[Figure]:
    """The corpus, washed and sent; then the same with the washing off."""
    times = {name: _washed_apart(name) for name in hostile.CORPUS}
    with as_in_tests(), override_settings(UPLOADS_WAITING=1_000, UPLOADS_A_DAY=1_000):
        patient = PatientFactory(clinic=ClinicFactory(hosts=["localhost"]))
        client = Client(HTTP_HOST="localhost")
        client.force_login(GrantFactory(patient=patient).account)
        kept = _sent(client, patient)
        acting, bare = _what_acts(client, kept)
        outside = sum(one.stored_as != f"uploads/{one.pk}" for one in Upload.objects.all())
        with _without_washing():
            control, _bare = _what_acts(client, _sent(client, patient))
    slowest = max(times, key=lambda name: times[name][0])
    memory = max(megabytes for _seconds, megabytes in times.values())
    all_of_them, seconds = len(hostile.CORPUS), times[slowest][0]
    name = f"of {all_of_them} hostile files, {len(kept)} kept washed: handed out with something that acts"
    return [
        Figure("B12", name, acting, "files", "0", control, acting == 0 < control),
        Figure("B12", "handed out without attachment, nosniff, sandbox", bare, "files", "0", None, bare == 0),
        Figure(
            "B12",
            "stored outside their folder or under another name",
            outside,
            "files",
            "0",
            None,
            outside == 0,
        ),
        Figure("B12", f"the slowest ({slowest})", seconds, "s", f"≤ {SECONDS}", None, seconds <= SECONDS),
        Figure(
            "B12", "memory of the washing, at most", memory, "MB", f"≤ {MEGABYTES}", None, memory <= MEGABYTES
        ),
        *scanned(),
    ]
