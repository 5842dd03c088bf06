"""The ledger of a story: who did what, about whom, in order; and whether it is still what was written."""

from unittest.mock import patch

from django.db.models import Q

from audit import actions, sealing
from audit.models import Event
from audit.tests.sealed import sealed
from common import clock

NOBODY = "nobody"  # the system


def keep_the_storys_time(request) -> None:
    """Events are dated by the story's clock, not by the database's: so the same eyes are once in five minutes of it."""

    undated = actions._event

    def dated(*said, **more):
        event = undated(*said, **more)
        event.at = clock.now()
        return event

    dating = patch.object(actions, "_event", dated)
    dating.start()
    request.addfinalizer(dating.stop)


class Ledger:
    """Everything noted from now on. `people` are accounts and patients by the name the story gives them."""

    def __init__(self, **people):
        self.names = {row.pk: name for name, row in people.items()}
        self.begins = Event.objects.order_by("-id").values_list("id", flat=True).first() or 0

    def _rows(self):
        return Event.objects.filter(id__gt=self.begins).order_by("id")

    def told(self) -> list[tuple[str, str, str]]:
        """(who, verb, about whom); a list is about everybody in it."""
        return [(self.names.get(one.actor, NOBODY), one.verb, self._about(one)) for one in self._rows()]

    def _about(self, event) -> str:
        ids = [event.patient] if event.patient else event.ids or []
        by_text = {str(key): name for key, name in self.names.items()}
        return " and ".join(sorted(by_text[str(one)] for one in ids))

    def naming(self, patient) -> list[str]:
        """Verbs of the rows in which this patient stands, alone or among others."""
        of_one = Q(patient=patient.pk) | Q(target=str(patient.pk)) | Q(ids__contains=[str(patient.pk)])
        return list(self._rows().filter(of_one).values_list("verb", flat=True))

    def is_whole(self, monkeypatch) -> bool:
        """Sealed now, and read again: every row of it is what was written."""
        sealed(monkeypatch)
        found = sealing.check()
        return found.is_whole and found.events >= self._rows().count() > 0
