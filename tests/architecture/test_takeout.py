"""Every table and column about a patient is decided: it is taken out with the record, or stays for a reason."""

from collections import Counter

import pytest
from django.apps import apps
from django.db import models

from records import contract
from records.models import Chart, EndedSharing, Patient
from records.takeout.sheets import Sheet, Why, faults_of

# Tables that name a patient without a key to them: they lie in a room below, or keep ids only. They go along nowhere.
NAME_A_PATIENT = {
    "audit.Event": Why.PORTAL,  # read in the portal, where what may be told of others is weighed row by row
    "outbox.Message": Why.INTERNAL,  # ids only; a mail keeps no words after it has left
    "imports.Row": Why.INTERNAL,  # which row of a file made the record: ids only
    "tray.Item": Why.INTERNAL,  # what the team has to do
}


def about_patients(models_there=None) -> set:
    """Patients, and every table with a key to one."""
    return {
        Patient,
        *(
            model
            for model in models_there or apps.get_models()
            for one in model._meta.get_fields()
            if one.concrete and one.is_relation and one.related_model is Patient
        ),
    }


def undecided(sheets, models_there=None) -> list[str]:
    """What nobody decided about: tables without a sheet, and what is wrong with the sheets."""
    said = {sheet.model for sheet in sheets}
    followed = {model for answerer in contract.answerers() for model in answerer.follows}
    missing = (about_patients(models_there) | followed) - said
    return sorted(f"{model._meta.label}: no sheet" for model in missing) + [
        fault for sheet in sheets for fault in faults_of(sheet)
    ]


def test_every_column_about_a_patient_goes_along_or_stays_for_a_reason():
    assert undecided(contract.sheets()) == []


def test_each_table_is_said_once_and_in_its_own_room():
    said = Counter(sheet.model for sheet in contract.sheets())
    assert [model._meta.label for model, times in said.items() if times > 1] == []
    for answerer in contract.answerers():
        assert {sheet.model._meta.app_label for sheet in answerer.sheets} <= {answerer.room}
    names = Counter(sheet.name for sheet in contract.sheets() if sheet.name)
    assert [name for name, times in names.items() if times > 1] == []


def test_tables_that_name_a_patient_without_a_key_are_named_here():
    found = {
        model._meta.label
        for model in apps.get_models()
        for one in model._meta.concrete_fields
        if one.name in ("patient", "patient_id") and not one.is_relation
    }
    assert found == set(NAME_A_PATIENT)


@pytest.fixture
def _without_a_trace():
    """What a test adds to the tables is gone afterwards."""
    before = dict(apps.all_models["records"])
    yield
    apps.all_models["records"].clear()
    apps.all_models["records"].update(before)
    for model in (Patient, Chart):
        model._meta._expire_cache()
    apps.clear_cache()


def test_a_new_table_is_named(_without_a_trace):
    """The control: a table with a key to Patient that nobody decided about."""

    class Allergy(models.Model):
        patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "records"

        def __str__(self):
            return ""

    assert undecided(contract.sheets()) == ["records.Allergy: no sheet"]


def test_a_new_column_is_named():
    """The control: a column that no sheet names, one that is named twice, one that is not there."""
    sheet = next(sheet for sheet in contract.sheets() if sheet.model is Chart)
    reasons = {why: names for why, names in sheet.withheld.items() if why not in (Why.PRIVATE, Why.OTHERS)}
    reasons[Why.NOTES] += " day ghost"
    careless = Sheet(Chart, sheet.name, sheet.taken, reasons)
    assert faults_of(careless) == [
        "records.chart.day: goes along and stays",
        "records.chart.ghost: there is no such column",
        "records.chart.locked_by_id: goes along, or stays for which reason?",
        "records.chart.private_notes: goes along, or stays for which reason?",
    ]


def test_a_table_that_leads_to_no_patient_is_named():
    """The control: without a key of its own, and without the row it hangs on, a clinic would take out none of it."""
    assert faults_of(Sheet(EndedSharing, stays=Why.INTERNAL)) == ["records.endedsharing: whose are its rows?"]


def test_nothing_of_a_patient_is_deleted_along_with_something_else():
    """No key deletes rows of a patient, or what they hang on, with another row."""
    known = about_patients() | {model for one in contract.answerers() for model in one.follows}
    faults = [
        f"{model._meta.label}.{one.name}"
        for model in known
        for one in model._meta.concrete_fields
        if one.remote_field
        and one.remote_field.on_delete is not models.PROTECT
        and not one.remote_field.parent_link
    ]
    assert faults == ["booking.Occupancy.hold"]  # a time kept for a minute, of nobody yet
