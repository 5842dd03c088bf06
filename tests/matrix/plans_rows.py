"""A plan and an activity in every record, one of each that is Ana's alone, and the libraries of both clinics."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from common.tests.moment import AT
from records.models import ActivityPicture, Chart
from records.tests.factories import ActivityAssignmentFactory, ChartFactory, HomeActivityFactory, revised
from tests.matrix.words import WHOSE, canary


def things_of_plans(world) -> dict:
    """Plans that were amended since they were signed, so that what changed is there to read."""
    things = {}
    for name in WHOSE:
        record = getattr(world, f"{name}_record")
        practitioner = world.lena if name == "zoe" else world.petra
        patient = {"patient": record.pk}
        for kept in (False, True):
            word = canary(name, "kept" if kept else "plan")
            chart = _amended(record, practitioner, name, word, confidential=kept)
            given = ActivityAssignmentFactory(
                patient=record,
                practitioner=practitioner,
                chart=chart,
                title=word,
                picture=_picture(record.clinic),
            )
            things[f"{name} kept plan" if kept else f"{name} plan"] = patient | {"chart": chart.pk}
            things[f"{name} kept activity" if kept else f"{name} activity"] = patient | {"activity": given.pk}
    ana = {"patient": world.ana_record.pk}
    things["ana with kit’s plan"] = things["kit plan"] | ana
    things["ana with kit’s activity"] = things["kit activity"] | ana
    for clinic in (world.harbour, world.lakeside):
        kept = HomeActivityFactory(
            clinic=clinic, title=f"{clinic.slug.title()} walk", picture=_picture(clinic)
        )
        things[f"{clinic.slug}’s activity"] = {"activity": kept.pk}
    return things | {"no activity": {"activity": 0}}


def _amended(record, practitioner, name, word, **fields) -> Chart:
    note = dict.fromkeys(("subjective", "objective", "assessment"), canary(name, "chart"))
    note["private_notes"] = canary(name, "private")
    chart = ChartFactory(
        patient=record, practitioner=practitioner, plan={"summary": word}, signed=True, **note, **fields
    )
    plan = {"summary": word, "diet": word}
    revised(chart, by=chart.locked_by, reason=word, plan=plan)
    Chart.objects.filter(pk=chart.pk).update(plan=plan)
    return chart


def _picture(clinic) -> ActivityPicture:
    kept = ActivityPicture.objects.create(
        clinic=clinic, shows="A wall", content_type="image/png", size=4, sha256="0" * 64, created_at=AT
    )
    if not default_storage.exists(kept.stored_as):
        default_storage.save(kept.stored_as, ContentFile(b"wall"))
    return kept
