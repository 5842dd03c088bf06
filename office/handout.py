"""The paper about the portal: what it says as it comes, what a clinic made of it, and how its words are read.

Words and nothing else: paragraphs, headings after “# ”, points after “- ”, and four names in braces that are filled in
when it is printed. A line whose name has nothing to say is left out.
"""

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from booking.rules import rules_of
from clinic.keeping import remove_setting
from clinic.letterhead import site_of
from clinic.models import Handout

NAMED = re.compile(r"\{([^{}\n]*)\}")
NAMES = ("clinic", "address", "phone", "hours")


@dataclass(frozen=True)
class Block:
    """A part of the paper: `kind` is heading, text or points; a point is a line of its own."""

    kind: str
    lines: tuple[str, ...]


def ours(clinic, language) -> Handout:
    """The paper as it comes: only what patients of this clinic can do is promised."""
    rules = rules_of(clinic)
    with override(language):
        can = [
            _("Book a visit at any hour of the day") if rules.is_online else "",
            _("Move or cancel a visit yourself") if rules.changes_online else "",
            _("Fill in forms at home, before you come"),
            _("Find your treatment plan and the documents we share with you"),
            _("Look after your children’s visits with the same sign-in"),
        ]
        text = "\n\n".join(
            [
                _(
                    "Our patient portal keeps all that concerns your visits in one place, on your phone or computer."
                ),
                _("# What you can do there") + "\n" + "\n".join(f"- {one}" for one in can if one),
                _("# How to get in")
                + "\n- "
                + "\n- ".join(
                    [
                        _("Go to {address}, or scan the square."),
                        _(
                            "Create an account with your email address, and follow the link that we mail to you."
                        ),
                        _("Ask us for an access code. With it you see your whole record."),
                    ]
                ),
                _("# Questions?") + "\n" + _("Call {phone}.") + "\n" + _("We answer: {hours}."),
            ]
        )
        return Handout(clinic=clinic, language=language, title=_("See your visits online"), text=text)


def handout_of(clinic, language) -> Handout:
    """In the clinic's words where it has some (then it has a key), else in ours."""
    own = Handout.objects.filter(clinic_id=clinic.pk, language=language).first()
    if own:
        own.clinic = clinic
    return own or ours(clinic, language)


def address_of(clinic) -> str:
    """The portal, as patients type it."""
    return site_of(clinic) + reverse("portal:home")


def filled_in(text: str, clinic) -> str:
    """The words with the names in braces filled in; without the lines that have nothing to say then."""
    said = {
        "clinic": clinic.name,
        "address": address_of(clinic).partition("://")[2],
        "phone": clinic.phone,
        "hours": clinic.phone_hours,
    }
    lines = [
        NAMED.sub(lambda found: said.get(found[1], found[0]), line)
        for line in text.splitlines()
        if all(said.get(name, True) for name in NAMED.findall(line))
    ]
    return "\n".join(lines)


def blocks(text: str) -> list[Block]:
    """The words as parts; a heading that nothing follows is left out."""
    found: list[Block] = []
    for line in text.splitlines():
        words = line.strip()
        if not words:
            found.append(Block("", ()))
            continue
        kind = "heading" if words.startswith("# ") else "points" if words.startswith("- ") else "text"
        words = words[2:].strip() if kind != "text" else words
        if found and found[-1].kind == kind != "heading":
            found[-1] = Block(kind, (*found[-1].lines, words))
        else:
            found.append(Block(kind, (words,)))
    parts = [one for one in found if one.kind]
    return [
        one
        for place, one in enumerate(parts)
        if one.kind != "heading" or (place + 1 < len(parts) and parts[place + 1].kind != "heading")
    ]


def reset(clinic, language, *, by) -> bool:
    """Back to our words. Twice changes nothing."""
    own = Handout.objects.filter(clinic_id=clinic.pk, language=language).first()
    return own is not None and remove_setting(own, by=by, clinic=clinic)
