"""What an account waits for, for one person, and for whom it may join the list."""

from django.utils.translation import gettext as _

from booking.models import WaitingEntry
from booking.people import person_forms
from booking.policies import is_new_here
from clinic.models.services import Audience
from records.policies import may_find_visits


def entries_of(account, patient, *, at):
    """What an account waits for, for one person, with what is on offer."""
    rows = WaitingEntry.objects.standing().visible_to(account, at=at).filter(patient=patient)
    return rows.with_names().select_related("clinic").with_offers()


class ForWhom:
    """Who it is for: a saved person (`grant`), or somebody new (`person`, the form they are typed in)."""

    def __init__(self, household, service, sent):
        """`sent` is what was posted; None before anybody chose."""
        self.grants = [grant for grant in household.grants if may_find_visits(grant)]
        self.takes_new = service.audience != Audience.RETURNING
        if not self.takes_new:
            self.grants = [one for one in self.grants if not is_new_here(one.patient, at=household.at)]
        self.chosen = (sent or {}).get("patient") or self._first()
        account, known = household.account, household.grants
        self.forms = person_forms(account, known, self.chosen, sent) if self.takes_new else {}
        self.person = self.forms.get(self.chosen)
        self.grant = next((one for one in self.grants if self._is_chosen(one, sent or {})), None)

    def _first(self) -> str:
        """Whoever is alone on the account, or oneself on a new one."""
        if not self.grants:
            return "self"
        return str(self.grants[0].patient_id) if len(self.grants) == 1 else ""

    def _is_chosen(self, grant, sent) -> bool:
        if self.chosen == str(grant.patient_id):
            return True
        # The page of oneself as somebody new, sent twice: by then one is saved. Other words are somebody else.
        names = ("given_name", "family_name")
        typed = [sent.get(f"self-{name}", "").strip() for name in names]
        return (
            self.chosen == "self"
            and grant.is_self
            and typed == [getattr(grant.patient, name) for name in names]
        )

    @property
    def is_possible(self) -> bool:
        """Whether there is anybody to choose."""
        return self.takes_new or bool(self.grants)

    def is_valid(self) -> bool:
        """Whether somebody is chosen, and everything about somebody new is there."""
        return self.person.is_valid() if self.person else self.grant is not None

    @property
    def errors(self) -> list[str]:
        """What is said beside the choice."""
        return [] if self.grant or self.person else [_("Choose who it is for")]
