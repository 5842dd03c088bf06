"""Two records side by side, what joining them does, and how it is taken back: in words."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import wording
from common.wording import day_month_year
from office.joining import OVERLAPS
from office.presenters.deciding import asking_page
from office.presenters.grants import scope_words
from office.presenters.likeness import pair_row, rank_tag, reasons
from office.presenters.moving import held_rows, kind_words, moving_rows
from records.details import DETAILS, is_same
from records.models.access import Level
from records.policies import may_merge
from records.presenters import of_the_account


def list_page(page, count: int) -> dict:
    """Everything duplicates.html shows."""
    words = ngettext("%(n)d pair to look at", "%(n)d pairs to look at", count)
    return {"page": page, "counts": words % {"n": count}, "rows": [pair_row(pair) for pair in page]}


def compare_page(pair, look, member, *, asked: bool) -> dict:
    """Everything compare.html shows; `look` is of the order in which they would be joined."""
    one, other = look.kept, look.gone
    row = pair_row(pair)
    return {
        "title": row["names"],
        "tag": rank_tag(pair.likeness),
        "reasons": reasons(pair.likeness),
        "people": [_column(patient) for patient in (one, other)],
        "details": [
            _detail(each, one, other) for each in DETAILS.values() if each.said(one) or each.said(other)
        ],
        "holds": held_rows(look.shares),
        "apart_url": row["apart_url"],
        "joining_url": joining_url(one, other) if may_merge(member) else "",
        "ask_url": reverse("office:join_request", args=[one.pk, other.pk]),
        "is_asked": asked,
    }


def joining_url(kept, gone) -> str:
    """Where one record is joined into another."""
    return reverse("office:joining", args=[kept.pk, gone.pk])


def _column(patient) -> dict:
    zone = patient.clinic.zone
    since = wording.short_day_year(patient.created_at.astimezone(zone))
    how = _("Online, %(day)s") if patient.made_online else _("By the clinic, %(day)s")
    return {
        "name": patient.name,
        "url": reverse("office:patient", args=[patient.pk]),
        "how": how % {"day": since},
    }


def _detail(detail, one, other) -> dict:
    mine, theirs = detail.said(one), detail.said(other)
    return {
        "label": detail.label,
        "one": detail.words(mine),
        "other": detail.words(theirs),
        "differs": not is_same(detail.key, mine, theirs),
    }


def joining_page(preview, form, *, stale: bool) -> dict:
    """Everything joining.html shows."""
    kept, gone = preview.look.kept, preview.look.gone
    title = _("Join two records")
    return {
        "title": title,
        "form": form,
        "has_errors": bool(form.errors),
        "has_details": bool(form.fields.keys() & DETAILS.keys()),
        "stale": stale,
        "seen": preview.look.seen,
        "kept": _column(kept),
        "gone": _column(gone),
        "swap_url": joining_url(gone, kept),
        "back_url": reverse("office:compare", args=[kept.pk, gone.pk]),
        "moves": moving_rows(preview),
        "access": [_access(one, preview) for one in preview.access],
        "facts": list(_facts(preview)),
        "warnings": list(_warnings(preview)),
    }


def _access(one, preview) -> dict:
    zone, seats = preview.look.kept.clinic.zone, preview.look.seats()
    after = _told(one.terms, zone) if one.terms else _("Nothing: the access ends, and a mail says so")
    is_open = len(seats) > 1 and one.account in seats
    return {
        "name": one.account.name or one.account.email,
        "email": one.account.email,
        "kept": _reach(one.kept, zone),
        "gone": _reach(one.gone, zone),
        "after": _("As chosen above: the patient’s own, or nothing") if is_open else after,
        "is_less": one.is_less and not is_open,
    }


def _reach(grant, zone) -> str:
    if grant is None:
        return _("Nothing")
    terms = ("relation", "level", "scopes", "expires_at")
    return _told({name: getattr(grant, name) for name in terms}, zone)


def _told(terms, zone) -> str:
    level = _("Full") if terms["level"] == Level.FULL else _("Limited")
    parts = [of_the_account(terms["relation"]), level, scope_words(terms["relation"], terms["scopes"])]
    if terms["expires_at"]:
        day = wording.short_day_year(terms["expires_at"].astimezone(zone))
        parts.append(_("until %(day)s") % {"day": day})
    return ", ".join(str(part) for part in parts if part)


def _facts(preview):
    yield _("The other record is closed: it is in no list, and its address leads here.")
    yield _("Links in mails about the other record that still work lead to this one.")
    if preview.look.codes:
        words = ngettext(
            "%(n)d access code of the other record ends, and does not come back.",
            "%(n)d access codes of the other record end, and do not come back.",
            preview.look.codes,
        )
        yield words % {"n": preview.look.codes}
    yield _("Whoever sees the record in full gets a mail that it was put in order, without a name.")
    yield _("It can be undone for 30 days. What is added meanwhile stays with this record.")


def _warnings(preview):
    zone, overlaps = preview.look.kept.clinic.zone, preview.of_kind(OVERLAPS)
    of_kept, of_gone = preview.look.promised
    if of_gone:
        yield _(
            "It was decided to erase the other record. Once joined, the tray asks whether all of this one goes."
        )
    if of_kept:
        yield _("It was decided to erase this record: what moves here goes with it when its time is over.")
    for visit in overlaps:
        when = wording.short_moment(visit.moment.astimezone(zone))
        words = _("Both records have a visit at the same time, %(when)s. Both stay: look at them afterwards.")
        yield words % {"when": when}
    if overlaps and (more := overlaps[0].number - len(overlaps)):
        words = ngettext(
            "%(n)d more visit is at the same time as one of this record.",
            "%(n)d more visits are at the same time as one of this record.",
            more,
        )
        yield words % {"n": more}
    for one in preview.access:
        relations = {grant.relation for grant in one.rows}
        if len(relations) > 1:
            words = _("%(email)s is something else on each record. Are these really one person?")
            yield words % {"email": one.account.email}


def undo_page(space, merge, facts) -> dict:
    """What confirm.html shows before a merge is undone."""
    text = _("The record of %(name)s that was joined into this one is opened again, with what was its own.")
    return asking_page(
        space,
        title=_("Part these two records again?"),
        text=text % {"name": merge.gone.name},
        facts=facts,
        button=_("Part them"),
        danger=True,
        current="patient",
    )


def undo_facts(space, merge, after, lets_go) -> list[str]:
    """What comes back and what does not; `after` are the models of rows made since, with their numbers, `lets_go` how
    many rows were put into a plan that is the other record's then."""
    facts = [
        _(
            "Visits, forms, documents and everything else that moved goes back, with what was added to it since."
        ),
        _("Access is given back, never more than it was. What was revoked or denied since stays so."),
        _("Access codes that ended do not come back."),
        _("Details that were corrected since stay as they are."),
    ]
    if after:
        listed = ", ".join(f"{kind_words(model)}: {number}" for model, number in after)
        facts.append(_("Made since, and stays with this record: %(what)s") % {"what": listed})
    if lets_go:
        words = ngettext(
            "%(n)d document or activity was put into a plan of the other record: it stays whose it was, in no plan.",
            "%(n)d documents or activities were put into a plan of the other record: they stay whose they were, in no"
            " plan.",
            lets_go,
        )
        facts.append(words % {"n": lets_go})
    day = wording.short_day_year(merge.undo_until.astimezone(space.zone))
    return [*facts, _("It can be undone until %(day)s.") % {"day": day}]


def merge_notice(space, merge) -> dict:
    """On the patient's page: what was joined into it, and the way back."""
    zone = space.zone
    words = _("Joined on %(day)s by %(who)s with the record of %(name)s, born %(born)s.") % {
        "day": wording.short_day_year(merge.at.astimezone(zone)),
        "who": merge.by.name or merge.by.email,
        "name": merge.gone.name,
        "born": day_month_year(merge.gone.date_of_birth),
    }
    until = wording.short_day_year(merge.undo_until.astimezone(zone))
    return {
        "text": words,
        "url": reverse("office:merge", args=[space.patient.pk, merge.pk]) if space.joins_records else "",
        "label": _("Undo, until %(day)s") % {"day": until},
    }


def likeness_notice(pair, patient) -> dict:
    """On the patient's page: another record that may be the same person's."""
    other = pair.other if pair.one.pk == patient.pk else pair.one
    names = {"name": other.name, "day": day_month_year(other.date_of_birth), "why": reasons(pair.likeness)}
    return {
        "tag": rank_tag(pair.likeness),
        "text": _("%(name)s, born %(day)s. %(why)s.") % names,
        "url": pair_row(pair)["compare_url"],
    }
