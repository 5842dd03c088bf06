"""This room's answers about a patient's rows: a ledger is moved by writing more of it."""

from django.db.models import Max
from django.utils.translation import gettext as _

from payments import takeout
from payments.actions import carry_over
from payments.models import Entry
from records.contract import Answerer, Fate, Goes


class LedgerAnswerer(Answerer):
    """No line ever changes its patient: what stands is taken back there and entered here."""

    @classmethod
    def of_this_room(cls):
        return cls(
            "payments",
            owns=(Entry,),
            sheets=takeout.SHEETS,
            kept_because="Accounts are kept for their retention period.",
        )

    def sections(self, reader):
        return takeout.sections(reader)

    def last_entry(self, patient):
        return Entry.objects.filter(patient=patient).aggregate(last=Max("at"))["last"]

    def erase(self, patient):
        lines = Entry.objects.filter(patient=patient).count()
        return [
            Fate(
                _("Charges and payments"),
                lines,
                Goes.NEVER,
                _("Only the amounts, without words or names. A clinic must keep its books."),
            )
        ]

    def move(self, source, target, *, by, at) -> dict[str, list]:
        """What stands in one record goes on in the other; returns the new lines, for `undo`."""
        lines = Entry.objects.filter(patient=source).standing().order_by("at", "pk")
        carried = [carry_over(line, target, by=by, at=at) for line in lines]
        return {Entry._meta.label_lower: [line.pk for line in carried if line]}

    def undo(self, moved: dict[str, list], source, *, by, at) -> None:
        """What was carried over and still stands goes back; what was reversed since is settled."""
        for line in Entry.objects.filter(pk__in=moved.get(Entry._meta.label_lower, [])).standing():
            carry_over(line, source, by=by, at=at)
