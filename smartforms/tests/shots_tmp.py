import pytest
from smartforms import actions
from smartforms.tests.forms import fixture
from smartforms.tests.factories import AssignmentFactory
from common import clock
from django.urls import reverse
from datetime import timedelta

@pytest.mark.django_db(transaction=True)
def test_shots(open_page, transactional_db, live_server, client):
    from tests.story import Cast
    cast = Cast()
    at = clock.now()
    cast.harbour.__class__.objects.filter(pk=cast.harbour.pk).update(hosts=["localhost","127.0.0.1"], name="Harbour Street Clinic", phone_hours="Monday to Friday, 8 am to 6 pm", emergency_line="In an emergency call 911.")
    client.force_login(cast.ana)
    cookie = client.cookies["sessionid"].value
    forms = {}
    for name in ("phq-9","gad-7","child-registration","review-of-systems","clinic-intake"):
        t = actions.import_questionnaire(text=fixture(name), clinic=cast.harbour, by=cast.nora, at=at, minutes=5).template
        forms[name] = actions.assign(template=t, patient=cast.ana_record, account=cast.ana, by=cast.nora, at=at, due_at=at+timedelta(days=3), practitioner=cast.petra)
    for width, label, script in ((1280,"wide",True),(390,"phone",True)):
        page = open_page(width=width, script=script)
        page.context.add_cookies([{"name":"sessionid","value":cookie,"url":live_server.url}])
        for name, f in forms.items():
            u = reverse("smartforms:open", args=[f.patient_id, f.pk])
            page.goto(u); page.screenshot(path=f"/tmp/sfp/{label}-{name}-cover.png", full_page=True)
            u = reverse("smartforms:page", args=[f.patient_id, f.pk, 1])
            page.goto(u)
            page.screenshot(path=f"/tmp/sfp/{label}-{name}-1.png", full_page=True)
    f = forms["review-of-systems"]
    page = open_page(width=1280)
    page.context.add_cookies([{"name":"sessionid","value":cookie,"url":live_server.url}])
    page.goto(reverse("smartforms:page", args=[f.patient_id, f.pk, 1]))
    page.get_by_label("Yes").first.check(); page.wait_for_timeout(800)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/2/")
    page.get_by_label("Yes").nth(0).check(); page.get_by_label("Yes").nth(2).check(); page.wait_for_timeout(900)
    page.screenshot(path="/tmp/sfp/ros-2.png", full_page=True)
    page.get_by_role("button", name="Continue").click(); page.wait_for_timeout(400)
    page.screenshot(path="/tmp/sfp/ros-check.png", full_page=True)
    page.get_by_role("button", name="Send my answers").click(); page.wait_for_timeout(400)
    page.screenshot(path="/tmp/sfp/ros-sent.png", full_page=True)
    f = forms["phq-9"]
    page.goto(reverse("smartforms:page", args=[f.patient_id, f.pk, 1]))
    page.get_by_role("button", name="Continue").click(); page.wait_for_timeout(400)
    page.screenshot(path="/tmp/sfp/phq-error.png", full_page=True)
