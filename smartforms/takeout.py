"""What goes along of this room's tables: forms that were sent, the answers to them, diaries, corrections."""

import json
from urllib.parse import quote

from django.db.models import Q
from django.utils.translation import gettext as _

from common.wording import moment_with_year
from records.takeout.parts import Entry, Section
from records.takeout.sheets import Sheet, Why
from smartforms.fhir.exporter import export_questionnaire, export_response
from smartforms.models import (
    Addendum,
    Assignment,
    DispatchLine,
    FormLink,
    Response,
    Series,
    Version,
)
from smartforms.presenters import titles
from smartforms.presenters.sections import scores
from smartforms.presenters.sections import sections as told_sections


def _answers(rows, reader):
    """The answers of forms this account sees: all of them in full, else what it sent or is filling in itself."""
    forms = Assignment.objects.visible_to(reader.account, at=reader.at).filter(patient=reader.patient)
    own = Q(assignment__in=forms.filter(seen_in_full=False).values("pk")) & (
        Q(submitted_by=reader.account) | Q(submitted_at=None, saved_by=reader.account)
    )
    return rows.filter(Q(assignment__in=forms.filter(seen_in_full=True).values("pk")) | own)


SHEETS = (
    Sheet(
        Assignment,
        "forms",
        "id account_id series_id occurrence version_id practitioner_id sent_at due_at expires_at opened_at"
        " added_day_at cancelled_at paper_at paper_scan_id confidential message",
        {
            Why.OTHERS: "sent_by_id added_day_by_id cancelled_by_id paper_by_id",
            Why.INTERNAL: "invitation_id link_id",
            Why.HEAD: "clinic_id patient_id",
        },
        least="id account_id series_id occurrence version_id practitioner_id sent_at due_at expires_at opened_at"
        " added_day_at cancelled_at paper_at confidential message",
    ),
    Sheet(
        Response,
        "answers",
        "id assignment_id answers unfinished saved_at saved_by_id submitted_at submitted_by_id language",
        {Why.INTERNAL: "touched revision submitted_link_id", Why.HEAD: "patient_id"},
        seen=_answers,
    ),
    Sheet(
        Addendum,
        "corrections",
        "id response_id words at by_id from_clinic",
        through="response",
    ),
    Sheet(
        Series,
        "diaries",
        "id template_id account_id practitioner_id sent_at message confidential pace every starts_on ends_on times"
        " next_on ended_at",
        {Why.OTHERS: "email relation sent_by_id ended_by_id", Why.HEAD: "clinic_id patient_id"},
    ),
    Sheet(FormLink, stays=Why.SECRET),
    Sheet(DispatchLine, stays=Why.INTERNAL),
)
ALONG = ("assignment__version__template__clinic", "assignment__clinic", "assignment__patient")


def _responses(reader):
    rows = reader.rows_of(Response).select_related(*ALONG)
    return rows.defer(
        "assignment__version__definition", "assignment__version__source", "assignment__version__report"
    )


def hidden_files(reader) -> Q:
    """Files of forms whose answers the reader does not see, and scans for whoever does not see the record."""
    if reader.is_clinic:
        return Q(pk__in=[])
    read = reader.rows_of(Response).values_list("assignment", flat=True)
    scans = reader.rows_of(Assignment).filter(seen_in_full=True, paper_scan__isnull=False)
    names = [f"smartforms.assignment:{pk}" for pk in read]
    return (
        Q(for_what__startswith="smartforms.") & ~Q(for_what__in=names) & ~Q(pk__in=scans.values("paper_scan"))
    )


def sections(reader):
    yield Section(_("Forms"), _forms(reader), _("No form was sent."))


def _forms(reader):
    rows = reader.rows_of(Assignment).select_related("version__template", "clinic", "response")
    rows = rows.defer("version__definition", "version__source", "version__report", "response__answers")
    for form in rows.order_by("-sent_at", "pk").iterator(chunk_size=100):
        status = form.status(at=reader.at)
        facts = [(_("Sent to you"), moment_with_year(form.sent_at.astimezone(reader.zone)))]
        facts.append((_("State"), str(status.label)))
        yield Entry(titles.of_form(form), tuple(facts + _answered(reader, form)))


def _answered(reader, form) -> list:
    """Question and answer, in the words that were asked; nothing where the reader may not read them."""
    found = reader.rows_of(Response).filter(assignment=form.pk).select_related(*ALONG).first()
    if found is None:
        return []
    facts = []
    if found.submitted_at:
        facts.append((_("Answered"), moment_with_year(found.submitted_at.astimezone(reader.zone))))
        facts += [(row["term"], row["answer"]) for row in scores(found)]
    for section in told_sections(found, at=reader.at):
        facts += [(row["term"], row["answer"]) for row in section["rows"] if row["answer"]]
    facts += [(_("Correction"), note.words) for note in found.addenda.order_by("at", "pk")]
    return facts


def resources(reader):
    """Answers, and the questionnaires they answer."""
    seen = set()
    for response in _responses(reader).iterator(chunk_size=100):
        version = response.assignment.version
        if version.pk not in seen:
            seen.add(version.pk)
            yield _questionnaire(version)
        yield _with_files(export_response(response), reader)


def _questionnaire(version) -> dict:
    """The form as it was published, under an id of its own."""
    whole = Version.objects.select_related("template__clinic").get(pk=version.pk)
    return export_questionnaire(whole) | {"id": f"form-{version.pk}"}


def _with_files(resource: dict, reader) -> dict:
    """Answers that are files say where those lie in the take-out."""
    paths = {f"Binary/{pk}": quote(path) for pk, path in reader.paths.items()}

    def walk(node):
        if isinstance(node, list):
            return [walk(one) for one in node]
        if not isinstance(node, dict):
            return node
        found = {name: walk(one) for name, one in node.items()}
        if str(found.get("url", "")).startswith("Binary/") and "contentType" in found:
            if found["url"] in paths:
                found["url"] = paths[found["url"]]
            else:
                found.pop("url")
        return found

    return walk(resource) if '"Binary/' in json.dumps(resource) else resource
