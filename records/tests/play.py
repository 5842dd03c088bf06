"""The rules of access as a small model in plain Python, played beside the database (issue: property test).

A sequence is a list of acts; each is done to both. After every act the two must say the same of everybody: which
record an account sees, at which level, which parts of it.
"""

from datetime import date
from itertools import product

from accounts import forgotten
from accounts.tests.factories import AccountFactory
from outbox import delivery
from records import actions, claims
from records.actions import codes, correct_details, grants, invitations, opening
from records.actions.codes import AgesUnknown, Refused
from records.models import AccessRequest, Grant, Invitation
from records.models.access import Basis, Level, Relation, Scope
from records.policies import has_scope
from records.tests.play_model import BORN, DAY, MAJORITY, REVIEW, Held, Secret, World


class Play(World):
    """One sequence, played in the database and in the model."""

    # What the two must agree about ----------------------------------------------------------------

    def check(self) -> None:
        """Every live grant of this clinic, asked at once, against what the model says of every pair."""
        names = {row.pk: name for name, row in (*self.accounts.items(), *self.patients.items())}
        found = {}
        for grant in Grant.objects.live(at=self.at).filter(patient__clinic=self.clinic):
            pair = names[grant.account_id], names[grant.patient_id]
            assert pair not in found, "one live grant of a pair"
            assert grant.level == Level.LIMITED or grant.granted_by_id is not None
            found[pair] = grant.level, {scope for scope in Scope if has_scope(grant, scope)}
        assert found == {pair: seen for pair in self._pairs() if (seen := self.sees(*pair))}, self.at

    def check_in_sql(self) -> None:
        """The same of the querysets that pages start from."""
        for scope in Scope:
            rows = Grant.objects.covering(scope, at=self.at).filter(patient__clinic=self.clinic)
            found = set(rows.values_list("account__email", "patient__given_name"))
            expected = {
                (f"{account}@play.example", patient)
                for account, patient in self._pairs()
                if (seen := self.sees(account, patient)) and scope in seen[1]
            }
            assert found == expected, (scope, self.at)

    def _pairs(self):
        return product(self.accounts, self.patients)

    # Acts -------------------------------------------------------------------------------------------

    def issue(self, patient, relation, scopes, holder):
        asked = {"relation": relation, "scopes": scopes, "by": self.staff, "at": self.at, "holder": holder}
        if self._is_too_young(patient, relation):
            return self._is_refused(codes.issue_code, patient, **asked)
        for older in self.codes:
            if (older.patient, older.holder) == (patient, holder):
                older.over = True
        row, _words = codes.issue_code(self.patients[patient], **asked)
        self.codes.append(
            Secret(patient, relation, Level.FULL, scopes, self.at, self.at + 5 * DAY, holder=holder, row=row)
        )

    def let_in(self, patient, relation, scopes, account):
        """Staff read a code aloud and it is used at once."""
        self.issue(patient, relation, scopes, "")
        self.redeem(0, account, True)

    def come_in(self, patient, account, relation, level, scopes):
        """An invitation that is accepted at once."""
        self.invite(patient, account, relation, level, scopes)
        self.accept(0, account, True)

    def mail(self, number, account):
        if code := self._of(self.codes, number):
            email = f"{account}@play.example"
            is_live = not code.over and self.at < code.ends
            assert codes.mail_link(code.row, email=email, by=self.staff, at=self.at) is is_live
            if is_live:
                code.email = email

    def cancel(self, number):
        if code := self._of(self.codes, number):
            codes.cancel_code(code.row, by=self.staff, at=self.at)
            code.over = True

    def redeem(self, number, account, right):
        if code := self._of(self.codes, number):
            code.row.refresh_from_db()
            self._try(code, account, right, lambda row, **how: codes.redeem(row, basis=Basis.CODE, **how))

    def invite(self, patient, account, relation, level, scopes):
        email = f"{account}@play.example"
        how = {"relation": relation, "level": level, "scopes": scopes, "by": self.staff, "at": self.at}
        if level == Level.FULL and self._is_too_young(patient, relation):
            return self._is_refused(invitations.invite, patient, email=email, **how)
        for older in self.invited:
            if (older.patient, older.email) == (patient, email):
                older.over = True
        row = invitations.invite(self.patients[patient], email=email, **how)
        invitations.send(row, at=self.at)
        delivery.drain(at=self.at)
        self.invited.append(
            Secret(patient, relation, level, scopes, self.at, self.at + DAY, email=email, row=row)
        )
        if self.locks.get(patient):
            self.invited[-1].ends = None  # its mail was held back

    def accept(self, number, account, right):
        if one := self._of(self.invited, number):
            one.row = Invitation.objects.select_related("patient__clinic").get(pk=one.row.pk)
            self._try(one, account, right, invitations.accept)

    def forget(self, account):
        """Forgot password: every standing invitation to that address is fresh again."""
        email = f"{account}@play.example"
        forgotten.tell(email, clinic_id=self.clinic.pk, at=self.at)
        delivery.drain(at=self.at)
        for one in self.invited:
            young = one.issued > self.at - 60 * DAY
            if one.email == email and not one.over and one.ends and young and not self._is_shut(one):
                one.ends = self.at + DAY

    def revoke(self, account, patient):
        self._each(account, patient, lambda grant: grants.revoke(grant, by=self.staff, at=self.at))
        self.held.pop((account, patient), None)

    def take_back(self, account, patient):
        self._each(account, patient, lambda grant: opening.take_back(grant, at=self.at))
        self.held.pop((account, patient), None)

    def consent(self, account, patient):
        self._each(account, patient, lambda grant: grants.record_consent(grant, by=self.staff, at=self.at))
        one = self.held.get((account, patient))
        if one and one.for_minor and not one.consent:
            # Agreed to after coming of age it is a grant on an adult.
            one.consent, one.for_minor = True, self.age(patient) < MAJORITY

    def lock(self, patient):
        actions.lock_down(self.patients[patient], by=self.staff, at=self.at)
        if not self.locks.get(patient):
            self.locks[patient], self.locked_at[patient] = True, self.at
        for one in (*self.codes, *self.invited):
            one.over |= one.patient == patient

    def lift(self, patient):
        actions.lift_lock_down(self.patients[patient], by=self.staff, at=self.at)
        self.locks[patient] = False

    def deny(self, account, patient):
        row = actions.deny(self.patients[patient], self.accounts[account], by=self.staff, at=self.at)
        self.denied.setdefault((account, patient), row)

    def allow(self, account, patient):
        if row := self.denied.pop((account, patient), None):
            actions.lift_denial(row, by=self.staff, at=self.at)

    def decide(self, account, patient, accept):
        open_ones = AccessRequest.objects.filter(
            account=self.accounts[account], patient=self.patients[patient], decided_at=None
        )
        for request in open_ones.select_related("account", "patient__clinic"):
            opening.decide_request(request, accept=accept, by=self.staff, at=self.at)
        secret = self.asked.pop((account, patient), None)
        if secret and accept and (account, patient) not in self.denied:
            if secret.relation == Relation.SELF and secret.level == Level.FULL:
                for who in self.accounts:
                    one = self.held.get((who, patient))
                    if who != account and one and (one.relation, one.level) == (Relation.SELF, Level.FULL):
                        del self.held[who, patient]
            self.give(account, secret)

    def new_address(self, patient):
        """Staff correct the patient's address: codes mailed to the old one are over. Nobody's grant changes."""
        old = self.patients[patient].email
        email = f"{patient}{self.at:%j%H}@home.example"
        self.patients[patient] = correct_details(
            self.patients[patient], by=self.staff, at=self.at, email=email
        )
        for code in self.codes:
            code.over |= code.patient == patient and code.email == old

    def merge_address(self, patient, account, relation):
        """Somebody booked under this account's address without signing in; its owner adds that to the account."""
        if self.locks.get(patient):
            return
        claiming = AccountFactory(email=f"{account}@play.example", unverified=True)
        grants.give_limited_access(
            account=claiming, patient=self.patients[patient], relation=relation, at=self.at
        )
        claims.take_over(provisional=claiming, owner=self.accounts[account], at=self.at)
        if (account, patient) not in self.held:
            minor = relation != Relation.SELF and self.age(patient) < MAJORITY
            self.held[account, patient] = Held(relation, Level.LIMITED, list(Scope), minor)

    def wait(self, days):
        self.at += days * DAY

    # Odds and ends ----------------------------------------------------------------------------------

    def _of(self, secrets, number):
        """The one issued last, or `number` before it."""
        return secrets[-1 - number % len(secrets)] if secrets else None

    def _is_too_young(self, patient, relation) -> bool:
        """Nobody becomes the patient of a record in full below the review age: whoever did would be a parent."""
        return relation == Relation.SELF and self.age(patient) < REVIEW

    def _is_refused(self, act, patient, **how) -> None:
        try:
            act(self.patients[patient], **how)
        except AgesUnknown:
            return
        raise AssertionError((act, patient, self.at))

    def _is_shut(self, secret) -> bool:
        locked_at = self.locked_at.get(secret.patient)
        return bool(self.locks.get(secret.patient)) or (locked_at is not None and locked_at >= secret.issued)

    def _each(self, account, patient, act):
        whose = {"account": self.accounts[account], "patient": self.patients[patient], "revoked_at": None}
        for grant in Grant.objects.filter(**whose).select_related("account", "patient__clinic"):
            act(grant)

    def _try(self, secret, account, right, act):
        """Show a secret with a right or a wrong date of birth; both sides refuse, ask or open."""
        who, patient = self.accounts[account], self.patients[secret.patient]
        born = BORN[secret.patient] if right else date(1950, 1, 1)
        is_live = not secret.over and secret.ends is not None and self.at < secret.ends
        refused = not right or self._is_shut(secret) or not is_live
        secret.row.patient = patient
        try:
            act(secret.row, account=who, born=born, at=self.at)
        except Refused:
            assert refused, (secret, account, self.at)
            if not right and is_live:
                secret.wrong += 1
                secret.over |= secret.wrong >= 5
            return
        assert not refused, (secret, account, self.at)
        secret.over = True
        elsewhere = bool(secret.email) and secret.email != f"{account}@play.example"
        if secret in self.invited and secret.relation == Relation.SELF:
            elsewhere |= self._is_somebody_else(account, secret.patient)
        self.open_or_ask(account, secret, elsewhere=elsewhere)

    def _is_somebody_else(self, account, patient) -> bool:
        return any(
            self.sees(account, other) and self.held[account, other].relation == Relation.SELF
            for other in self.patients
            if other != patient
        )
