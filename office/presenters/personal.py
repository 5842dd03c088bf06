"""The card of the official record, and the pages that correct it or suggest how."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from office.forms.shown import shown_on
from office.presenters.person import workspace_page


def personal_page(space, rows, *, mark) -> dict:
    """Everything personal.html shows; `rows` of `presenters.proposals.detail_rows`."""
    return {**workspace_page(space, "personal"), "tab": _("Personal"), **details_card(space, rows, mark=mark)}


def at_a_glance(rows) -> list[dict]:
    """Without the fields of which nothing is known."""
    return [row for row in rows if row["on_file"] or row["wrote"]]


def details_card(space, rows, *, mark) -> dict:
    """What _details.html shows. `mark`: see `records.actions.proposals.mark_of_all`."""
    args = [space.patient.pk]
    waits = [row for row in rows if row.get("accept_url")]
    page = {
        "details": rows,
        "beside": any(row["wrote"] or row.get("waits") for row in rows),
        "waits": len(waits),
    }
    if space.keeps_details:
        page["edit_url"] = reverse("office:correction", args=args)
        page["edit_label"] = _("Edit")
        page["history_url"] = reverse("office:detail_history", args=args)
        if len(waits) > 1:
            page["accept_all_url"] = f"{reverse('office:acceptance', args=args)}?shown={mark}"
            page["accept_all_label"] = _("Accept both") if len(waits) == 2 else _("Accept all")
            page["accept_all_asks"] = any(row["asks_first"] for row in waits)
            page["keep_all_url"] = f"{reverse('office:declining', args=args)}?shown={mark}"
            page["keep_all_label"] = _("Keep ours in both") if len(waits) == 2 else _("Keep ours in all")
        page |= undo_of_all(rows)
    elif space.suggests_details:
        page |= {"edit_url": reverse("office:suggestion", args=args), "edit_label": _("Suggest a change")}
    return page


def undo_of_all(rows) -> dict:
    """The way back of the last press that decided several changes; empty where one of them cannot be taken back."""
    decided = [row for row in rows if row["stands"]]
    last = max((row["press"] for row in decided), default=None)
    together = [row for row in decided if row["press"] == last]
    if len(together) < 2 or not all(row["undo_url"] for row in together):
        return {}
    label = ngettext("Undo the last %(n)d decision", "Undo the last %(n)d decisions", len(together))
    return {
        "undo_all_url": f"{together[0]['undo_url']}?all=1",
        "undo_all_label": label % {"n": len(together)},
    }


def correction_page(space, form, mailed) -> dict:
    """Everything correction.html shows. `mailed` says what a new address would end: links and invitations."""
    return _writing_page(space, form) | {
        "form_title": _("Correct the record"),
        "email_hint": email_hint(space.patient.email, *mailed),
        "button": _("Save"),
    }


def suggestion_page(space, form) -> dict:
    """The same boxes, for those who suggest."""
    return _writing_page(space, form) | {
        "form_title": _("Suggest a change"),
        "intro": _("What you change here waits for the front desk, who keep the record."),
        "email_hint": _("A new address is asked to confirm itself first."),
        "button": _("Suggest"),
    }


def _writing_page(space, form) -> dict:
    return {
        **workspace_page(space, "personal"),
        "tab": _("Personal"),
        "form": form,
        "shown": shown_on(form),
        "has_errors": bool(form.errors),
        "back_url": reverse("office:personal", args=[space.patient.pk]),
    }


def email_hint(email, links: int, invitations: int) -> str:
    """What a new address means for whatever was mailed to the old one."""
    if not email:
        return ""
    ends = []
    if links:
        ends.append(ngettext("%(n)d access link", "%(n)d access links", links) % {"n": links})
    if invitations:
        ends.append(ngettext("%(n)d invitation", "%(n)d invitations", invitations) % {"n": invitations})
    if not ends:
        return _("Links and invitations that were mailed to the old address would end. There are none now.")
    words = _("A new address ends what was mailed to %(email)s: %(what)s.")
    return words % {"email": email, "what": ", ".join(ends)}
