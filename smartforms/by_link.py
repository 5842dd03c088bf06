"""Filling in without an account, where the clinic allows it: the forms behind one mailed link and nothing else (D2).

The link is in this browser's session from the press on. What is sent cannot be read back; nothing else of the portal is
there. Asked at every request: the clinic may forbid it, the link may be taken back, the record closed.
"""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from records.actions.invitations import is_shared_by_adults
from records.models import Lockdown
from records.policies import is_locked_down
from smartforms.models import Assignment, FormLink, preferences_of

KEY, DONE, HELP, SENT = (f"forms_by_link{name}" for name in ("", "_done", "_help", "_sent"))
IDLE = timedelta(minutes=30)
A_MINUTE = 60
MOST_SENT = 50


def is_offered(link, *, at) -> bool:
    """Whether the forms of a mailed link may be filled in without an account.

    Not where two adults share the mailbox: each signs in, so that neither answers the other's questions.
    """
    return may_still(link, at=at) and not is_shared_by_adults(link.patient, link.email, at=at)


def may_still(link, *, at) -> bool:
    """Whether a link opens forms to somebody without an account."""
    return _is_open(link, at=at) and not is_locked_down(link.patient_id, at=at, issued_at=link.issued_at)


def _is_open(link, *, at) -> bool:
    return link.is_live(at=at) and preferences_of(link.clinic).without_account


def come_in(request, link, *, at) -> None:
    """From this press on the browser may fill in what is behind the link. What another link left here is gone."""
    request.session.cycle_key()
    for name in (DONE, HELP, SENT):
        request.session.pop(name, None)
    request.session[KEY] = {"link": str(link.pk), "at": at.timestamp()}


def link_in(request, *, at) -> FormLink | None:
    """The link this browser came in with, while it opens something; None after half an hour without a step."""
    memory = request.session.get(KEY)
    if not memory or has_rested(request, at=at):
        return None
    # Two questions in one, for an autosave asks them too: the link, and whether its record was closed since.
    shut = Lockdown.objects.filter(patient=OuterRef("patient"), at__lte=at)
    shut = shut.filter(Q(lifted_at=None) | Q(at__gte=OuterRef("issued_at")))
    rows = FormLink.objects.exclude(Exists(shut)).select_related("clinic")
    link = rows.filter(pk=memory["link"]).first()
    if link is None or not _is_open(link, at=at):
        return None
    if at.timestamp() - memory["at"] > A_MINUTE:
        request.session[KEY] = memory | {"at": at.timestamp()}
    return link


def has_rested(request, *, at) -> bool:
    """Whether nothing was pressed in this browser for half an hour since it came in by a link."""
    memory = request.session.get(KEY)
    return bool(memory) and at.timestamp() - memory["at"] > IDLE.total_seconds()


def link_to_go_on_with(request, *, at) -> FormLink | None:
    """The link that lies in the mailbox of whoever came in here before: a newer one was mailed, or they rested.

    None where the clinic took it back, closed the record or allows it no more, and for whoever never came by a link.
    """
    memory = request.session.get(KEY)
    rows = FormLink.objects.filter(clinic_id=request.clinic.pk)
    mine = rows.filter(pk=memory["link"]).first() if memory else None
    if mine is None:
        return None
    newest = rows.open().filter(patient=mine.patient_id, email=mine.email).select_related("clinic").first()
    is_theirs = newest is not None and (newest.pk == mine.pk or mine.revoked_because == "reissued")
    return newest if is_theirs and may_still(newest, at=at) else None


def forms_behind(link):
    """The forms behind a link that no account has taken, as its holder may know of them."""
    return Assignment.objects.filter(link=link, account=None, cancelled_at=None)


def note_sent(request, link, form, *, at) -> None:
    """A form was sent: once nothing else waits behind the link, it opens nothing more."""
    request.session[SENT] = [*request.session.get(SENT, ()), str(form.pk)][-MOST_SENT:]
    if not forms_behind(link).waiting(at=at).exists():
        FormLink.objects.open().filter(pk=link.pk).update(revoked_at=at, revoked_because="sent")
        del request.session[KEY]
        request.session[DONE] = True


def keep_help(request, form, *, at) -> None:
    """What was sent just now must not wait: whom to call stays on this browser's page for half an hour."""
    request.session[HELP] = {"form": str(form.pk), "at": at.timestamp()}


def needs_help(request, *, at) -> Assignment | None:
    """The form whose answers ask for help; None where none does, or half an hour later."""
    memory = request.session.get(HELP)
    if not memory or at.timestamp() - memory["at"] > IDLE.total_seconds():
        return None
    rows = Assignment.objects.filter(pk=memory["form"], response__submitted_at__isnull=False)
    return rows.select_related("clinic", "version", "response").first()


def was_sent_here(request, form_id) -> bool:
    """Whether this browser sent this form by a link: a second press, or the way back, leads to the thanks."""
    return str(form_id) in request.session.get(SENT, ())


def is_done(request) -> bool:
    """Whether everything behind this browser's link was sent."""
    return bool(request.session.get(DONE))
