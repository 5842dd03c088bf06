"""Flags above Ana's record, one that the team reads and one of her health; and one above Zoe's at the other clinic."""

from records.tests.factories import RedFlagFactory
from tests.matrix.words import canary
from tests.story import BORN


def things_of_patients(world) -> dict:
    """Notes are for the team and for nobody in the portal; an allergy is as closed as what a chart says."""
    ana, zoe = world.things["ana"], world.things["zoe"]
    note = RedFlagFactory(patient=world.ana_record, kind="note", text=canary("ana", "flag"))
    allergy = RedFlagFactory(patient=world.ana_record, text=canary("ana", "chart"))
    zoes = RedFlagFactory(patient=world.zoe_record, kind="note", text=canary("zoe", "flag"))
    return {
        "everyone born on that day, while typing": {"path": f"/office/patients/found/?q={BORN}"},
        "ana note": ana | {"flag": note.pk},
        "ana allergy": ana | {"flag": allergy.pk},
        "ana with zoe’s note": ana | {"flag": zoes.pk},
        "zoe note": zoe | {"flag": zoes.pk},
    }
