"""Files that were sent to the clinic: a card and a result of Ana's, what Ben sent for her, and those of others."""

from records.models.kinds import Kind
from records.tests.factories import SentFileFactory
from tests.matrix.tray_policy import OF_ANA, OF_LAKESIDE
from tests.matrix.words import canary
from tray.tests.factories import ItemFactory


def things_that_were_sent(world) -> dict:
    """By name; the result is called by a word that only those may read who care for Ana, or see her record."""
    found = {}
    for name, whose, by, what in (
        ("ana’s sent card", "ana", world.ana, {}),
        ("ana’s sent result", "ana", world.ana, {"kind": Kind.RESULT, "name": canary("ana", "answer")}),
        ("ben’s sent card for ana", "ana", world.ben, {}),
        ("kit’s sent card", "kit", world.ben, {}),
        ("uma’s sent card", "uma", world.accounts["uma"], {}),
        ("lou’s sent card", "lou", world.accounts["lou"], {}),
        ("zoe’s sent card", "zoe", world.zoe, {"name": canary("zoe", "name")}),
    ):
        patient = getattr(world, f"{whose}_record")
        one = SentFileFactory(patient=patient, by=by, **what)
        found[name] = {"patient": patient.pk, "sent_file": one.pk}
    ana = {"patient": world.ana_record.pk}
    for pk, clinic, patient in (
        (OF_ANA, world.harbour, world.ana_record), (OF_LAKESIDE, world.lakeside, world.zoe_record),
    ):  # fmt: skip
        ItemFactory(pk=pk, clinic=clinic, patient=patient.pk, kind="code_burned")
    return found | {
        "ana with kit’s sent card": found["kit’s sent card"] | ana,
        "ana with zoe’s sent card": found["zoe’s sent card"] | ana,
        "files alone": {"path": "/office/tray/?kind=file.sent"},
        "what is put off": {"path": "/office/tray/?whose=later"},
        "what is ticked off": {"path": "/office/tray/?whose=done"},
        "a line about ana": {"waits": OF_ANA},
        "a line of lakeside": {"waits": OF_LAKESIDE},
    }
