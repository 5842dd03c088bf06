"""The ZIP of one patient, written piece by piece onto a disk: never more than one row or one block in memory."""

import hashlib
import json
import zipfile
from collections import Counter
from contextlib import contextmanager
from itertools import chain

from django.contrib.staticfiles import finders

from outbox.composing import letterhead
from records import contract
from records.takeout import page
from records.takeout.sheets import Why

BLOCK = 1 << 16


class Packing:
    """An open ZIP. `folder` puts everything of one patient into a folder of its own; `tick` is called as it goes on."""

    def __init__(self, zip_file: zipfile.ZipFile, *, folder="", tick=lambda: None):
        self.zip, self.folder, self.tick = zip_file, folder, tick
        self.sums: dict[str, dict] = {}
        self.counts: Counter = Counter()

    @contextmanager
    def _member(self, path: str):
        """Writes into one file of the ZIP, and keeps its fingerprint."""
        digest, size = hashlib.sha256(), 0
        with self.zip.open(self.folder + path, "w", force_zip64=True) as member:

            def write(piece: str | bytes):
                nonlocal size
                piece = piece.encode() if isinstance(piece, str) else piece
                digest.update(piece)
                size += len(piece)
                member.write(piece)

            yield write
        self.sums[path] = {"sha256": digest.hexdigest(), "bytes": size}

    def keep(self, path: str, pieces) -> None:
        """One file, from its pieces."""
        with self._member(path) as write:
            for piece in pieces:
                write(piece)
                self.tick()

    def pack(self, reader) -> None:
        """Everything of one patient for one reader."""
        self._files(reader)
        self.keep("data.json", self._data(reader))
        self.keep("fhir/bundle.json", self._bundle(reader))
        if not reader.is_clinic:
            sections = chain.from_iterable(one.sections(reader) for one in contract.answerers())
            self.keep("index.html", page.lines(reader, sections))
            self.keep("page.css", [style()])
        self.keep("manifest.json", [self._manifest(reader)])

    def _files(self, reader) -> None:
        for answerer in contract.answerers():
            for file in answerer.files(reader):
                try:
                    opened = file.open()
                except OSError:  # its storage has lost it: the row still tells that it was there
                    self.counts["files_lost"] += 1
                    continue
                with opened:
                    self.keep(file.path, iter(lambda opened=opened: opened.read(BLOCK), b""))
                self.counts["files_kept"] += 1
                if file.row is not None:
                    reader.paths[file.row] = file.path

    def _data(self, reader):
        """Every sheet with its rows; a sheet without rows is there, with its columns."""
        yield '{\n"about": ' + json.dumps(_about(reader), ensure_ascii=False)
        for answerer in contract.answerers():
            for name, columns, rows in answerer.export(reader):
                yield f',\n{json.dumps(name)}: {{"columns": {json.dumps(columns)}, "rows": ['
                between = "\n"
                for row in rows:
                    yield between + json.dumps(row, ensure_ascii=False)
                    between = ",\n"
                    self.counts[name] += 1
                yield "]}"
        yield "\n}\n"

    def _bundle(self, reader):
        """A FHIR bundle in which every reference leads to an entry; shared resources stand in it once."""
        base = f"{letterhead(reader.patient.clinic_id).address}/fhir"
        head = {"resourceType": "Bundle", "id": str(reader.patient.pk), "type": "collection"}
        head["timestamp"] = reader.at.astimezone(reader.zone).isoformat(timespec="seconds")
        yield json.dumps(head)[:-1] + ', "entry": ['
        seen, between = set(), "\n"
        for answerer in contract.answerers():
            for resource in answerer.resources(reader):
                key = (resource["resourceType"], resource["id"])
                if key in seen:
                    continue
                seen.add(key)
                entry = {"fullUrl": f"{base}/{key[0]}/{key[1]}", "resource": resource}
                yield between + json.dumps(entry, ensure_ascii=False)
                between = ",\n"
                self.counts[f"fhir_{key[0]}"] += 1
        yield "\n]}\n"

    def _manifest(self, reader) -> str:
        """What is in here, and what stays, for which reason; the same for everybody, whatever there is of it."""
        stays = {}
        for sheet in contract.sheets():
            kept = reader.columns_of(sheet)
            for column, why in sheet.reasons().items():
                if column not in kept and why not in (Why.INTERNAL, Why.HEAD):
                    stays.setdefault(str(why), []).append(f"{sheet.label}.{column}")
        told = {"about": _about(reader), "counts": dict(self.counts), "files": self.sums, "withheld": stays}
        return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _about(reader) -> dict:
    clinic = reader.patient.clinic
    return {
        "format": "anteroom-take-out/1",
        "clinic": clinic.name,
        "patient": str(reader.patient.pk),
        "taken_out_at": reader.at.astimezone(reader.zone).isoformat(timespec="seconds"),
        "timezone": clinic.timezone,
    }


def style() -> bytes:
    """The style sheet that lies beside the readable page."""
    with open(finders.find("css/takeout.css"), "rb") as sheet:
        return sheet.read()
