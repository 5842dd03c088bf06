"""The papers of a plan: beside its tests, for whoever sees them, and nowhere else."""

import pytest
from django.urls import reverse

from portal.tests.family import ana_in_full
from portal.tests.plans import address, of_ana, parts
from records.actions.documents import share, unshare
from records.models import Document
from records.tests.factories import DocumentFactory


@pytest.fixture
def plan(cast):
    """A plan with words about tests, and papers that belong to it, or not."""
    plan = of_ana(cast, plan={"summary": "Rest.", "tests": "Ferritin in February."})
    mine = {"patient": cast.ana_record, "chart": plan}
    DocumentFactory(**mine, title="Lab requisition", shared=True, pages=2)
    DocumentFactory(**mine, title="Qprivate", shared=True, confidential=True)
    DocumentFactory(**mine, title="Qunshared")
    DocumentFactory(patient=cast.ana_record, title="Qelsewhere", shared=True, chart=of_ana(cast))
    DocumentFactory(patient=cast.kit_record, title="Qkit", shared=True)
    return plan


def papers(page) -> list[str]:
    return [one["title"] for one in parts(page)["Tests"]["documents"]]


def test_they_stand_beside_the_tests_and_lead_to_the_document(cast, client, sign_in, plan):
    ana_in_full(cast)
    page = sign_in(client, cast.ana).get(address("plan", plan))
    assert sorted(papers(page)) == ["Lab requisition", "Qprivate"]
    there = next(one for one in parts(page)["Tests"]["documents"] if one["title"] == "Lab requisition")
    assert there["file"] == "PDF, 2 pages"
    assert client.get(there["url"]).status_code == 200
    assert f'<a href="{there["url"]}">Lab requisition</a> (PDF, 2 pages)' in page.text
    assert [word for word in ("Qunshared", "Qelsewhere", "Qkit") if word in page.text] == []


def test_a_proxy_sees_those_that_are_not_for_the_patient_alone(cast, client, sign_in, plan):
    page = sign_in(client, cast.ben).get(address("plan", plan))
    assert papers(page) == ["Lab requisition"]
    assert "Qprivate" not in page.text


def test_they_are_gone_when_they_are_shared_no_more(cast, client, sign_in, plan, at):
    ben = sign_in(client, cast.ben)
    (paper,) = Document.objects.filter(title="Lab requisition")
    unshare(paper, by=cast.petra_account, at=at)
    assert papers(ben.get(address("plan", plan))) == []
    share(paper, by=cast.petra_account, at=at)
    assert papers(ben.get(address("plan", plan))) == ["Lab requisition"]


def test_a_plan_without_words_about_tests_has_its_papers_all_the_same(cast, client, sign_in):
    plan = of_ana(cast, plan={"summary": "Rest."})
    DocumentFactory(patient=cast.ana_record, chart=plan, title="Lab requisition", shared=True)
    assert papers(sign_in(client, cast.ben).get(address("plan", plan))) == ["Lab requisition"]


def test_they_are_named_on_paper(cast, client, sign_in, plan):
    answer = sign_in(client, cast.ben).get(address("plan_paper", plan))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


def test_of_more_than_ten_a_line_leads_to_all_of_them(cast, client, sign_in, plan):
    ben, more = sign_in(client, cast.ben), "More of this visit, among all documents"
    for _each in range(9):
        DocumentFactory(patient=cast.ana_record, chart=plan, shared=True, title="Page")
    assert sorted(papers(ben.get(address("plan", plan)))) == ["Lab requisition", *["Page"] * 9]
    DocumentFactory(patient=cast.ana_record, chart=plan, shared=True, title="Page")
    page = ben.get(address("plan", plan))
    assert (len(papers(page)), papers(page)[-1]) == (11, more)
    url = reverse("portal:documents", args=[cast.ana_record.pk])
    assert f'<li><a href="{url}">{more}</a></li>' in page.text
    assert ben.get(address("plan_paper", plan)).status_code == 200


def test_a_document_of_another_record_is_never_among_them(cast, client, sign_in, plan):
    """Whatever a row says (the database refuses this one): the list begins with what of this record one may see."""
    Document.objects.filter(title="Qkit").update(chart=plan)
    page = sign_in(client, cast.ben).get(address("plan", plan))
    assert "Qkit" not in page.text
    assert reverse("portal:document", args=[cast.ana_record.pk, plan.pk]) not in page.text
    Document.objects.filter(title="Qkit").update(chart=None)
