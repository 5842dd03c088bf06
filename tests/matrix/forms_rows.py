"""Diaries, sendings to many and forms for guests: a row of each, of this clinic and of the other."""

from common.tests.moment import LONG_AGO
from smartforms.models import Dispatch, Pace, Series


def rows_of_forms(world) -> None:
    """Ana’s and Zoe’s diaries go as often as they like."""
    for name, house in (("ana", world.at_harbour), ("kit", world.at_harbour), ("zoe", world.at_lakeside)):
        record = getattr(world, f"{name}_record")
        account = world.ben if name == "kit" else getattr(world, name)
        one = Series.objects.create(
            clinic=house.clinic,
            patient=record,
            template=house.form,
            account=account,
            sent_at=LONG_AGO,
            sent_by=world.nora,
            pace=Pace.FREELY,
            starts_on=LONG_AGO.date(),
        )
        world.things[f"{name} diary"] = {"patient": record.pk, "series": one.pk}
    for house, owner in ((world.at_harbour, world.nora), (world.at_lakeside, world.omar)):
        one = Dispatch.objects.create(
            clinic=house.clinic, template=house.form, made_at=LONG_AGO, made_by=owner
        )
        world.things[f"{house.clinic.slug}’s sending"] = {"dispatch": one.pk}
    world.things["ana with kit’s diary"] = world.things["ana"] | {
        "series": world.things["kit diary"]["series"]
    }
