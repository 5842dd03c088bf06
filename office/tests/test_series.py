"""A patient's diary in the office: begun from the page to send forms, read by those who may, ended."""

from datetime import timedelta

import pytest

from common.tests.moment import AT
from office.tests.people import place
from smartforms.models import Assignment, Pace, Series
from smartforms.tests.factories import ResponseFactory, TemplateFactory, VersionFactory, key_of

DAY = timedelta(days=1)


@pytest.fixture
def diary(cast):
    template = TemplateFactory(clinic=cast.harbour, title="Sleep diary")
    VersionFactory(template=template)
    return template


def press(client, cast, diary, **fields):
    posted = {"templates": [diary.pk], "to": f"account:{cast.ben.pk}", "practitioner": cast.petra.pk} | fields
    return client.post(place("form_sending", cast.kit_record), posted, follow=True)


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        ({"often": "days"}, (Pace.DAYS, 1, None)),
        ({"often": "weeks", "times": "6"}, (Pace.WEEKS, 1, 6)),
        ({"often": "n_weeks", "weeks": "2"}, (Pace.WEEKS, 2, None)),
        ({"often": "freely"}, (Pace.FREELY, 1, None)),
    ],
)
def test_beginning_a_series(cast, finn, diary, chosen, kept):
    answer = press(finn, cast, diary, **chosen)
    assert "The series has begun for ben@example.org." in answer.text
    one = Series.objects.get()
    assert (one.pace, one.every, one.times) == kept
    assert Assignment.objects.get(series=one).account == cast.ben
    assert "That series runs already, so none was begun." in press(finn, cast, diary, **chosen).text


@pytest.mark.parametrize(
    ("chosen", "errors"),
    [
        ({"often": "n_weeks"}, {"weeks": ["Enter how many weeks lie between"]}),
        ({"often": "n_weeks", "weeks": "99"}, {"weeks": ["Enter a number from 1 to 52"]}),
        (
            {"often": "days", "times": "2", "until_day": "20", "until_month": "11", "until_year": "2026"},
            {"times": ["Choose a last day or how many times, not both"]},
        ),
    ],
)
def test_what_does_not_fit_together(cast, finn, diary, chosen, errors):
    assert press(finn, cast, diary, **chosen).context["form"].errors == errors
    assert not Series.objects.exists()


def test_the_entries_for_those_who_may_read_them(cast, finn, sign_in, diary):
    press(finn, cast, diary, often="days")
    one = Series.objects.get()
    entry = one.entries.get()
    ResponseFactory(
        assignment=entry, answers={key_of("mood"): ["o1"], key_of("words"): ["Qsleepless"]},
        submitted_at=AT, submitted_by=cast.ben, saved_by=cast.ben,
    )  # fmt: skip
    here = place("series", cast.kit_record, one.pk)
    listed = finn.get(place("patient_forms", cast.kit_record)).context["series"]
    pages = {"finn": finn.get(here), "petra": sign_in(finn, cast.petra_account).get(here)}
    assert [bool(page.context["table"]) for page in pages.values()] == [False, True]
    assert ["Qsleepless" in page.text for page in pages.values()] == [False, True]
    assert [page.context["rows"][0]["tag_label"] for page in pages.values()] == ["Completed", "Completed"]
    assert [(row["title"], row["pace"]) for row in listed] == [
        ("Sleep diary", "Every day from 17 November 2026 on")
    ]


def test_ending_it(cast, finn, diary):
    press(finn, cast, diary, often="days")
    one = Series.objects.get()
    ending = place("series_ending", cast.kit_record, one.pk)
    assert finn.get(ending).status_code == 200
    answer = finn.post(ending, follow=True)
    assert "The series has ended." in answer.text and answer.context["end_url"] == ""
    one.refresh_from_db()
    assert (one.ended_at, one.ended_by, one.entries.get().cancelled_at) == (AT, cast.finn, AT)
    assert finn.get(ending).status_code == 302
