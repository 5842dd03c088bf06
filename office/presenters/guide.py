"""The set-up guide in words: all its steps, the frame around one, and which fields of a form come first."""

from django.urls import reverse
from django.utils.translation import gettext as _

from office.guide import CHECK, SEVERAL, STEPS, is_bookable, may_skip, next_step, step_after, step_before
from office.presenters.settings.pages import form_page

# What is asked at once; the other fields of the same form can be opened below.
FIRST = {
    "clinic": ["name", "phone", "phone_hours", "address", "timezone", "zone_seen"],
    "location": ["name", "detail", "access"],
    "practitioner": ["name", "credentials"],
    "service": ["title", "minutes", "price", "description"],
}


def overview_page(facts) -> dict:
    """Everything overview.html shows."""
    onwards = next_step(facts)
    return {
        "tasks": [_task(step, facts, is_next=step is onwards) for step in STEPS],
        "onwards_url": address_of(onwards),
        "onwards": _("Begin") if onwards is STEPS[0] else _("Go on: %(step)s") % {"step": onwards.label},
        "is_bookable": is_bookable(facts.clinic),
        "is_put_away": facts.clinic.guide_put_away_at is not None,
    }


def guide_notice(text) -> dict:
    """A line above the page, with the way to the guide."""
    return {"text": text, "link_url": reverse("office:guide"), "link_label": _("Set-up guide")}


def address_of(step, *, back=False) -> str:
    """Where a step is; `back` leads from there to the check."""
    url = reverse("office:guide_step", args=[step.key])
    return f"{url}?back={CHECK.key}" if back else url


def _task(step, facts, *, is_next: bool) -> dict:
    if step.is_done(facts):
        tag = {"tag_label": _("Done"), "tag_kind": "ok"}
    elif is_next:
        tag = {"tag_label": _("Next"), "tag_kind": "info"}
    else:
        tag = {"tag_label": _("Can wait") if step.can_wait else _("To do"), "tag_kind": "outline"}
    return {"url": address_of(step), "title": step.title, "text": step.says, "icon": step.icon, **tag}


def frame_of(step, facts, *, about=None) -> dict:
    """What stands around a step: where one is, what is done, back, on, and the others of several."""
    number, before = STEPS.index(step) + 1, step_before(step)
    ready = [one.is_done(facts) for one in STEPS]
    words = {"number": number, "total": len(STEPS)}
    return {
        "title": step.title,
        "says": step.says,
        "part": _("Step %(number)d of %(total)d") % words,
        "number": number,
        "total": len(STEPS),
        "told": _("%(n)d of %(total)d done") % {"n": sum(ready), "total": len(STEPS)},
        "steps": [_item(one, facts, here=one is step) for one in STEPS],
        "back_url": address_of(before) if before else reverse("office:guide"),
        "skip_url": address_of(step_after(step, facts)) if may_skip(step, facts) else "",
        "skip_label": _("Go on without saving") if step.is_done(facts) else _("Skip for now"),
        "others": _others(step, facts, about=about),
        "may_add": step.key in SEVERAL,
        "add_url": reverse("office:guide_new", args=[step.key]),
    }


def _item(step, facts, *, here: bool) -> dict:
    state = "current" if here else "done" if step.is_done(facts) else "todo"
    return {"label": step.label, "state": state, "url": "" if here else address_of(step)}


def _others(step, facts, *, about) -> list[dict]:
    """What is there of this step already, to be opened once more; nothing where there is only what is shown."""
    catalogue = facts.catalogue
    rows = {
        "location": list(catalogue.locations.values()),
        "practitioner": list(catalogue.practitioners.values()),
        "hours": list(catalogue.practitioners.values()),
        "service": list(catalogue.services.values()),
    }.get(step.key, [])
    shown = about and about.pk
    found = [
        {
            "label": str(one),
            "url": reverse("office:guide_row", args=[step.key, one.pk]),
            "current": one.pk == shown,
        }
        for one in rows
    ]
    return found if any(not one["current"] for one in found) else []


def row_page(form, step, clinic) -> dict:
    """The fields of a form of the settings: those asked at once, and the others in their groups."""
    page = form_page(form, clinic)
    asked = [*FIRST[step.key], *([] if getattr(form, "nothing_to_offer", True) else form.offer_names)]
    unseen = form.offer_names if getattr(form, "nothing_to_offer", False) else []
    hidden = {*asked, *unseen}
    groups = [
        {**group, "fields": [field for field in group["fields"] if field.name not in hidden]}
        for group in page["groups"]
    ]
    more = [group for group in groups if group["fields"]]
    return {
        "first": [form[name] for name in asked if name in form.fields and not form[name].is_hidden],
        "more": more,
        "is_more_open": any(field.errors for group in more for field in group["fields"]),
    }
