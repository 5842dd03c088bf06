"""What is written into a record, sent to it, and taken out of it."""

from datetime import timedelta

from booking.tests.factories import AppointmentFactory
from records.actions import charts, proposals, sent, takeouts
from records.actions.contacts import keep_contact
from records.actions.patients import correct_details
from records.models import Grant, SentFile
from records.models.access import Relation
from records.takeout import working
from records.tests.factories import DocumentFactory, SentFileFactory

DAY = timedelta(days=1)


class Writing:
    """Steps of `World`: each writes words that are found nowhere else."""

    def note(self, name, signed):
        if not self._closed(name):
            note = charts.begin(
                patient=self.open(name), practitioner=self.cast.petra, day=self.at.date(),
                by=self.cast.petra_account, at=self.at,
            )  # fmt: skip
            said = {"subjective": self.word(name), "plan": {"summary": self.word(name)}}
            note = charts.save(note, said, version=note.version, by=self.cast.petra_account, at=self.at)
            if signed:
                charts.sign(note, version=note.version, by=self.cast.petra_account, at=self.at)

    def paper(self, name, shared):
        if not self._closed(name):
            title = self.word(name)
            DocumentFactory(
                patient=self.fresh(name), title=title, name=f"{title}.pdf", created_at=self.at, labels=[title],
                **({"shared_at": self.at, "shared_by": self.cast.nora} if shared else {}),
            )  # fmt: skip

    def hand_in(self, name, who):
        if not self._closed(name):
            made = SentFileFactory(
                patient=self.fresh(name), by=self.accounts[who], name=f"{self.word(name)}.png", note=self.word(name),
                sent_at=self.at,
            )  # fmt: skip
            self.sent.append((name, made.pk))

    def refuse(self, number):
        if self.sent:
            name, pk = self.sent[-1 - number % len(self.sent)]
            row = SentFile.objects.select_related("patient", "upload").get(pk=pk)
            sent.decline(row, reason="unreadable", by=self.cast.finn, at=self.at)

    def visit(self, name):
        if not self._closed(name):
            AppointmentFactory(
                patient=self.fresh(name), clinic=self.cast.harbour, note=self.word(name),
                starts_at=self.at + DAY, made_online_by=None,
            )  # fmt: skip

    def contact(self, name):
        if not self._closed(name):
            keep_contact(
                self.open(name), by=self.cast.nora, at=self.at, name=self.word(name), relation=Relation.PARENT,
                email=f"{self.word(name)}@example.org",
            )  # fmt: skip

    def correct(self, name, field):
        if not self._closed(name):
            said = self.word(name)
            value = f"{said}@example.org" if field == "email" else said
            correct_details(self.open(name), by=self.cast.finn, at=self.at, **{field: value})

    def propose(self, name, who, decided):
        if not self._closed(name):
            made = proposals.propose(
                self.open(name),
                {"phone": self.word(name)},
                by=self.accounts[who],
                at=self.at,
                source=self.word(name),
            )
            if decided != "open":
                accept = decided == "accept"
                proposals.decide(
                    made[0], accept=accept, by=self.cast.finn, at=self.at, reason=self.word(name)
                )

    def take_out(self, name, who, made):
        live = Grant.objects.live(at=self.at).select_related("account", "patient__clinic")
        if grant := live.filter(patient=self.ids[name], account=self.accounts[who]).first():
            takeouts.ask(grant, by=grant.account, at=self.at)
            if made:
                working.make_all(now=lambda: self.at)
