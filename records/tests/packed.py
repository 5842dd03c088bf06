"""A take-out made on the spot, and read as a stranger would."""

import io
import json
import zipfile

from common.tests.moment import AT
from records.actions import takeouts
from records.models import Grant, TakeOut
from records.takeout import working
from records.takeout.packing import Packing


def packed(reader, **how) -> zipfile.ZipFile:
    """The ZIP for this reader."""
    onto = io.BytesIO()
    with zipfile.ZipFile(onto, "w", zipfile.ZIP_DEFLATED) as file:
        Packing(file, **how).pack(reader)
    return zipfile.ZipFile(onto)


def whole_text(file: zipfile.ZipFile) -> str:
    """Everything that stands in it, names of files included."""
    return "\n".join(
        [*file.namelist(), *(file.read(name).decode("utf-8", "replace") for name in file.namelist())]
    )


def data_of(file) -> dict:
    return json.loads(file.read("data.json"))


def bundle_of(file) -> dict:
    return json.loads(file.read("fhir/bundle.json"))


def asked(grant, *, at=AT) -> TakeOut:
    """A take-out that waits for a worker."""
    live = Grant.objects.live(at=at).select_related("account", "patient__clinic").get(pk=grant.pk)
    return takeouts.ask(live, by=live.account, at=at)


def ready(grant, *, at=AT) -> TakeOut:
    """A take-out that a worker has made."""
    taken = asked(grant, at=at)
    working.make_all(now=lambda: at)
    taken.refresh_from_db()
    return taken
