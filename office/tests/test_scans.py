"""A form that came back on paper: the desk adds the scan, those who care read it, a mistake is undone."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.tests.mailed import arrived
from audit.models import Event
from clinic.models import Clinic
from common import files
from common.tests.moment import AT
from common.tests.pictures import picture
from office.tests.people import place, says
from records.models import Upload
from smartforms.actions import cancel, submit
from smartforms.models import Assignment, Pace, Response, Status
from smartforms.sending import Asking
from smartforms.series import begin, end
from smartforms.tests.factories import AssignmentFactory, ResponseFactory, TemplateFactory, VersionFactory

DAY = timedelta(days=1)
TAKEN_BACK = "The scan is taken back; the form is open again."


def add(client, form, file=None, **more):
    address = place("form_scan", form.patient, form.pk)
    answer = client.post(address, {"scan": file or picture()} | more, follow=True)
    assert answer.status_code == 200, answer.context["form"].errors
    return answer


def row_of(client, form):
    page = client.get(place("patient_forms", form.patient))
    return next(row for row in page.context["rows"] if row["title"] == form.version.template.title)


def fresh(form):
    return Assignment.objects.select_related("response", "paper_scan").get(pk=form.pk)


@pytest.fixture
def form(cast):
    """Ana has begun it; it waits, and is overdue."""
    template = TemplateFactory(clinic=cast.harbour, title="Paper form")
    VersionFactory(template=template)
    form = AssignmentFactory(
        patient=cast.ana_record, template=template, account=cast.ana, opened_at=AT - DAY, due_at=AT - DAY
    )
    ResponseFactory(assignment=form, saved_by=cast.ana, saved_at=AT)
    return form


def test_the_desk_adds_a_scan_and_the_form_is_completed(cast, finn, form):
    row = row_of(finn, form)
    assert (row["tag_label"], row["scan_url"], row["undo_url"]) == ("Overdue", "", "")
    asked = finn.get(row["paper_url"])
    assert 'enctype="multipart/form-data"' in asked.text and "Somebody has begun to answer" in asked.text
    assert says(add(finn, form)) == ["The scan is kept; the form is completed."]
    found = fresh(form)
    assert (found.paper_at, found.paper_by, found.status(at=AT)) == (AT, cast.finn, Status.COMPLETED)
    assert (found.paper_scan.account, found.paper_scan.patient) == (cast.finn, cast.ana_record)
    row = row_of(finn, form)
    assert (row["tag_label"], row["due"]) == ("Completed", "Handed in on paper Tue 17 Nov")
    assert row["remind_url"] == row["extend_url"] == row["cancel_url"] == row["paper_url"] == ""
    assert list(
        Event.objects.filter(target=str(form.pk), verb__startswith="form.handed").values_list(
            "verb", "actor", "patient"
        )
    ) == [("form.handed_in_on_paper", cast.finn.pk, cast.ana_record.pk)]


def test_it_happens_once(cast, finn, form):
    add(finn, form)
    first = fresh(form).paper_scan
    assert says(add(finn, form)) == []
    assert fresh(form).paper_scan == first and Upload.objects.kept().count() == 1
    assert Event.objects.filter(verb="form.handed_in_on_paper").count() == 1


def test_sent_in_meanwhile_nothing_is_kept(cast, finn, form, monkeypatch):
    keep = files.accept

    def sends_first(*args, **kwargs):
        Response.objects.filter(assignment=form).update(submitted_at=AT, submitted_by=cast.ana)
        return keep(*args, **kwargs)

    monkeypatch.setattr("common.files.accept", sends_first)
    assert says(add(finn, form)) == ["This has changed meanwhile. Look again."]
    assert fresh(form).paper_at is None and Upload.objects.kept().count() == 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.pdf", b"<svg/>", "“x.pdf” is not one of these: JPEG, PNG, WebP, GIF, PDF, TXT"),
        ("x.png", b"", "This file is empty"),
        (None, None, "Choose a file"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_the_file(finn, form, name, content, said):
    given = {"scan": SimpleUploadedFile(name, content)} if name else {}
    answer = finn.post(place("form_scan", form.patient, form.pk), given)
    assert (answer.status_code, answer.context["form"].errors["scan"]) == (422, [said])
    assert fresh(form).paper_at is None and Upload.objects.count() == 0


def test_a_file_too_large_is_said_to_be(finn, form, monkeypatch):
    monkeypatch.setattr("common.files.LARGEST", 10)
    answer = finn.post(place("form_scan", form.patient, form.pk), {"scan": picture()})
    assert (answer.status_code, "is larger than" in answer.context["form"].errors["scan"][0]) == (422, True)


def test_no_room_on_the_disk_is_said(finn, form, monkeypatch):
    def full(name, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    answer = finn.post(place("form_scan", form.patient, form.pk), {"scan": picture()})
    assert answer.context["form"].errors["scan"] == ["We could not keep the file. Try again in a few minutes"]


@pytest.mark.parametrize(
    ("is_clinical", "readers"),
    [(True, ["petra_account"]), (False, ["petra_account", "quinn_account", "finn", "nora"])],
)
def test_the_scan_is_read_by_those_who_read_the_answers(cast, client, sign_in, is_clinical, readers):
    template = TemplateFactory(clinic=cast.harbour, title="Paper form", is_clinical=is_clinical)
    VersionFactory(template=template)
    form = AssignmentFactory(patient=cast.ana_record, template=template, account=cast.ana)
    add(sign_in(client, cast.finn), form)
    address = place("form_scan_file", form.patient, form.pk)
    found = []
    for who in ("petra_account", "quinn_account", "finn", "nora"):
        row, answer = row_of(sign_in(client, getattr(cast, who)), form), client.get(address)
        assert row["closed"] == (answer.status_code == 403) == (not row["scan_url"])
        if answer.status_code == 200:
            assert answer["Content-Disposition"].startswith("attachment")
            found.append(who)
    assert found == readers
    seen = Event.objects.filter(target=str(form.pk), verb="file.opened")
    assert cast.petra_account.pk in seen.values_list("actor", flat=True)


def test_the_patients_side(cast, client, sign_in, form):
    """Ana is limited: she reads that it is done. Ben sees the record in full and may have the scan."""
    add(sign_in(client, cast.finn), form)
    portal = f"/portal/p/{cast.ana_record.pk}/forms/"
    for account, may in ((cast.ana, False), (cast.ben, True)):
        sign_in(client, account)
        row = next(one for one in client.get(portal).context["sent"] if one["title"] == "Paper form")
        assert (row["text"], row["tag_label"]) == ("Handed in on paper, 17 November", "Completed")
        for more in ("", "1/", "check/", "sent/", "sent/paper/", "sent/correction/"):
            page = client.get(f"{portal}{form.pk}/{more}", follow=True)
            assert page.status_code == 200 and len(page.redirect_chain) <= 1
            assert "the clinic has had it on paper since Tuesday 17 November 2026" in page.text
            assert ("Download the scan" in page.text) == may
        assert client.get(f"{portal}{form.pk}/scan/").status_code == (200 if may else 404)
        assert client.get(f"{portal}{form.pk}/1/answers/").status_code == 409
    assert submit_of(form, cast.ana) == "on_paper"


def submit_of(form, account):
    from smartforms.actions import Closed

    with pytest.raises(Closed) as closed:
        submit(assignment=fresh(form), by=account, at=AT)
    return closed.value.args[0]


def test_a_mistake_is_undone(cast, finn, form, django_capture_on_commit_callbacks):
    assert finn.get(place("form_scan_removal", form.patient, form.pk)).status_code == 302
    add(finn, form)
    scan = fresh(form).paper_scan
    address = row_of(finn, form)["undo_url"]
    assert "Handed in on paper Tue 17 Nov" in finn.get(address).text
    with django_capture_on_commit_callbacks(execute=True):
        assert says(finn.post(address, follow=True)) == [TAKEN_BACK]
    assert says(finn.post(address, follow=True)) == []
    assert row_of(finn, form)["tag_label"] == "Overdue"
    assert not default_storage.exists(scan.stored_as) and Upload.objects.kept().count() == 0
    assert Event.objects.filter(verb="form.paper_taken_back", target=str(form.pk)).count() == 1
    assert says(add(finn, form)) == ["The scan is kept; the form is completed."], "another scan"


def test_not_by_those_who_send_no_forms(cast, client, sign_in, form):
    sign_in(client, cast.quinn_account)
    assert client.post(place("form_scan", form.patient, form.pk), {"scan": picture()}).status_code == 403
    assert fresh(form).paper_at is None


def test_one_that_ran_out_is_completed_and_one_taken_back_is_not(cast, finn, form):
    Assignment.objects.filter(pk=form.pk).update(expires_at=AT - DAY / 2)
    add(finn, form)
    assert row_of(finn, form)["tag_label"] == "Completed"
    assert not cancel(assignment=form, by=cast.finn, at=AT)
    other = AssignmentFactory(patient=cast.kit_record, cancelled_at=AT)
    assert says(add(finn, other)) == [] and fresh(other).paper_at is None


def test_reminders_stop_and_the_counts_agree(cast, finn, form):
    add(finn, form)
    finn.post(place("form_reminder", form.patient, form.pk))
    assert arrived(at=AT) == []
    assert form not in Assignment.objects.waiting(at=AT)
    counts = Assignment.objects.of(Clinic.objects.get(pk=cast.harbour.pk)).counted(at=AT)
    assert counts[form.version.template_id] == {Status.COMPLETED: 1}
    assert Assignment.objects.standing(at=AT).get(pk=form.pk).stands == fresh(form).status(at=AT)
    report = finn.get("/office/reports/forms/", {"patient": str(form.patient_id)})
    (told,) = [one for one in report.context["others"] if one["title"] == "Paper form"]
    assert told["said"][-1] == "Handed in on paper: Finn Cast added the scan Tue 17 Nov."
    assert finn.get(place("patient", form.patient)).status_code == 200


def test_an_entry_of_a_diary_stands_in_its_diary(cast, client, sign_in, form):
    asking = Asking([form.version.template], practitioner=cast.petra)
    how = {"pace": Pace.FREELY, "starts_on": AT.date(), "account": cast.ben, "by": cast.finn, "at": AT}
    (diary,) = begin(cast.kit_record, asking, **how)
    entry = diary.entries.get()
    page = place("series", cast.kit_record, diary.pk)
    answer = add(sign_in(client, cast.finn), entry)
    assert answer.redirect_chain == [(page, 302)]
    (row,) = answer.context["rows"]
    assert (row["tag_label"], row["when"]) == ("Completed", "Handed in on paper Tue 17 Nov")
    assert row["url"] == row["scan_url"] == "" and row["undo_url"]
    sign_in(client, cast.petra_account)
    (row,) = client.get(page).context["rows"]
    assert client.get(row["scan_url"]).status_code == 200
    shown = sign_in(client, cast.ben).get(f"/portal/p/{cast.kit_record.pk}/series/{diary.pk}/")
    assert [task["text"] for task in shown.context["entries"]] == ["Handed in on paper, 17 November"]
    end(diary, by=cast.finn, at=AT)
    (row,) = sign_in(client, cast.finn).get(page).context["rows"]
    assert row["undo_url"] == ""
