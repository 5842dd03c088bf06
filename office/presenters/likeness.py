"""Why two records may be one person's, in words."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.wording import day_month_year
from records.joining.likeness import LIKELY, MAYBE, VERY_LIKELY


def rank_tag(likeness) -> dict:
    """'Very likely', 'Likely' or 'Maybe', with its colour."""
    return {
        VERY_LIKELY: {"label": _("Very likely"), "kind": "bad"},
        LIKELY: {"label": _("Likely"), "kind": "warn"},
        MAYBE: {"label": _("Maybe"), "kind": "neutral"},
    }[likeness.rank]


def reasons(likeness) -> str:
    """'Same birth date, Liz may be Elizabeth, same phone'."""
    words = _words()
    said = [words[name] % values for name, values in likeness.reasons]
    if likeness.may_be_twins:
        said.append(_("other given name: could be twins"))
    return capfirst(", ".join(said)) if said else _("Nothing speaks for it")


def _words() -> dict:
    return {
        "born": _("same birth date"),
        "born_swapped": _("day and month of the birth date swapped"),
        "born_digit": _("one digit of the birth date differs"),
        "name": _("same name"),
        "name_folded": _("same name, written differently"),
        "swapped": _("given and family name swapped"),
        "nickname": _("%(short)s may be %(long)s"),
        "given": _("same given name"),
        "given_part": _("part of the given name"),
        "family": _("same family name"),
        "family_part": _("part of the family name"),
        "family_other": _("another family name"),
        "phone": _("same phone"),
        "email": _("same email"),
        "address": _("same address"),
    }


def compare_url(pair) -> str:
    """Where the two stand side by side."""
    return reverse("office:compare", args=[pair.one.pk, pair.other.pk])


def pair_row(pair) -> dict:
    """One line of the list: both, how likely, why."""
    return {
        "people": [_person(one) for one in (pair.one, pair.other)],
        "tag": rank_tag(pair.likeness),
        "reasons": reasons(pair.likeness),
        "compare_url": compare_url(pair),
        "apart_url": reverse("office:apart", args=[pair.one.pk, pair.other.pk]),
        "names": _("%(one)s and %(other)s") % {"one": pair.one.name, "other": pair.other.name},
    }


def _person(patient) -> dict:
    return {
        "name": patient.name,
        "url": reverse("office:patient", args=[patient.pk]),
        "born": day_month_year(patient.date_of_birth),
    }
