"""The cast is who it says it is."""

from booking.models import Appointment
from records.models import Patient
from smartforms.models import Assignment, Status


def test_everybody_sees_what_is_theirs(cast, at):
    def records(account):
        return set(Patient.objects.visible_to(account, at=at))

    assert records(cast.ana) == {cast.ana_record}
    assert records(cast.ben) == {cast.ana_record, cast.kit_record}
    assert records(cast.cleo) == {cast.ana_record}
    assert records(cast.zoe) == {cast.zoe_record}
    for stranger in (cast.dov, cast.nora, cast.omar, cast.finn, cast.petra_account):
        assert records(stranger) == set()


def test_limited_is_what_one_did_oneself(cast, at):
    def visits(account):
        return set(Appointment.objects.visible_to(account, at=at))

    assert visits(cast.ana) == {cast.ana_visit}
    assert visits(cast.ben) == {cast.ana_visit, cast.ana_staff_visit, cast.kit_visit}
    assert visits(cast.cleo) == set()


def test_one_form_is_sent_and_one_waits(cast, at):
    forms = Assignment.objects.visible_to(cast.ana, at=at)
    assert {form: form.status(at=at) for form in forms} == {
        cast.ana_sent: Status.COMPLETED,
        cast.ana_open: Status.NOT_STARTED,
    }


def test_there_is_somebody_else_of_the_same_name(cast):
    ana, zoe = cast.ana_record, cast.zoe_record
    assert (ana.name, ana.date_of_birth) == (zoe.name, zoe.date_of_birth)
    assert ana.clinic != zoe.clinic
