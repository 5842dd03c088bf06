"""Pages of Ana's workspace, and who opens them in the tests."""

from django.urls import reverse

from clinic.models.clinic import Role
from clinic.tests.factories import MembershipFactory
from records.models import AccessRules


def place(name, patient, *args):
    """The address of a page of a patient's workspace."""
    return reverse(f"office:{name}", args=[patient.pk, *args])


def billing(cast):
    """Dov works in billing, for one test."""
    MembershipFactory(user=cast.dov, clinic=cast.harbour, roles=[Role.BILLING])
    return cast.dov


def choose_ages(cast):
    """Harbour decided: review at 13, majority at 18."""
    return AccessRules.objects.create(clinic=cast.harbour, review_age=13, majority_age=18)


def says(answer) -> list[str]:
    """The notes a page brings along."""
    return [str(message) for message in answer.context["messages"]]
