"""Files of a form: handed in with a page, and handed out to whoever may read the answers."""

import logging
import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common import clock, files
from records.actions import uploads
from records.handing_out import handed_out
from records.models import Upload
from smartforms import policies
from smartforms.definition import is_asked
from smartforms.engine import handing_in
from smartforms.engine.handing_in import Handed
from smartforms.engine.unfit import Problem, short
from smartforms.views.coming_in import author_of
from smartforms.views.finding import explain, find, note_opening

log = logging.getLogger(__name__)


def take(request, response, outline, keys, posted, *, at) -> None:
    """Put onto a posted page what its file questions brought: new files kept, unwanted ones named."""
    by = author_of(request)
    shown = set(request.POST.getlist("asked"))
    key_removed, _sep, removed = request.POST.get("remove", "").partition(" ")
    for item in outline.under(keys):
        key = item["key"]
        if item["type"] != "file" or key not in shown or not is_asked(item, outline):
            continue
        posted.asked.add(key)
        handed = posted.handed[key] = Handed(removed={removed} if key == key_removed else set())
        if key in getattr(request, "too_large", ()):
            posted.problems[key] = Problem(files.too_large("", item["max_bytes"]))
        for file in request.FILES.getlist(key):
            _keep(file, item, response, handed, posted, by=by, at=at)


def _keep(file, item, response, handed, posted, *, by, at) -> None:
    key, assignment = item["key"], response.assignment
    held = handed.applied(response.answers.get(key, []))
    if handing_in.most(item) == 1:
        handed.removed |= {one["file"] for one in held}  # the new one stands in its place
        handed.added.clear()
    elif len(held) >= handing_in.most(item):
        names = {"question": short(item), "most": handing_in.most(item)}
        posted.problems[key] = Problem(_("Add at most %(most)d files to “%(question)s”") % names)
        return
    try:
        upload = uploads.keep(
            file, patient=assignment.patient, for_what=assignment.for_uploads, by=by, at=at,
            types=item["types"], most=item["max_bytes"],
        )  # fmt: skip
    except files.Refused as refused:
        posted.problems[key] = Problem(str(refused))
        return
    except OSError:
        log.exception("a file could not be kept")
        posted.problems[key] = Problem(_("We could not keep the file. Try again in a few minutes"))
        return
    handed.added.append(handing_in.as_answer(upload, at.astimezone(assignment.clinic.zone)))


def let_go(assignment, answers: dict, posted, *, by, at) -> None:
    """Take back the files of this form on a posted page that no answer names, now that it is kept."""
    for handed in posted.handed.values():
        names = {*handed.removed, *(one["file"] for one in handed.added)}
        _take_back(assignment, names, answers, by=by, at=at)


def let_go_of_dropped(assignment, before: dict, answers: dict, *, by, at) -> None:
    """Take back the files that went with an entry, or with a question that is not asked any more."""
    _take_back(assignment, handing_in.named(before), answers, by=by, at=at)


def _take_back(assignment, names, answers: dict, *, by, at) -> None:
    for name in names:
        if not handing_in.holds(answers, name) and (known := _as_id(name)):
            mine = {"patient": assignment.patient, "for_what": assignment.for_uploads}
            uploads.take_back(known, **mine, by=by, at=at)


def _as_id(name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(name)
    except ValueError:
        return None


@require_safe
def file(request, patient, assignment, upload):
    """One file of a form, to save: for whoever may write in it, and once it was sent for whoever may read it back."""
    at = clock.now()
    assignment = find(request, patient, assignment, at=at)
    response = getattr(assignment, "response", None)
    if response is None or not handing_in.holds(response.answers, upload):
        raise Http404
    if assignment.sent_in:
        reason = policies.why_not_read_back(request.user, assignment)
    else:
        reason = policies.why_not_fill(request.user, assignment, at=at)
    if reason:
        return explain(request, assignment, reason)
    kept = get_object_or_404(
        Upload.objects.visible_to(request.user, at=at), pk=upload, patient=assignment.patient_id
    )
    answer = handed_out(kept)
    note_opening(request, assignment, at=at, verb="file.opened")
    return answer
