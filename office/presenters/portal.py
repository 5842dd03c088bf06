"""The page about the portal in words: its address, what patients see there, who is in."""

from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import qr
from common.wording import all_of
from office.handout import address_of
from office.reports.access_state import STATES
from records.models.kinds import Kind


def portal_page(clinic, rules, access, *, invitable, states) -> dict:
    """Everything portal.html shows. `rules` are of booking, `access` of what patients see, `states` how far who is."""
    address, total = address_of(clinic), sum(states.values())
    return {
        "address": address,
        "square": mark_safe(qr.svg(address)),
        "is_online": rules.is_online,
        "invite_label": _("Invite patients (%(n)d)") % {"n": invitable},
        "sees": _sees(access, rules),
        "uptake": [
            {"label": state.label, "count": states[name], "kind": state.tag, "url": _report(name)}
            for name, state in STATES.items()
        ],
        "joined": _joined(states, total),
        "uptake_url": reverse("office:report", args=["uptake"]),
    }


def _report(state) -> str:
    return f"{reverse('office:report', args=['uptake'])}?portal={state}"


def _joined(states, total) -> str:
    inside = states["full"] + states["joined"]
    words = ngettext("%(inside)d of %(n)d patient is in.", "%(inside)d of %(n)d patients are in.", total)
    return words % {"inside": inside, "n": total} if total else ""


def _sees(access, rules) -> list[dict]:
    """What decides what patients see, with the page that changes it."""
    there, booking = reverse("office:settings_access"), reverse("office:booking_rules")
    hidden = [str(Kind(one).label) for one in access.hidden_kinds]
    ages = {"review": access.review_age, "majority": access.majority_age}
    rows = [
        (
            _("Treatment plans"),
            _("Once they are signed") if access.plans_when_signed else _("As soon as something is written"),
            "" if access.plans_when_signed else _("With a notice that a draft may still change."),
            there,
        ),
        (
            _("Documents"),
            _("Those you share with them"),
            _("Never: %(kinds)s.") % {"kinds": all_of(hidden)} if hidden else _("Of every kind."),
            reverse("office:settings_documents"),
        ),
        (
            _("After a bulk invitation"),
            _("Their whole record") if access.full_by_invitation else _("What they book and send online"),
            "" if access.full_by_invitation else _("For more, give them a code."),
            there,
        ),
        (
            _("Parents"),
            _("Less from %(review)d on, nothing from %(majority)d on") % ages
            if access.has_ages
            else _("Never a minor’s whole record"),
            "" if access.has_ages else _("Choose both ages to change that."),
            there,
        ),
        (_("Changing a visit online"), _changes(rules), "", booking),
    ]
    return [
        {"term": term, "answer": answer, "detail": detail, "change_url": url}
        for term, answer, detail, url in rows
    ]


def _changes(rules) -> str:
    if rules.cancel_online and rules.move_online:
        return _("Moving and cancelling")
    if rules.cancel_online or rules.move_online:
        return _("Cancelling only") if rules.cancel_online else _("Moving only")
    return _("Not possible; they call")
