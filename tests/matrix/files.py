"""Files that Ana handed in: one with a form she has begun, one with a form she sent, and one on paper."""

from common.tests.moment import AT, LONG_AGO
from records.tests.factories import UploadFactory
from smartforms.models import Response
from smartforms.tests.factories import AssignmentFactory, ResponseFactory
from tests.matrix.words import canary


def things_of_files(world) -> dict:
    """Both, and a form with the file of the other."""
    ana = {"patient": world.ana_record.pk}
    mine = {"patient": world.ana_record, "account": world.ana}
    draft, sent = (UploadFactory(**mine, name=canary("ana", kind)) for kind in ("draft", "answer"))
    begun = Response.objects.get(assignment=world.ana_begun)
    Response.objects.filter(pk=begun.pk).update(answers=begun.answers | _answer(draft))
    handed = AssignmentFactory(**mine, template=world.form, opened_at=LONG_AGO)
    by = {"submitted_by": world.ana, "saved_by": world.ana}
    ResponseFactory(assignment=handed, answers=_answer(sent), sent=True, **by)
    on_paper = AssignmentFactory(
        **mine,
        template=world.form,
        paper_at=AT,
        paper_by=world.finn,
        paper_scan=UploadFactory(patient=world.ana_record, account=world.finn, name=canary("ana", "answer")),
    )
    return {
        "ana’s scan": ana | {"assignment": on_paper.pk},
        "ana’s draft file": ana | {"assignment": world.ana_begun.pk, "upload": draft.pk},
        "ana’s sent file": ana | {"assignment": handed.pk, "upload": sent.pk},
        "ana with another form’s file": ana | {"assignment": handed.pk, "upload": draft.pk},
    }


def _answer(upload) -> dict:
    return {"q9": [{"file": str(upload.pk)}]}
