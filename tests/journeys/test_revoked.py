"""Access ends while the phone has the plan open: the next tap, a link at hand and the file to take along are shut.

Somebody else of the same clinic is called like the patient; her door stays open.
"""

import pytest
from django.urls import reverse

from accounts.tests.factories import PASSWORD
from common.tests.moment import AT
from office.tests.people import place
from records.models import ActivityDone
from records.tests.factories import ActivityAssignmentFactory, ChartFactory, DocumentFactory
from records.tests.packed import ready
from tests.journeys.namesakes import with_a_namesake
from tests.journeys.steps import Traveller
from tests.journeys.taken_along import found_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERS = {"Ana", "Qplan", "Qactivity", "Qpaper", "Qoldstreet", "4 May 1988"}


@pytest.fixture
def clinic(cast):
    """Ben looks after Ana: a plan with an activity, a paper, and a take-out that is ready."""
    with_a_namesake(cast, AT)
    hers = {"patient": cast.ana_record, "practitioner": cast.petra}
    cast.chart = ChartFactory(**hers, signed=True, plan={"summary": "Qplan"})
    ActivityAssignmentFactory(**hers, title="Qactivity", chart=cast.chart)
    cast.paper = DocumentFactory(patient=cast.ana_record, title="Qpaper", shared=True)
    cast.twins_paper = cast.twin_record.documents.get()
    ready(cast.ben_grant)
    return cast


def portal(name, patient, *args):
    return reverse(f"portal:{name}", args=[patient.pk, *args])


def knows_the_password(who, path):
    """The file is downloaded once, so that the password stands for the next minutes."""
    who.goes_to(path).follows("Download the file").fills("Password", PASSWORD)
    with who.page.expect_download():
        who.presses("Continue")


def test_revocation_reaches_an_open_tab_a_link_and_the_take_out(
    clinic, phone_page, wide_page, open_page, enter, axe
):
    ana, ben = clinic.ana_record, Traveller(enter(phone_page, clinic.ben), axe)
    knows_the_password(ben, portal("takeout", ana))
    links = [portal("document_file", ana, clinic.paper.pk), portal("takeout_file", ana)]
    assert [ben.page.request.get(link).status for link in links] == [200, 200]
    ben.goes_to(portal("plan", ana, clinic.chart.pk)).sees("treatment plan")
    ben.page.get_by_role("button", name="Done today Qactivity").wait_for()

    # At the desk, meanwhile.
    finn = Traveller(enter(wide_page, clinic.finn), axe)
    finn.goes_to(place("revocation", ana, clinic.ben_grant.pk)).sees("Ana Cast")
    finn.page.locator("main form[method=post]").get_by_role("button").click()
    finn.page.wait_for_url(f"**{place('access', ana)}*")

    # Nothing of her at the next tap, nor behind what was kept.
    ben.page.complaints.expect("404")
    with ben.page.expect_response(lambda answer: "/tick/" in answer.url) as tapped:
        ben.presses("Done today Qactivity")
    assert tapped.value.status == 404
    ben.page.get_by_role("button", name="Done today").wait_for(state="detached")
    assert found_in(ben.page.content(), HERS) == set()
    assert not ActivityDone.objects.exists()
    answers = [ben.page.request.get(link) for link in [*links, portal("plan", ana, clinic.chart.pk)]]
    assert [answer.status for answer in answers] == [404, 404, 404]
    assert found_in("".join(answer.text() for answer in answers), HERS) == set()
    ben.goes_to("/portal/")
    assert found_in(ben.page.content(), HERS - {"Ana"}) == set()

    # Who is called like her reads on.
    twin = enter(open_page(width=390), clinic.twin)
    assert twin.request.get(portal("document_file", clinic.twin_record, clinic.twins_paper.pk)).status == 200
    assert twin.request.get(links[0]).status == 404
