"""Three records of one clinic, four people around them, and whatever can be done to records, in any order.

Each word that is written is found nowhere else, and the world remembers whose record it was written on.
"""

from datetime import timedelta

from accounts.tests.factories import AccountFactory
from clinic.models.clinic import Role
from clinic.tests.factories import MembershipFactory
from common.tests.moment import AT, LONG_AGO
from records import models as of_records
from records.actions import erasing, shut
from records.actions.joining import merging
from records.actions.patients import correct_details
from records.joining.access import terms_of
from records.joining.look import differing, look_at
from records.joining.trail import ids_of, kept_of
from records.models import Erasure, Grant, LegalHold, Lockdown, Merge, Patient
from records.tests.factories import PatientFactory
from tests.merging.odd.letting_in import LettingIn
from tests.merging.odd.writing import DAY, Writing
from tests.merging.rows import everything_of
from tray.models import Item

NAMES = ("a", "b", "c")
PEOPLE = ("ana", "ben", "cleo", "dov")
ENDS = [of_records.AccessCode, of_records.TakeOut, of_records.DetailChange, of_records.Invitation]
HOUR = timedelta(hours=1)


class World(LettingIn, Writing):
    """What happened, and what follows from it, in a few sets of plain Python."""

    def __init__(self, cast):
        self.cast, self.at, self.number = cast, AT, 0
        self.staff = [cast.nora, AccountFactory()]
        MembershipFactory(user=self.staff[1], clinic=cast.harbour, roles=[Role.MANAGER])
        of_records.RetentionRules.objects.create(clinic=cast.harbour, years=1)
        self.accounts = {name: getattr(cast, name) for name in PEOPLE}
        self.homes = {}  # word → ids of the records that it was written about
        self.ids, self.tabs, self.merges = {}, {}, []
        self.invited, self.issued, self.sent = [], [], []
        self.given = {}  # (account, record) → whether in full: what was opened to somebody, of this very record
        self.shut = set()  # (account, record): denied
        self.holds, self.locks = (
            {},
            {},
        )  # when it was put → records that it is about; a copy of it keeps the time
        self.ended = set()  # records of which everything went
        self.gone = set()  # words that nobody may find any more
        for name in NAMES:
            self._make(name)

    def _make(self, name):
        made = PatientFactory(clinic=self.cast.harbour, created_at=LONG_AGO, email="", phone="")
        self.ids[name] = made.pk
        said = {
            one: self.word(name) for one in ("given_name", "family_name", "phone", "address", "occupation")
        }
        said["email"] = f"{self.word(name)}@example.org"
        correct_details(made, by=self.cast.nora, at=LONG_AGO, **said)
        self.tabs[name] = self.fresh(name)

    # What there is ----------------------------------------------------------------------------------

    def word(self, name, *, about_all=False) -> str:
        self.number += 1
        word = f"q{name}{self.number:04}q"
        self.homes[word] = set(ids_of(self.ids[name])) if about_all else {self.ids[name]}
        return word

    def fresh(self, name) -> Patient:
        return Patient.objects.select_related("clinic").get(pk=self.ids[name])

    def open(self, name, *, stale=False) -> Patient:
        """The record as a page shows it now, or showed it when it was opened last."""
        now = self.fresh(name)
        shown = self.tabs[name] if stale else now
        self.tabs[name] = now
        return shown

    def top(self, pk):
        return kept_of(pk) or pk

    def whole(self, pk) -> set:
        """All records that are one with this one."""
        return set(ids_of(self.top(pk)))

    def _closed(self, name) -> bool:
        return self.fresh(name).merged_at is not None

    def _whose(self, facts, pk) -> bool:
        return any(about & self.whole(pk) for about in facts.values())

    # Joining ----------------------------------------------------------------------------------------

    def join(self, kept, gone, who, take, seat, stale):
        """`take`: which of the details that differ are taken from the closed record."""
        if kept == gone:
            return
        one, other = self.open(kept, stale=stale), self.open(gone, stale=stale)
        look = look_at(self.fresh(kept), self.fresh(gone), at=self.at)
        values = {
            each.key: each.said(other if place in take else one)
            for place, each in enumerate(differing(one, other))
        }
        seats = [account.pk for account in look.seats()]
        was_there = Merge.objects.filter(patient=one, gone=other, undone_at=None).first()
        chosen = seats[seat % len(seats)] if seats else None
        try:
            made = merging.merge(
                one, other, values=values, chosen=chosen, seen=look.seen, by=self.staff[who], at=self.at
            )
        except merging.ChangedMeanwhile:
            assert self._closed(kept) or self._closed(gone)
            return
        assert was_there in (None, made)
        if was_there is None:
            self.merges.append(made)

    def undo(self, number, who, stale):
        if not self.merges:
            return
        held = self.merges[-1 - number % len(self.merges)]
        merge = held if stale else Merge.objects.select_related("patient", "gone").get(pk=held.pk)
        now = Merge.objects.get(pk=held.pk)
        late, on = self.at >= now.undo_until, Patient.objects.get(pk=now.patient_id).merged_at
        try:
            done = merging.undo(merge, by=self.staff[who], at=self.at)
        except merging.CannotUndo as refused:
            assert late if refused.why == "late" else on
            return
        assert (done is None) == bool(now.undone_at)

    def there_and_back(self, kept, gone, take, seat):
        """Joined and parted at once, nothing is lost, doubled, or anybody else's."""
        before, merges = self._stands(), len(self.merges)
        self.join(kept, gone, 0, take, seat, False)
        if len(self.merges) == merges:
            return
        self.at += HOUR
        self.undo(0, 1, False)
        after = self._stands()
        keys = {key for key in {*before, *after} if before.get(key) != after.get(key)}
        assert not keys, {key: (before.get(key), after.get(key)) for key in keys}

    def _stands(self) -> dict:
        """Every row as it stands, but for what ends for good when records are joined: codes, take-outs."""
        found = everything_of(*self.ids.values(), without=[Grant, Erasure, *ENDS])
        for patient in Patient.objects.filter(pk__in=self.ids.values()).values():
            found["patient", patient["id"]] = patient
        for more in of_records.PatientDetails.objects.values():
            found["details", more["id"]] = more
        for grant in Grant.objects.filter(revoked_at=None, patient__in=self.ids.values()):
            found["grant", grant.account_id, grant.patient_id] = terms_of(grant)
        waits = Item.objects.filter(done_at=None).exclude(kind="erasure_asked")
        found["tray"] = sorted(waits.values_list("kind", "patient", "target"), key=str)
        return found

    def since_accepted(self, grant) -> bool:
        """Nobody sees what is to go, unless they were let in again since it was accepted, or it is one with another."""
        if len(ids_of(grant.patient_id)) > 1:
            return True
        gone = Erasure.objects.filter(patient=grant.patient_id, accepted=True)
        return not gone.filter(decided_at__gte=grant.starts_at).exists()

    # Forgetting -------------------------------------------------------------------------------------

    def ask(self, name, who, by_patient):
        patient = self.open(name)
        if self._closed(name):
            return
        asker = self.accounts[who] if by_patient else self.cast.nora
        erasing.ask(patient, by=asker, at=self.at, by_patient=by_patient, email=asker.email)

    def _erasure(self, number, **which):
        rows = list(Erasure.objects.filter(patient__in=self.ids.values(), **which).order_by("asked_at", "pk"))
        return rows[-1 - number % len(rows)] if rows else None

    def accept(self, number, who):
        if one := self._erasure(number, decided_at=None):
            held = self._whose(self.holds, one.patient_id)
            try:
                erasing.accept(one, by=self.staff[who], at=self.at)
            except erasing.Held:
                assert held
            else:
                assert not held

    def decline(self, number, who):
        if one := self._erasure(number, decided_at=None):
            named = next(name for name, pk in self.ids.items() if pk == one.patient_id)
            erasing.decline(one, by=self.staff[who], at=self.at, reason=self.word(named, about_all=True))

    def complete(self, number, who):
        one = self._erasure(number, accepted=True, completed_at=None)
        if one is None:
            return
        held, whole = self._whose(self.holds, one.patient_id), set(ids_of(one.patient_id))
        is_top = not kept_of(one.patient_id)
        try:
            done = erasing.complete(one, by=self.staff[who], at=self.at)
        except erasing.Held:
            assert held
        except erasing.TooEarly:
            return
        else:
            assert not held
            if done:
                self.ended |= whole
                if is_top:
                    self.gone |= {word for word, about in self.homes.items() if about <= whole}

    def hold(self, name, who):
        patient = self.open(name)
        if self._closed(name):
            return
        whole = set(ids_of(patient.pk))
        fact = erasing.hold(patient, by=self.staff[who], at=self.at, reason=self.word(name, about_all=True))
        self.holds.setdefault(fact.at, whole)

    def lift_hold(self, name, which):
        self._lift(LegalHold, self.holds, name, which, erasing.lift_hold)

    def lock(self, name, who):
        patient = self.open(name)
        if self._closed(name):
            return
        whole = set(ids_of(patient.pk))
        fact = shut.lock_down(patient, by=self.staff[who], at=self.at, reason=self.word(name, about_all=True))
        self.locks.setdefault(fact.at, whole)

    def lift_lock(self, name, which):
        self._lift(Lockdown, self.locks, name, which, shut.lift_lock_down)

    def _lift(self, model, facts, name, which, act):
        patient = self.open(name)
        if self._closed(name):
            return
        whole = ids_of(patient.pk)
        rows = list(model.objects.filter(patient__in=whole, lifted_at=None).order_by("at", "pk"))
        if not rows:
            return
        chosen = rows[which % len(rows)]
        act(patient, by=self.cast.nora, at=self.at, which=str(chosen.pk))
        left = any(row.at == chosen.at for row in rows if row != chosen)
        facts[chosen.at] = facts.get(chosen.at, set()) - (set() if left else set(whole))

    def wait(self, days):
        self.at += days * DAY
