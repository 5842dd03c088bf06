"""On a phone without scripts: a plan is read, an exercise ticked off and taken back; axe finds nothing."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from common import clock
from common.tests.pictures import picture
from portal.tests.family import ana_in_full
from records.models import ActivityDone, ActivityPicture, Chart
from records.tests.factories import (
    ActivityAssignmentFactory,
    ChartFactory,
    HomeActivityFactory,
    done_on,
    revised,
)

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Magnesiumbisglycinatmitsehrlangemnamen" * 3
IRON = {
    "what": "Iron bisglycinate",
    "dose": "25 mg, 1 capsule",
    "frequency": "Every other morning",
    "duration": "3 months",
}
PLAN = {
    "summary": "Your tiredness fits low iron stores.\n\nCall me if you feel faint.",
    "goals": ["Wake rested five mornings a week"],
    "supplements": [IRON | {"note": "Not with coffee or milk"}, {"what": LONG, "dose": "200 mg"}],
    "diet": "Lentils four times a week.",
    "exercise": "Both until the stairs no longer hurt.",
}


@pytest.fixture
def plan(cast, live_server):
    """A signed plan that was amended, with an activity in it, and a draft."""
    ana_in_full(cast)
    today = clock.now().astimezone(cast.harbour.zone).date()
    chart = ChartFactory(patient=cast.ana_record, practitioner=cast.petra, plan=PLAN, signed=True, day=today)
    less = PLAN | {"diet": "Lentils twice a week."}
    revised(chart, by=cast.petra_account, reason="fewer lentils", plan=less)
    Chart.objects.filter(pk=chart.pk).update(plan=less)
    ChartFactory(patient=cast.ana_record, practitioner=cast.quinn, plan={"summary": "Knee."}, day=today)
    shown = ActivityPicture.objects.create(
        clinic=cast.harbour,
        shows="A wall",
        content_type="image/png",
        size=9,
        sha256="0" * 64,
        created_at=clock.now(),
    )
    default_storage.save(shown.stored_as, ContentFile(picture().read()))
    given = {"patient": cast.ana_record, "practitioner": cast.petra, "starts_on": today - timedelta(days=30)}
    walk = ActivityAssignmentFactory(chart=chart, link="https://films.example/1", picture=shown, **given)
    done_on(walk, today - timedelta(days=1), today - timedelta(days=9), by=cast.ana)
    ActivityAssignmentFactory(title=f"Hip {LONG}"[:120], times=3, per="day", **given)
    ActivityAssignmentFactory(title="Over", ended_at=clock.now(), ended_by=cast.nora, **given)
    yield chart
    default_storage.delete(shown.stored_as)


def test_the_evening_after_a_visit_without_scripts(cast, plan, plain_page, enter):
    page = enter(plain_page, cast.ana)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(reverse("portal:patient", args=[cast.ana_record.pk]))
    page.get_by_role("link", name="Treatment plan", exact=True).click()
    page.goto(reverse("portal:plans", args=[cast.ana_record.pk]))
    page.get_by_role("link", name="Petra Cast").click()
    page.get_by_role("heading", name="Your treatment plan").wait_for()
    assert page.get_by_text("Your tiredness fits low iron stores.").is_visible()
    assert not page.get_by_role("button", name="Print").is_visible(), "without scripts there is the PDF"
    page.get_by_role("button", name="Done today Walk, 20 minutes").click()
    assert "/plans/" in page.url
    page.get_by_role("button", name="Undo Walk, 20 minutes").wait_for()
    assert ActivityDone.objects.filter(undone_at=None).count() == 3
    page.get_by_role("button", name="Undo Walk, 20 minutes").click()
    page.get_by_role("button", name="Done today Walk, 20 minutes").wait_for()
    assert ActivityDone.objects.filter(undone_at=None).count() == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_walk_through_plans_and_activities(cast, plan, phone_page, enter, look_over, scheme):
    page = enter(phone_page, cast.ana)
    page.emulate_media(color_scheme=scheme)
    one = [cast.ana_record.pk]
    walk = cast.ana_record.activities.get(chart=plan)
    look_over(
        page,
        [
            reverse("portal:plans", args=one),
            reverse("portal:plan", args=[*one, plan.pk]),
            reverse("portal:plan_changes", args=[*one, plan.pk]),
            reverse("portal:current_plan", args=one),
            reverse("portal:activities", args=one),
            reverse("portal:activity", args=[*one, walk.pk]),
        ],
    )


def test_the_office_s_pages(cast, plan, wide_page, enter, look_over):
    page = enter(wide_page, cast.petra_account)
    one = [cast.ana_record.pk]
    made = HomeActivityFactory(clinic=cast.harbour, title=LONG)
    walk = cast.ana_record.activities.get(chart=plan)
    look_over(
        page,
        [
            reverse("office:activities", args=one),
            reverse("office:activity_new", args=one) + f"?from={made.pk}",
            reverse("office:activity_ending", args=[*one, walk.pk]),
            reverse("office:activity_library"),
            reverse("office:activity_edit", args=[made.pk]),
        ],
        staff=True,
    )
