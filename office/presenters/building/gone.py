"""A draft that is not there any more: what became of it, and what was typed into its page."""

import re

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.models import Event
from common.wording import moment
from office.forms.building.draft import HeadForm
from office.forms.building.fields import SETTINGS
from office.presenters.building.marks import read_mark
from office.presenters.building.versions import who_and_when

_ROW = re.compile(r"(?P<rows>option|row|band)-(?P<at>\d{1,3})-(?P<what>[a-z]+)")
TYPED = {"max_length", "least", "most", "step", "unit", "units", "lower", "upper", "shortest", "places", "pattern",
         "form", "prefix", "own", "consent", "alert", "size", "fewest", "greatest", "earliest", "latest"}  # fmt: skip


def gone_page(template, number: int, draft, data) -> dict:
    """Everything gone.html shows. `number` is the draft its page was of, `draft` the one that is there now, if any."""
    here = [template.pk]
    is_there = draft is not None and draft.pk == number
    return {
        "title": template.title,
        "heading": _("This question is gone") if is_there else _("This draft is gone"),
        "told": _told(template, number, draft),
        "rows": typed(data),
        "draft_url": reverse("office:form_draft", args=here) if draft else "",
        "begin_url": reverse("office:form_beginning", args=here),
        "back_url": reverse("office:form_versions", args=here),
    }


def meanwhile(draft, data) -> str:
    """Who saved this draft after the page that was sent was shown, or what became of the draft that page showed."""
    number, _revision = read_mark(data.get("revision", ""))
    if number in (draft.pk, -1):
        return _("It was last saved: %(when)s.") % {"when": who_and_when(draft, "saved")}
    return _became(draft.template, number)


def _told(template, number: int, draft) -> str:
    """Who did what, and when."""
    if draft is not None and draft.pk == number:
        return _("It was removed from the draft meanwhile: %(when)s.") % {
            "when": who_and_when(draft, "saved")
        }
    return _became(template, number)


def _became(template, number: int) -> str:
    """What became of a draft that is none any more."""
    live = (
        template.versions.filter(pk=number, published_at__isnull=False).select_related("published_by").first()
    )
    if live is not None:
        live.template = template
        names = {"number": live.number, "when": who_and_when(live, "published")}
        return _("It was published meanwhile, as version %(number)d: %(when)s.") % names
    if event := _discarded(template, number):
        who = get_user_model().objects.filter(pk=event.actor).first()
        local = moment(event.at.astimezone(template.clinic.zone))
        names = {"when": ", ".join(filter(None, [local, (who.name or who.email) if who else ""]))}
        return _("It was thrown away meanwhile: %(when)s.") % names
    return _("It was published or thrown away meanwhile.")


def _discarded(template, number: int) -> Event | None:
    """The note that a draft of this clinic was thrown away, found by those who may do so."""
    team = template.clinic.memberships.values_list("user_id", flat=True)
    return Event.objects.filter(
        actor__in=list(team), target=str(number), verb="form.draft_discarded", clinic=template.clinic_id
    ).first()


def typed(data) -> list[dict]:
    """What stood in the fields, with their names, for copying; choices and ticks are left out."""
    found = [(_label(name), value.strip()) for name in data for value in data.getlist(name)[-1:]]
    return [{"term": label, "answer": words} for label, words in found if label and words]


def _label(name: str) -> str:
    plain = {"text": _("Text"), "add-text": _("Text"), "help": _("Help text"), "start": _("Begins with")}
    head = HeadForm.base_fields
    if name in plain:
        return plain[name]
    if name in ("title", "intro", "copyright"):
        return str(head[name].label)
    if name in TYPED:
        return str(SETTINGS[name].field().label)
    if name.startswith("text-"):
        return _("Translation")
    row = _ROW.fullmatch(name)
    whats = {"label": "", "score": _("Score"), "alert": _("Words of the alert"), "low": _("From"), "high": _("To"),
             "prefix": _("Printed before it, such as a)")}  # fmt: skip
    if row is None or row["what"] not in whats:
        return ""
    rows = {"option": _("Answer %(number)s"), "row": _("Question %(number)s"), "band": _("Range %(number)s")}
    numbered = rows[row["rows"]] % {"number": int(row["at"]) + 1}
    return ", ".join(filter(None, [numbered, whats[row["what"]]]))
