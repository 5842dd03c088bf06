"""Notes of Petra about Ana and Kit, one of Quinn about Ana, one at the other clinic; and a template of each."""

from common.tests.moment import AT
from records.models import ChartTemplate
from records.tests.factories import ChartFactory
from tests.matrix.words import canary


def rows_of_charts(world) -> None:
    """Signed ones and drafts, each with words of its own in every part."""
    things = world.things
    for name, person in (("ana", world.petra), ("kit", world.petra), ("zoe", world.lena)):
        patient = getattr(world, f"{name}_record")
        said = {
            "patient": patient,
            "practitioner": person,
            "subjective": canary(name, "chart"),
            "private_notes": canary(name, "private"),
            "plan": {"summary": canary(name, "plan"), "supplements": [{"what": canary(name, "plan")}]},
        }
        for kind, signed in (("chart", True), ("draft", False)):
            made = ChartFactory(**said, signed=signed)
            things[f"{name} {kind}"] = {"patient": patient.pk, "chart": made.pk}
        things[f"ana with {name}’s chart"] = things["ana"] | {"chart": things[f"{name} chart"]["chart"]}
    theirs = ChartFactory(
        patient=world.ana_record,
        practitioner=world.quinn,
        private_notes=canary("ana", "theirs"),
        subjective="",
    )
    things["ana with quinn’s draft"] = {"patient": world.ana_record.pk, "chart": theirs.pk}
    for name, person in (("petra", world.petra), ("quinn", world.quinn), ("lena", world.lena)):
        made = ChartTemplate.objects.create(practitioner=person, name="Knee", made_at=AT, subjective="Knee.")
        things[f"{name}’s template"] = {"kept": made.pk}
