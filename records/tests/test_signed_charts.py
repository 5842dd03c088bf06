"""What was signed is never lost: the database holds it, whatever asks."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.tests.factories import AccountFactory
from audit.models import Event
from common.tests.moment import AT, LONG_AGO
from records.models import Chart, ChartRevision
from records.tests.factories import ChartFactory, revised

REFUSED = "what was signed is never changed or removed"
UNAMENDED = "a signed chart changes by an amendment"


@pytest.fixture
def signed(cast):
    return ChartFactory(patient=cast.ana_record, practitioner=cast.petra, signed=True)


def refused(why, act, *args, **kwargs):
    with pytest.raises(IntegrityError, match=why), transaction.atomic():
        act(*args, **kwargs)
    return True


def test_a_draft_may_change_in_anything(cast):
    chart = ChartFactory(patient=cast.ana_record, practitioner=cast.petra)
    assert Chart.objects.filter(pk=chart.pk).update(subjective="x", plan={}, private_notes="y", day=LONG_AGO)


@pytest.mark.parametrize(
    "change",
    [{"locked_at": None, "locked_by": None}, {"locked_at": LONG_AGO}, {"private_notes": "x"}, {"written_at": LONG_AGO}],
)  # fmt: skip
def test_what_was_signed_is_not_unsigned_nor_written_on(signed, change):
    assert refused(REFUSED, Chart.objects.filter(pk=signed.pk).update, **change)


def test_a_signed_chart_is_never_removed(signed):
    assert refused(REFUSED, Chart.objects.filter(pk=signed.pk)._raw_delete, "default")


@pytest.mark.parametrize("change", [{"subjective": "x"}, {"plan": {}}, {"day": LONG_AGO.date()}])
def test_its_words_are_replaced_only_where_both_texts_are_kept(signed, cast, change):
    own = Chart.objects.filter(pk=signed.pk)
    assert refused(UNAMENDED, own.update, **change)
    revised(signed, by=cast.petra_account, reason="Because", **change)
    assert own.update(**change) == 1
    assert refused(UNAMENDED, own.update, subjective="Something else.")


def test_a_signed_chart_without_its_signed_text_cannot_be_amended(cast):
    chart = ChartFactory(patient=cast.ana_record, practitioner=cast.petra)
    own = Chart.objects.filter(pk=chart.pk)
    own.update(locked_at=AT, locked_by=cast.petra_account)
    ChartRevision.objects.create(
        chart=chart, number=2, at=AT, by=cast.petra_account, reason="x", day=chart.day, subjective="New."
    )
    assert refused(UNAMENDED, own.update, subjective="New.", plan={})


def test_revisions_are_only_added(signed):
    rows = ChartRevision.objects.filter(chart=signed)
    assert refused(REFUSED, rows.update, subjective="x")
    assert refused(REFUSED, rows._raw_delete, "default")


def test_revisions_are_never_emptied(db):
    with connection.cursor() as cursor:
        assert refused(REFUSED, cursor.execute, "TRUNCATE records_chartrevision")


def test_an_amendment_has_a_reason_and_a_number(signed, cast):
    assert refused("records_chart_revision_has_reason", revised, signed, by=cast.nora)
    assert refused(
        "records_chart_revision_plan_has_content", revised, signed, by=cast.nora, reason="x", plan={"a": ""}
    )
    revised(signed, by=cast.nora, reason="x")
    again = {"chart": signed, "number": 2, "at": AT, "by": cast.nora, "reason": "x", "day": AT.date()}
    assert refused("records_chart_revision_once", ChartRevision.objects.create, **again)


@pytest.mark.django_db(transaction=True)
def test_a_save_within_a_stretch_of_writing_is_noted_once_and_nothing_else_is_silent():
    chart = ChartFactory()
    own = Chart.objects.filter(pk=chart.pk)

    def noted(act):
        before = Event.objects.latest("id").pk
        act()
        return list(Event.objects.filter(id__gt=before).values_list("verb", flat=True))

    bare = ["records.chart.changed"]
    assert noted(lambda: own.update(subjective="a", version=2)) == bare, "nobody announced it"
    Event.objects.create(verb="chart.saved", patient=chart.patient_id, target=str(chart.pk))
    assert noted(lambda: own.update(subjective="b", version=3)) == []
    assert noted(lambda: own.update(subjective="c")) == bare, "no save: the version stands"
    assert noted(lambda: own.update(subjective="c", version=9)) == bare
    sign = {"locked_at": AT, "locked_by": chart.practitioner.user or AccountFactory(), "version": 4}
    assert noted(lambda: own.update(**sign)) == bare, "signing is no save"
