"""A paper in the plan of a confidential note is for the patient alone, until somebody says otherwise of that paper."""

import pytest

from audit.models import Event
from common.tests.moment import AT
from common.tests.pictures import picture
from outbox.models import Message
from records.actions import charts, documents
from records.models import Chart, Document
from records.models.access import Level
from records.tests.factories import ChartFactory, DocumentFactory, UploadFactory, regranted

KIND = {"kind": "result", "dated_on": AT.date(), "at": AT}


@pytest.fixture
def note(cast):
    """Ana's, confidential; she and Ben see her record in full."""
    regranted(cast.ana_grant, level=Level.FULL, granted_by=cast.nora)
    return ChartFactory(patient=cast.ana_record, practitioner=cast.petra, confidential=True)


def who_sees(cast, document) -> list[str]:
    rows = {
        name: Document.objects.visible_to(getattr(cast, name), at=AT).filter(pk=document.pk).exists()
        for name in ("ana", "ben")
    }
    return [name for name, sees in rows.items() if sees]


def added(cast, **said):
    (made,) = documents.add(
        [picture()], patient=cast.ana_record, by=cast.petra_account, share=True, **KIND, **said
    )
    return made


def test_added_to_it_it_is_the_patients_alone_and_told_to_nobody_else(cast, note):
    open_one = ChartFactory(patient=cast.ana_record, practitioner=cast.petra)
    assert who_sees(cast, added(cast, chart=note)) == ["ana"]
    told = Message.objects.filter(kind="records.something_new").values_list("account_id", flat=True)
    assert set(told) == {cast.ana.pk}
    assert [who_sees(cast, added(cast, chart=chart)) for chart in (open_one, None)] == [["ana", "ben"]] * 2


def test_so_is_what_was_handed_in_and_taken_into_it(cast, note):
    upload = UploadFactory(patient=cast.ana_record)
    made = documents.from_upload(upload, by=cast.petra_account, share=True, chart=note, **KIND)
    assert who_sees(cast, made) == ["ana"]


def test_put_into_it_later_it_closes_and_is_shown_again_by_a_choice_of_its_own(cast, note):
    paper = DocumentFactory(patient=cast.ana_record, shared=True)
    said = {"by": cast.petra_account, "at": AT, "confidential": False, "chart": note}
    assert documents.correct(paper, **said) == ["confidential", "chart"]
    assert who_sees(cast, paper) == ["ana"]
    assert documents.correct(paper, **said) == ["confidential"]
    assert who_sees(cast, paper) == ["ana", "ben"]


@pytest.mark.parametrize("way", ["marked", "saved"])
def test_a_note_that_becomes_confidential_closes_what_lies_in_it(cast, note, way):
    by = {"by": cast.petra_account}
    draft = ChartFactory(patient=cast.ana_record, practitioner=cast.petra)
    inside, beside = (
        DocumentFactory(patient=cast.ana_record, shared=True, chart=one) for one in (draft, None)
    )
    if way == "marked":
        charts.keep_from_proxies(draft, confidential=True, **by)
    else:
        charts.save(draft, {"confidential": True}, version=draft.version, at=AT, **by)
    assert (who_sees(cast, inside), who_sees(cast, beside)) == (["ana"], ["ana", "ben"])
    noted = Event.objects.filter(verb="document.corrected").values_list("target", "reason")
    assert list(noted) == [(str(inside.pk), "confidential")]
    charts.keep_from_proxies(Chart.objects.get(pk=draft.pk), confidential=False, **by)
    assert who_sees(cast, inside) == ["ana"], "what was closed is opened one by one"
