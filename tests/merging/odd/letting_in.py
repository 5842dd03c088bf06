"""Who is let in to a record, and shut out again."""

from records.actions import codes, grants, invitations, shut
from records.joining.trail import ids_of
from records.models import Denial, Grant
from records.models.access import Basis, Level, Relation


class LettingIn:
    """Steps of `World`; `given` and `shut` remember whom each record was opened and closed to."""

    def give(self, name, who, full, relation):
        patient = self.open(name)
        relation = Relation(relation)
        seat = Grant.objects.filter(patient=patient, revoked_at=None, relation="self", level="full")
        if self._closed(name) or (
            full and relation == "self" and seat.exclude(account=self.accounts[who]).exists()
        ):
            return
        grants.give_access(
            account=self.accounts[who], patient=patient, relation=relation, by=self.cast.nora, at=self.at,
            level=Level.FULL if full else Level.LIMITED, basis=Basis.CLINIC,
        )  # fmt: skip
        self._opened(who, name, full)

    def _opened(self, who, name, full):
        self.given[who, self.ids[name]] = bool(full)

    def revoke(self, name, who):
        whole = ids_of(self.ids[name])
        for grant in Grant.objects.filter(
            patient=self.ids[name], account=self.accounts[who], revoked_at=None
        ):
            grant = Grant.objects.select_related("account", "patient__clinic").get(pk=grant.pk)
            grants.revoke(grant, by=self.cast.nora, at=self.at)
            for pk in whole:
                self.given.pop((who, pk), None)

    def deny(self, name, who):
        patient = self.open(name)
        if self._closed(name):
            return
        shut.deny(
            patient, self.accounts[who], by=self.cast.nora, at=self.at, reason=self.word(name, about_all=True)
        )
        self.shut |= {(who, pk) for pk in ids_of(patient.pk)}

    def lift_denial(self, name, who):
        for one in Denial.objects.filter(patient=self.ids[name], account=self.accounts[who], lifted_at=None):
            shut.lift_denial(one, by=self.cast.nora, at=self.at)
            self.shut -= {(who, self.ids[name])}

    def invite(self, name, who, full, relation):
        patient = self.open(name)
        if self._closed(name):
            return
        made = invitations.invite(
            patient, email=self.accounts[who].email, relation=Relation(relation),
            level=Level.FULL if full else Level.LIMITED, scopes=grants.ALL_SCOPES, by=self.cast.nora, at=self.at,
            name=self.word(name), message=self.word(name),
        )  # fmt: skip
        self.invited.append((name, bool(full), made))

    def accept_invitation(self, number, who, stale):
        if self.invited:
            name, full, held = self.invited[-1 - number % len(self.invited)]
            row = held if stale else type(held).objects.select_related("patient__clinic").get(pk=held.pk)
            self._redeemed(name, row, full, who, lambda how: invitations.accept(row, **how))

    def issue(self, name, full, relation):
        patient = self.open(name)
        if self._closed(name):
            return
        made, _words = codes.issue_code(
            patient, relation=Relation(relation), scopes=grants.ALL_SCOPES, by=self.cast.nora, at=self.at,
            level=Level.FULL if full else Level.LIMITED, with_words=False, holder=self.word(name),
        )  # fmt: skip
        self.issued.append((name, bool(full), made))

    def redeem(self, number, who, stale):
        if self.issued:
            name, full, held = self.issued[-1 - number % len(self.issued)]
            row = held if stale else type(held).objects.select_related("patient__clinic").get(pk=held.pk)
            how = {"basis": Basis.CODE}
            self._redeemed(name, row, full, who, lambda more: codes.redeem(row, **how | more))

    def _redeemed(self, name, row, full, who, act):
        try:
            found = act({"account": self.accounts[who], "born": row.patient.date_of_birth, "at": self.at})
        except codes.Refused:
            return
        if isinstance(found, Grant):
            was = self.given.get((who, found.patient_id), False)
            self.given[who, found.patient_id] = was or full
