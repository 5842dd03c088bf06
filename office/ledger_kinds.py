"""What sort of thing an event of a record is: for finding the few that matter among thousands."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Event
from records.joining.trail import ids_behind

_LOOKED = (
    r"\.(opened|named|fetched|explained|previewed|join_previewed|compared|followed|looked_into|listed\w*)$"
)
_TAKEN = r"(\.(printed|exported|downloaded)|^ledger\.opened|^file\.opened|^takeout\.\w+|^(export|report)\.included)$"
_ACCESS = r"^(access|code|invitations?|grants|slip|feed)\."

KINDS = {
    "looks": (_("Looks"), Q(verb__regex=_LOOKED)),
    "taken": (_("Downloads and exports"), Q(verb__regex=_TAKEN)),
    "changes": (
        _("Changes"),
        ~Q(verb__regex=_LOOKED) & ~Q(verb__regex=_TAKEN) & ~Q(verb__endswith=".refused"),
    ),
    "access": (_("Access"), Q(verb__regex=_ACCESS)),
    "refused": (_("Refused"), Q(verb__endswith=".refused")),
    "emergencies": (_("Emergencies"), Q(verb__startswith="emergency.")),
    "as_somebody": (_("Seen as somebody"), Q(on_behalf_of__isnull=False)),
}
NOBODY = "system"


@dataclass(frozen=True)
class Chosen:
    """Whose events, and of which kind; empty: all."""

    who: str = ""
    kind: str = ""

    @classmethod
    def of(cls, query) -> "Chosen":
        """What an address asks for; whatever is neither an account nor a kind is not asked."""
        who, kind = query.get("who", ""), query.get("kind", "")
        return cls(who if who == NOBODY or _is_id(who) else "", kind if kind in KINDS else "")

    def among(self, events):
        """Those of these events that were asked for."""
        if self.who:
            events = events.filter(actor=None if self.who == NOBODY else self.who)
        return events.filter(KINDS[self.kind][1]) if self.kind else events


def _is_id(text) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def people_of(patient) -> list[User]:
    """Every account that ever did or saw something in a record, by name."""
    known = ids_behind(patient)
    actors = Event.objects.filter(patient__in=known, actor__isnull=False).values("actor")
    return list(
        User.objects.filter(pk__in=actors)
        .order_by("given_name", "family_name", "email")
        .only("given_name", "family_name", "email")
    )
