"""The builder's page: the outline at left, the page as patients see it, the chosen question at right."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from common.wording import clock_time
from office.forms.building.draft import AddForm
from office.presenters.building.marks import mark_of
from office.presenters.building.outline import outline_of
from office.presenters.building.preview import preview_of
from office.presenters.building.versions import live_words
from smartforms.authoring import linting, moving, scores
from smartforms.authoring.heads import head_of
from smartforms.authoring.kinds import kind_of

MOVES = ("up", "down", "in", "out")


def editor_page(draft, source, *, place=None, form=None, is_wide=False, at, findings=None) -> dict:
    """Everything editor.html shows. `place` is the chosen item; without one the form as a whole is chosen."""
    template = draft.template
    here, chosen = [template.pk], place.id if place else ""
    found = linting.findings(source, draft.definition, draft.report) if findings is None else findings
    add = AddForm(initial={"beside": chosen or _last(source), "where": "after"}, prefix="add")
    return {
        "title": head_of(source)["title"] or template.title,
        "label": _("Draft of version %(number)d") % {"number": draft.number},
        "number": draft.number,
        "live": live_words(template, at=at),
        "saved": _saved(draft),
        "revision": mark_of(draft),
        "outline": outline_of(source, template.pk, chosen),
        "preview": preview_of(draft, place.key if place else "", at=at.astimezone(template.clinic.zone)),
        "is_wide": is_wide,
        "add": add,
        "chosen": _chosen(place, source, template) if place else None,
        "form": form,
        "errors": _errors(form),
        "has_errors": bool(form is not None and (form.errors or getattr(form, "faults", ()))),
        "findings": [_finding(one, template) for one in found],
        "faults": sum(1 for one in found if one.is_error),
        "languages": _languages(source, template),
        "back_url": reverse("office:form_versions", args=here),
        "draft_url": reverse("office:form_draft", args=here),
        "add_url": reverse("office:form_items", args=here),
        "publish_url": reverse("office:form_publication", args=here),
        "preview_url": reverse("office:form_preview", args=here),
        "discard_url": reverse("office:form_discarding", args=here),
    }


def _last(source: dict) -> str:
    """Where a question goes while none is chosen: the end of the last page."""
    return next((one["id"] for one in reversed(source.get("item", ())) if one.get("type") == "group"), "")


def _saved(draft) -> str:
    if not draft.saved_at:
        return ""
    return _("Saved at %(time)s") % {
        "time": clock_time(draft.saved_at.astimezone(draft.template.clinic.zone))
    }


def _chosen(place, source, template) -> dict:
    kind, args = kind_of(place), [template.pk, place.id]
    ways = moving.ways(place, source)
    labels = {
        "up": _("Move up"), "down": _("Move down"), "in": _("Into the group above"), "out": _("Out of the group"),
    }  # fmt: skip
    icons = {"up": "arrow-up", "down": "arrow-down", "in": "indent", "out": "outdent"}
    heading = _("Page") if place.is_page else _("Group") if kind.is_group else _("Question")
    return {
        "id": place.id,
        "key": place.key,
        "number": place.number,
        "heading": heading,
        "kind": kind.code,
        "moves": [{"way": way, "label": labels[way], "icon": icons[way]} for way in MOVES if way in ways],
        "url": reverse("office:form_item", args=args),
        "move_url": reverse("office:form_item_place", args=args),
        "copy_url": reverse("office:form_item_copy", args=args),
        "remove_url": reverse("office:form_item_removal", args=args),
        "leans": moving.leaning_on(source, place.id) != [],
        "tones": [("ok", _("Fine")), ("warn", _("Watch")), ("bad", _("Serious"))],
        "has_scores": any(scores.scored(source)) if kind.code == "score" else True,
    }


def _errors(form) -> list[tuple[str, str]]:
    if form is None:
        return []
    found = [(f"id_{name}", words) for name, errors in form.errors.items() for words in errors]
    return found + list(getattr(form, "faults", ()))


def _finding(one, template) -> dict:
    args = [template.pk, one.item] if one.item else [template.pk]
    return {
        "number": one.number,
        "words": one.words,
        "is_error": one.is_error,
        "url": reverse("office:form_item" if one.item else "office:form_draft", args=args),
    }


def _languages(source: dict, template) -> list[dict]:
    """The languages a form can be translated into: all of the product but its own, French first."""
    own = (head_of(source)["language"] or template.clinic.language).partition("-")[0]
    codes = sorted((code for code, _name in settings.LANGUAGES if code != own), key=lambda code: code != "fr")
    names = dict(settings.LANGUAGES)
    return [
        {"label": names[code], "url": reverse("office:form_translation", args=[template.pk, code])}
        for code in codes
    ]


def removal_page(draft, source, place) -> dict:
    """What is asked before an item goes that others lean on, or that holds others."""
    leaning = moving.leaning_on(source, place.id)
    inside = len([one for one in place.item.get("item", ()) if isinstance(one, dict)])
    facts = [_("It goes from this draft only. Versions that were published keep it.")]
    if inside:
        facts.append(_("Everything in it goes too."))
    if leaning:
        facts.append(
            _("The conditions that look at it go too; without another condition a question is always asked.")
        )
    names = {"number": place.number, "text": (place.item.get("text") or "")[:200]}
    return {
        "title": _("Remove %(number)s?") % names,
        "text": names["text"],
        "doors_title": _("These are asked because of it"),
        "doors": [f"{one.number} {(one.item.get('text') or '')[:120]}".strip() for one in leaning],
        "facts": facts,
        "button": _("Remove it"),
        "revision": mark_of(draft),
        "place": draft.template.title,
        "back_url": reverse("office:form_item", args=[draft.template_id, place.id]),
    }
