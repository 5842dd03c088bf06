"""Who waits: Ana, with a time on offer, Ben for Kit, and Zoe at the other clinic."""

from datetime import timedelta

from booking.models import WaitingEntry, WaitingOffer
from booking.tests.factories import HoldFactory
from common.tests.moment import AT
from tests import story

DAYS = {"first_day": story.TOMORROW.date(), "last_day": story.IN_TWO_DAYS.date()}


def things_of_waiting(world) -> dict:
    """Entries and their offers by name, and a good patient with somebody else’s."""
    found = {}
    for name, account, house in (
        ("ana", world.ana, world.at_harbour),
        ("kit", world.ben, world.at_harbour),
        ("zoe", world.zoe, world.at_lakeside),
    ):
        patient = getattr(world, f"{name}_record")
        person = world.petra if house is world.at_harbour else world.lena
        common = {"clinic": house.clinic, "service": house.treatment, "location": house.place}
        entry = WaitingEntry.objects.create(
            **common,
            **DAYS,
            practitioner=person,
            account=account,
            patient=patient,
            joined_at=AT,
            joined_by=account,
        )
        hold = HoldFactory(
            **common,
            practitioner=person,
            starts_at=story.IN_TWO_DAYS + timedelta(hours=96 + len(found)),
            held_until=AT + timedelta(minutes=30),
        )
        offer = WaitingOffer.objects.create(
            entry=entry, patient=patient, hold=hold, offered_at=AT, until=AT + timedelta(minutes=30)
        )
        found[f"{name} waiting"] = {"patient": patient.pk, "entry": entry.pk, "offer": offer.pk}
    ana, kit = found["ana waiting"], found["kit waiting"]
    return {
        **found,
        "ana with kit’s waiting": {**kit, "patient": ana["patient"]},
        "ana waiting with kit’s offer": {**ana, "offer": kit["offer"]},
        "join for a treatment, which lakeside has too": {"path": "/portal/waiting/?service=treatment"},
        "join for nothing": {"path": "/portal/waiting/?service=astrology"},
    }
