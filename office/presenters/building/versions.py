"""A form's versions in words."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.wording import moment
from office.presenters.building.marks import mark_of
from office.presenters.building.report import report_page
from smartforms.models import Assignment
from smartforms.presenters import titles


def live_words(template, *, at) -> str:
    """'Version 3 is live, 12 people are filling it in.'"""
    published = template.versions.filter(published_at__isnull=False)
    live = published.only("number").order_by("-number").first()
    if live is None:
        return _("Not published yet.")
    opened = Assignment.objects.of(template.clinic).filter(version=live, opened_at__isnull=False)
    number = opened.waiting(at=at).count()
    if not number:
        return _("Version %(version)d is live, nobody is filling it in.") % {"version": live.number}
    told = ngettext(
        "Version %(version)d is live, %(n)d person is filling it in.",
        "Version %(version)d is live, %(n)d people are filling it in.",
        number,
    )
    return told % {"version": live.number, "n": number}


def versions_page(template, form, *, at) -> dict:
    """Everything versions.html shows."""
    rows = template.versions.annotate(sent=Count("assignments")).select_related("published_by", "saved_by")
    rows = list(rows.defer("definition", "source", "report").order_by("-published_at", "-number"))
    drafts = [one for one in rows if one.published_at is None]
    live = next((one for one in rows if one.published_at), None)
    here = [template.pk]
    return {
        "title": titles.of_template(template),
        "is_archived": template.archived_at is not None,
        "live": live_words(template, at=at),
        "draft": _draft(drafts[0], template) if drafts else None,
        "rows": [_row(one, template, is_live=one is live) for one in rows if one.published_at],
        "form": form,
        "has_errors": bool(form.errors),
        "people_url": reverse("office:form", args=here),
        "begin_url": reverse("office:form_beginning", args=here),
        "draft_url": reverse("office:form_draft", args=here),
        "discard_url": reverse("office:form_discarding", args=here),
        "copy_url": reverse("office:form_copy", args=here),
        "archive_url": reverse("office:form_archiving", args=here),
        "lift_url": reverse("office:form_archiving_lifting", args=here),
        "settings_url": reverse("office:form_settings", args=here),
    }


def who_and_when(version, name: str) -> str:
    """Who published or saved it, and when."""
    at, by = getattr(version, f"{name}_at"), getattr(version, f"{name}_by")
    local = moment(at.astimezone(version.template.clinic.zone)) if at else ""
    return ", ".join(filter(None, [local, (by.name or by.email) if by else ""]))


def _draft(version, template) -> dict:
    version.template = template
    saved = _("Saved %(when)s") % {"when": who_and_when(version, "saved")}
    return {"label": _("Draft of version %(number)d") % {"number": version.number}, "saved": saved}


def _row(version, template, *, is_live: bool) -> dict:
    version.template = template
    args = [template.pk, version.number]
    sent = ngettext("sent once", "sent %(n)d times", version.sent) % {"n": version.sent}
    return {
        "label": _("Version %(number)d") % {"number": version.number},
        "is_live": is_live,
        "published": who_and_when(version, "published"),
        "sent": sent if version.sent else _("never sent"),
        "url": reverse("office:form_version", args=args),
        "export_url": reverse("office:form_export", args=args),
    }


def version_page(version) -> dict:
    """Everything version.html shows."""
    template, args = version.template, [version.template_id, version.number]
    names = {"number": version.number, "title": template.title}
    label = _("Draft of version %(number)d") if version.published_at is None else _("Version %(number)d")
    return {
        "title": template.title,
        "label": label % names,
        "published": who_and_when(version, "published") if version.published_at else "",
        "report": report_page(version.report),
        "back_url": reverse("office:form_versions", args=[template.pk]),
        "export_url": reverse("office:form_export", args=args),
    }


def confirm_discarding(draft) -> dict:
    """Everything confirm.html asks before a draft is thrown away."""
    is_first = draft.template.live_version() is None
    facts = [_("Nobody has seen this draft. It cannot be brought back.")]
    if is_first:
        facts.append(_("The form was never published, so it goes to the archive."))
    return {
        "revision": mark_of(draft),
        "title": _("Throw this draft away?"),
        "text": draft.template.title,
        "facts": facts,
        "button": _("Throw it away"),
        "back_url": reverse("office:form_draft", args=[draft.template_id]),
        "place": draft.template.title,
    }
