"""The tray in words: what waits, about whom, since when, who has it, and where it is decided."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from clinic.models.clinic import Role
from common.wording import day_month_year, file_size, short_moment
from office.policies import opens_document
from office.presenters import mails
from office.presenters.tray_words import where, words_of
from office.tray import ALL, DONE, FAILED, MINE, NOBODYS, SNOOZED, is_told, key_of
from records.models.kinds import Kind


def tray_page(tray, member, team, clinic, *, at) -> dict:
    """What tray.html shows, but for its forms."""
    names = {one.user_id: one.user.name or one.user.email for one in team}
    asked = tray.asked
    return {
        "counts": _counts(tray),
        "whose": _whose(tray),
        "filters": _filters(tray),
        "orders": _orders(asked),
        "rows": [_row(item, tray, member, clinic, names, at=at) for item in tray.page],
        "page": tray.page,
        "query": address(asked, "") + "&" if address(asked, "") else "",
        "here": address(asked),
        "is_done": asked.whose == DONE,
        "is_filtered": asked.whose != "" or asked.kind != "",
    }


def address(asked, path=None, **changes) -> str:
    """Where this part of the tray is, or one that differs in something; with `path` "" only what is asked."""
    chosen = {"whose": asked.whose, "kind": asked.kind, "order": asked.order, **changes}
    query = urlencode({name: value for name, value in chosen.items() if value})
    if path == "":
        return query
    path = path or reverse("office:tray")
    return f"{path}?{query}" if query else path


def _counts(tray) -> str:
    if tray.asked.whose == DONE:
        return _("Ticked off within a week")
    total = tray.counts.total(tray.asked.whose)
    return ngettext("%(n)d thing waits", "%(n)d things wait", total) % {"n": total}


def _whose(tray) -> list[dict]:
    labels = {
        "": _("For me (%(n)d)"),
        MINE: _("Mine (%(n)d)"),
        NOBODYS: _("Nobody’s (%(n)d)"),
        ALL: _("Everybody’s (%(n)d)"),
        SNOOZED: _("Put off (%(n)d)"),
    }
    shown = [(whose, words % {"n": tray.counts.total(whose)}) for whose, words in labels.items()]
    return [_choice(tray.asked, words, whose=whose) for whose, words in [*shown, (DONE, _("Ticked off"))]]


def _filters(tray) -> list[dict]:
    kinds = tray.counts.kinds(tray.asked.whose)
    if tray.asked.whose == DONE or len(kinds) < 2:
        return []
    named = sorted((str(words_of(kind)[1]), kind) for kind in kinds)
    options = [_choice(tray.asked, _("All (%(n)d)") % {"n": sum(kinds.values())}, kind="")]
    for label, kind in named:
        words = _("%(what)s (%(n)d)") % {"what": label, "n": kinds[kind]}
        options.append(_choice(tray.asked, words, kind=kind))
    return options


def _orders(asked) -> list[dict]:
    if asked.whose == DONE:
        return []
    labels = {"": _("Urgent first"), "oldest": _("Oldest first"), "newest": _("Newest first")}
    return [_choice(asked, label, order=order) for order, label in labels.items()]


def _choice(asked, label, **changes) -> dict:
    current = all(getattr(asked, name) == value for name, value in changes.items())
    if "whose" in changes:
        changes["kind"] = ""
    return {"label": label, "url": address(asked, **changes), "current": current}


def _row(item, tray, member, clinic, names, *, at) -> dict:
    what, _label, icon, place = words_of(item.kind)
    patient, sent = tray.patients.get(item.patient), tray.sent.get(key_of(item))
    cares = item.patient in tray.cared
    row = {
        "pk": item.pk,
        "what": what,
        "icon": icon,
        "detail": "",
        "who": patient.name if patient else "",
        "who_url": reverse("office:patient", args=[patient.pk]) if patient else "",
        "born": _("born %(day)s") % {"day": day_month_year(patient.date_of_birth)} if patient else "",
        "when": _moment(item.put_at, clinic),
        "url": where(item, place, patient, cares=cares),
        "is_told": is_told(item.kind),
        "holder": item.assigned_to_id or "",
        "is_mine": item.assigned_to_id == member.user_id,
        "later": _moment(item.snoozed_until, clinic) if item.is_snoozed(at=at) else "",
        "done": _moment(item.done_at, clinic) if item.done_at else "",
        "done_by": names.get(item.done_by_id, ""),
    }
    row["with"] = _with(item, member, names)
    if item.kind == FAILED:
        row["detail"] = mails.kinds().get(item.mail, _("Another mail"))
    if sent is not None and patient is not None:
        row["url"] = reverse("office:sent_file", args=[patient.pk, sent.pk])
        row |= file_words(sent, opens_document(member, sent.kind, cares=cares))
    return row


def _with(item, member, names) -> str:
    if item.assigned_to_id is None:
        return pgettext("who has it", "Nobody")
    if item.assigned_to_id == member.user_id:
        return pgettext("who has it", "You")
    return names.get(item.assigned_to_id, _("Somebody who left"))


def _moment(instant, clinic) -> str:
    return short_moment(instant.astimezone(clinic.zone))


def colleague(member) -> str:
    """One of the team in a list to choose from: the name, and what they do."""
    roles = ", ".join(str(Role(role).label) for role in member.roles)
    return _("%(name)s, %(roles)s") % {"name": member.user.name or member.user.email, "roles": roles}


def file_words(sent, may_open: bool) -> dict:
    """What a file is: its name and note only for those who may open it, for they may tell of an illness."""
    upload, kind = sent.upload, Kind(sent.kind).label
    about = [upload.name if may_open else "", file_size(upload.size), sent.note if may_open else ""]
    return {"what": kind, "detail": ", ".join(filter(None, about)), "by": sender(sent)}


def sender(sent) -> str:
    account = sent.upload.account
    return (account.name or account.email) if account else _("somebody without an account")
