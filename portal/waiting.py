"""What an account waits for, for one person, and for whom it may join the list."""

from django.utils.translation import gettext as _

from booking.models import WaitingEntry
from booking.people import person_forms
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
        self.chosen = (sent or {}).get("patient") or self._first()
        account, known = household.account, household.grants
        self.forms = person_forms(account, known, self.chosen, sent) if self.takes_new else {}
        self.person = self.forms.get(self.chosen)
        self.grant = next((one for one in self.grants if self.chosen in self._ways(one)), None)

    def _first(self) -> str:
        """Whoever is alone on the account, or oneself on a new one."""
        if not self.grants:
            return "self"
        return str(self.grants[0].patient_id) if len(self.grants) == 1 else ""

    def _ways(self, grant) -> set[str]:
        # The page of somebody new sent twice: by then they are saved.
        return {str(grant.patient_id), "self"} if grant.is_self else {str(grant.patient_id)}

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
        return [] if self.grant or self.person else [_("Choose for whom")]
