"""This room's answers about a patient's rows: forms that were sent, and what was written in them."""

from records.contract import Answerer
from smartforms.models import Assignment


class FormsAnswerer(Answerer):
    """Sent answers are part of the record; an open form is an open door into it."""

    def open_doors(self, patient, *, at) -> list[str]:
        waiting = (
            Assignment.objects.waiting(at=at).filter(patient=patient).select_related("version__template")
        )
        return [assignment.version.template.title for assignment in waiting]

    def welcome(self, *, invitation, account) -> None:
        """The forms that were sent along with an invitation are now this account's."""
        Assignment.objects.filter(invitation=invitation, account=None).update(account=account)
