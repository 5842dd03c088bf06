"""Who will see a joined record: of two grants of one account the lower, never more than either (product §8, D3).

Questions only; `records.actions.joining.access` acts on the answers, and the preview shows them.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from records.models import Denial, Grant
from records.models.access import Basis, Level, Relation

# What decides what a grant opens, and on whose word it stands.
TERMS = (
    "relation", "level", "scopes", "basis", "granted_by_id", "is_for_minor", "consent_at", "expires_at",
)  # fmt: skip


def terms_of(grant) -> dict:
    """What a grant gives, and on whose word."""
    return {name: getattr(grant, name) for name in TERMS}


def is_seat(terms) -> bool:
    """Whether these terms make an account the patient in full: of one record that is one account."""
    return bool(terms) and terms["relation"] == Relation.SELF and terms["level"] == Level.FULL


@dataclass
class Joined:
    """What one account has on the two records now, and the terms it will have; without terms its access ends."""

    kept: Grant | None
    gone: Grant | None
    terms: dict | None

    @property
    def account(self):
        return self.rows[0].account

    @property
    def rows(self) -> list[Grant]:
        return [grant for grant in (self.kept, self.gone) if grant is not None]

    @property
    def starts_at(self):
        """When both would have opened something."""
        return max(grant.starts_at for grant in self.rows)

    def stays(self, *, at) -> Grant | None:
        """The row that says already what will be: the kept record's own, or one that moves along; None: a new one."""
        if self.terms and self.starts_at <= at or len(self.rows) == 1:
            return next((grant for grant in self.rows if terms_of(grant) == self.terms), None)
        return None

    @property
    def is_less(self) -> bool:
        """Whether the account will have less than it has on either record."""
        return any(terms_of(grant) != self.terms for grant in self.rows)

    @property
    def was_seat(self) -> bool:
        return any(is_seat(terms_of(grant)) for grant in self.rows)


class Holders:
    """Who holds access to either of two records, looked up once: every grant that was not ended.

    Each tells whether its account `is_denied` on either, and whether whoever gave it is.
    """

    def __init__(self, kept, gone):
        self.kept, self.gone = kept, gone
        both = Q(patient__in=[kept.pk, gone.pk])
        denied = Denial.objects.filter(both, lifted_at=None)
        rows = Grant.objects.filter(both, revoked_at=None).select_related("account", "granted_by")
        self.grants = list(
            rows.annotate(
                is_denied=Exists(denied.filter(account=OuterRef("account"))),
                giver_is_denied=Exists(denied.filter(account=OuterRef("granted_by"))),
            ).order_by("account__email", "pk")
        )

    def standing(self, patient, *, at) -> list[Grant]:
        """Those of one record that did not expire. What keeps one shut besides (a denial, an age) goes on doing so."""
        mine = [grant for grant in self.grants if grant.patient_id == patient.pk]
        return [grant for grant in mine if not (grant.expires_at and grant.expires_at <= at)]

    def pairs(self, *, at) -> list[Joined]:
        """Account by account, as if every patient in full could stay one."""
        mine, theirs = (
            {one.account_id: one for one in self.standing(of, at=at)} for of in (self.kept, self.gone)
        )
        return [
            _joined(mine.get(account), theirs.get(account)) for account in sorted({*mine, *theirs}, key=str)
        ]

    def seats(self, *, at) -> list:
        """The accounts that would be the patient in full: of several one is chosen, and none that was denied."""
        seats = [one for one in self.pairs(at=at) if is_seat(one.terms)]
        if len(seats) > 1:
            seats = [one for one in seats if not one.rows[0].is_denied]
        return [one.account for one in seats]

    def joined(self, *, chosen, at) -> list[Joined]:
        """What a merge makes of every grant. `chosen`: the id of the account that stays the patient, of several.

        Whoever is not chosen loses the record, and so does everybody who holds it from a patient that is it no more.
        """
        pairs = self.pairs(at=at)
        seats = {one.account.pk for one in pairs if is_seat(one.terms)}
        losers = seats - {chosen} if len(seats) > 1 else set()
        for one in pairs:
            if one.account.pk in losers:
                one.terms = None
        fallen = {one.account.pk for one in pairs if one.was_seat and not is_seat(one.terms)}
        for one in pairs:
            if any(_is_gift_of(grant, fallen) for grant in one.rows):
                left = [grant for grant in one.rows if not _is_gift_of(grant, fallen)]
                one.terms = terms_of(left[0]) if left else None
        return sorted(pairs, key=lambda one: one.account.email)


def _joined(here, there) -> Joined:
    terms = lower(here, there) if here and there else terms_of(here or there)
    return Joined(here, there, terms)


def _is_gift_of(grant, givers) -> bool:
    return grant.basis == Basis.PATIENT and (grant.giver_is_denied or grant.granted_by_id in givers)


def lower(one: Grant, other: Grant) -> dict:
    """Terms that give no more than either of two grants of an account (D3)."""
    # Whoever is the patient sees all of the record, whatever the scopes say: beside somebody who is not, it is less.
    base = terms_of(other if one.is_self and not other.is_self else one)
    both = [terms_of(one), terms_of(other)]
    is_full = all(terms["level"] == Level.FULL for terms in both)
    low = next((terms for terms in both if terms["level"] == Level.LIMITED), base)
    # What a patient gave ends with its giver, also when the clinic gave the same.
    word = next((terms for terms in both if terms["basis"] == Basis.PATIENT), low)
    agreed = [terms["consent_at"] for terms in both if terms["is_for_minor"]]
    ends = [terms["expires_at"] for terms in both if terms["expires_at"]]
    return base | {
        "level": Level.FULL if is_full else Level.LIMITED,
        "scopes": _common(one, other),
        "basis": word["basis"],
        "granted_by_id": word["granted_by_id"],
        "is_for_minor": bool(agreed),
        "consent_at": max(agreed) if agreed and all(agreed) else None,
        "expires_at": min(ends, default=None),
    }


def _common(one, other) -> list:
    """The parts of the record that both cover. For the patient scopes say nothing: then the other's count."""
    if one.is_self != other.is_self:
        return list((other if one.is_self else one).scopes)
    return [scope for scope in one.scopes if scope in other.scopes]
