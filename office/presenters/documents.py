"""Documents in words, for the team: what each is, where it stands in the portal, who opened it."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.serving import SHOWN_INLINE
from common.wording import day_month_year, file_size, kind_of_file, short_day_year
from office.presenters.deciding import asking_page
from office.presenters.moments import day_of, time_of
from office.presenters.person import workspace_page
from office.presenters.reaching import papers_words
from records.models.kinds import Kind

KEPT_PRIVATE = gettext_lazy(
    "Whoever sent it chose “Only for the clinic and me”: it stays for the patient alone."
)
NAMED = 2  # of those who have seen a document, in the list


def documents_page(found) -> dict:
    """Everything documents.html shows."""
    space = found.space
    return {
        **workspace_page(space, "documents"),
        "tab": _("Documents"),
        "rows": [_row(one, found) for one in found.page],
        "page": found.page,
        "query": _query(found.kind, found.label, more="&"),
        "kinds": _choices(found, "kind", [(one, Kind(one).label) for one in found.kinds]),
        "labels": _choices(found, "label", [(one, one) for one in found.labels]),
        "is_chosen": bool(found.kind or found.label),
        "new_url": reverse("office:new_documents", args=[space.patient.pk]) if space.kinds_kept else "",
    }


def _query(kind, label, more="") -> str:
    said = urlencode({name: value for name, value in (("kind", kind), ("label", label)) if value})
    return said + more if said else ""


def _choices(found, name, options) -> list[dict]:
    """All, and each there is; nothing to choose from where there is but one."""
    chosen = {"kind": found.kind, "label": found.label}
    if len(options) < 2 and not chosen[name]:
        return []
    return [
        {"label": words, "url": f"?{_query(**chosen | {name: value})}", "current": chosen[name] == value}
        for value, words in [("", _("All")), *options]
    ]


def _row(document, found) -> dict:
    space = found.space
    kind, day = Kind(document.kind).label, short_day_year(document.dated_on)
    if not space.opens_document(document.kind):
        return {"title": kind, "is_closed": True, "day": day}
    names = [space.patient.pk, document.pk]
    return {
        "title": document.title,
        "url": reverse("office:document", args=names),
        "file_url": reverse("office:document_file", args=names)
        if space.keeps_document(document.kind)
        else "",
        "kind": kind,
        "day": day,
        "facts": facts_of(document),
        "from": document.practitioner.name if document.practitioner else "",
        "labels": document.labels,
        "is_confidential": document.confidential,
        **_in_portal(document, found.hidden, space),
        "seen": _seen(found.seen.get(str(document.pk), []), space),
    }


def facts_of(document) -> str:
    """'PDF, 2 pages, 340 KB'."""
    return _("%(file)s, %(size)s") % {
        "file": kind_of_file(document.content_type, document.pages),
        "size": file_size(document.size),
    }


def _in_portal(document, hidden, space) -> dict:
    if document.kind in hidden:
        return {"tag_label": _("Kept from patients"), "tag_kind": "outline", "since": ""}
    if document.shared_at is None:
        return {"tag_label": _("Not shared"), "tag_kind": "neutral", "since": ""}
    since = day_of(document.shared_at, at=space.at, zone=space.zone)
    return {"tag_label": _("Shared"), "tag_kind": "ok", "since": since}


def _seen(looks, space) -> dict:
    """The last few: who, and on which day."""
    rows = [
        (account.name or account.email, day_of(last, at=space.at, zone=space.zone))
        for account, last in looks[:NAMED]
    ]
    more = len(looks) - len(rows)
    return {
        "rows": rows,
        "more": ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more} if more else "",
    }


def document_page(space, document, seen, hidden) -> dict:
    """Everything document.html shows."""
    names = [space.patient.pk, document.pk]
    may_change = space.keeps_document(document.kind)

    def place(name):
        return reverse(f"office:{name}", args=names)

    portal = _in_portal(document, hidden, space)
    return {
        **workspace_page(space, "documents"),
        "tab": document.title,
        "document": document,
        "title": document.title,
        "tags": [
            {"label": portal["tag_label"], "kind": portal["tag_kind"]},
            *([{"label": _("For the patient alone"), "kind": "info"}] if document.confidential else []),
        ],
        "facts": _facts(space, document),
        "is_picture": document.content_type.startswith("image/"),
        "view_url": place("document_view") if document.content_type in SHOWN_INLINE else "",
        "file_url": place("document_file") if may_change else "",
        "correct_url": place("document_correction") if may_change else "",
        "remove_url": place("document_removal") if may_change else "",
        "share_url": place("document_sharing") if may_change and document.shared_at is None else "",
        "unshare_url": place("document_unsharing") if may_change and document.shared_at else "",
        "is_hidden": document.kind in hidden,
        "sharings": _sharings(space, document),
        "seen": [
            (account.name or account.email, time_of(last, at=space.at, zone=space.zone))
            for account, last in seen
        ],
        "knows_seen": space.sees_access,
        "reach": papers_words(space.patient),
        "back_url": reverse("office:documents", args=[space.patient.pk]),
    }


def _facts(space, document) -> list[dict]:
    added = time_of(document.created_at, at=space.at, zone=space.zone)
    facts = [
        (_("What it is"), Kind(document.kind).label),
        (_("Date of the document"), day_month_year(document.dated_on)),
        (_("From"), document.practitioner.name if document.practitioner else _("The clinic")),
        (_("File"), facts_of(document)),
        (_("Labels"), ", ".join(document.labels)),
        (
            _("Added"),
            _("%(when)s, by %(name)s") % {"when": added, "name": document.created_by}
            if document.created_by
            else added,
        ),
    ]
    if document.upload:
        sender = document.upload.account
        facts.append(
            (_("Sent by"), (sender.name or sender.email) if sender else _("Somebody without an account"))
        )
    return [{"term": term, "answer": answer} for term, answer in facts if answer]


def _sharings(space, document) -> list[str]:
    """Every time it was shared, the standing one first."""

    def words(since, by, until=None, ended_by=None):
        when = {
            "since": time_of(since, at=space.at, zone=space.zone),
            "by": by,
            "until": until and time_of(until, at=space.at, zone=space.zone),
            "ended_by": ended_by,
        }
        if until is None:
            return _("Since %(since)s, shared by %(by)s") % when
        return _("From %(since)s, shared by %(by)s, to %(until)s, ended by %(ended_by)s") % when

    ended = document.ended_sharings.select_related("shared_by", "ended_by").order_by("-ended_at", "-pk")
    standing = [words(document.shared_at, document.shared_by)] if document.shared_at else []
    return standing + [words(one.shared_at, one.shared_by, one.ended_at, one.ended_by) for one in ended]


def adding_page(space, form) -> dict:
    """Everything document_form.html shows for new documents."""
    if reach := papers_words(space.patient):
        form.fields["share"].help_text = ""  # no mail says that there is something
    return _form_page(
        space,
        form,
        reach=reach,
        title=_("Add documents"),
        button=_("Add"),
        back_url=reverse("office:documents", args=[space.patient.pk]),
    )


def correction_page(space, document, form) -> dict:
    """The same for one that is there."""
    back = reverse("office:document", args=[space.patient.pk, document.pk])
    private = "" if "confidential" in form.fields else KEPT_PRIVATE
    words = {"title": _("Correct the document"), "button": _("Save"), "kept_private": private}
    return _form_page(space, form, **words, back_url=back)


def _form_page(space, form, **words) -> dict:
    tab = {"tab": words["title"], "form": form, "has_errors": bool(form.errors)}
    return {**workspace_page(space, "documents"), **tab, **words}


def described(document) -> dict:
    """What is known of a document, as its form begins."""
    return {
        "kind": document.kind,
        "title": document.title,
        "dated_on": document.dated_on,
        "practitioner": str(document.practitioner_id or ""),
        "chart": str(document.chart_id or ""),
        "labels": ", ".join(document.labels),
        "confidential": document.confidential,
    }


def removal_page(space, document, form) -> dict:
    """Really?"""
    return asking_page(
        space,
        title=_("Take “%(title)s” out of the record?") % {"title": document.title},
        text=_("For what was put here by mistake, such as another patient’s paper. It cannot be put back."),
        facts=[
            _("Nobody sees it in the portal any more."),
            _("The file itself stays with the clinic, for as long as records must be kept."),
        ],
        button=_("Take it out"),
        danger=True,
        form=form,
        current="documents",
    )


def added(made) -> str:
    """What is said once they are there."""
    n = len(made)
    if made[0].shared_at:
        return ngettext("The document is added and shared.", "%(n)d documents are added and shared.", n) % {
            "n": n
        }
    return ngettext("The document is added.", "%(n)d documents are added.", n) % {"n": n}
