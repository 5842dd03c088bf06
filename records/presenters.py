"""What people are to each other, in words, for every page. Without he or she: nobody has to say."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.wording import age_words
from records.models.access import Relation


@dataclass(frozen=True)
class Kin:
    """One relation: what the patient is on a tab, on a line to the account holder, and inside a sentence to them."""

    tab: Promise
    line: Promise
    phrase: Promise


_KIN = {
    Relation.PARENT: Kin(gettext_lazy("Child"), gettext_lazy("Your child"), gettext_lazy("your child")),
    Relation.PARTNER: Kin(
        gettext_lazy("Partner"), gettext_lazy("Your partner"), gettext_lazy("your partner")
    ),
}
_IN_CARE = Kin(
    gettext_lazy("In your care"), gettext_lazy("In your care"), gettext_lazy("who is in your care")
)

# What an account holder says of themself, in the order it is offered.
I_AM = [
    (Relation.PARENT, pgettext_lazy("I am the", "I’m the parent")),
    (Relation.GUARDIAN, pgettext_lazy("I am the", "I’m the guardian")),
    (Relation.PARTNER, pgettext_lazy("I am the", "I’m the partner")),
    (Relation.CARER, pgettext_lazy("I am the", "I’m a carer or relative")),
    (Relation.ATTORNEY, pgettext_lazy("I am the", "I hold a power of attorney")),
]


def on_a_tab(grant, *, on) -> str:
    """'You', 'Child, 9', 'In your care, 81'."""
    return _("You") if grant.is_self else _with_age(_kin(grant).tab, grant, on)


def on_a_line(grant, *, on) -> str:
    """'Your child, 9', under a name. Oneself is told apart by `is_self` first."""
    return _with_age(_kin(grant).line, grant, on)


def in_a_sentence(relation) -> str:
    """'your child', as in 'You're looking after Kit, your child.'"""
    return str(_KIN.get(relation, _IN_CARE).phrase)


def of_the_account(relation) -> str:
    """What an account holder is to the patient, as the clinic reads it: 'Parent', 'The patient'."""
    return _("The patient") if relation == Relation.SELF else str(Relation(relation).label)


def _kin(grant) -> Kin:
    return _KIN.get(grant.relation, _IN_CARE)


def _with_age(who, grant, on) -> str:
    return _("%(who)s, %(age)s") % {"who": who, "age": age_words(grant.patient.date_of_birth, on)}
