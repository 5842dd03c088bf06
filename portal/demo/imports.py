"""A file of the system the clinic had before, looked over and waiting for somebody to say yes."""

import io
import uuid

from imports import actions, reading, working
from imports.models import Import, Kind

NUMBER = uuid.UUID("6f1c0c1e-2b57-4f5c-9d5e-8d1f3c1f7a10")  # once, however often the demo is loaded
ROWS = """Patient ID;First Name;Last Name;Date of Birth;Email;Mobile Phone;Street Address;City;Province
40117;Beatrice;Landry;1964-09-21;beatrice.landry@example.org;(902) 555-0184;14 Ferry Lane;Halifax;NS
40118;Lizzie;O’Connor;1979-06-14;;902 555 0177;8 Wharf Lane;Halifax;NS
40122;Theo;Marchand;1952-02-30;theo@example.org;;;;
40125;Amélie;Gaudet-Comeau;1990-11-02;amelie.gaudet@example;902 555 0191;3 Mill Road;Dartmouth;NS
40131;Idris;Bekele;2011-04-17;;(902) 555-0123;27 Acadia Street;Dartmouth;NS
40131;Sana;Qureshi;1983-07-08;sana.q@example.org;;;;
"""


def load(clinic, *, by, at) -> None:
    """Handed in and looked over."""
    if Import.objects.of(clinic).exists():
        return
    read = reading.read(io.BytesIO(ROWS.encode()))
    batch = actions.keep_file(
        clinic, read, kind=Kind.PATIENTS, name="clients 2025.csv", number=NUMBER, by=by, at=at
    )
    actions.set_columns(batch, columns=batch.columns, order="ymd", by=by, at=at)
    actions.ask_check(batch, language="en", by=by, at=at)
    working.work_all(now=lambda: at)
