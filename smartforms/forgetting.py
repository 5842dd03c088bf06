"""What an erasure does in this room: drafts and mailed links now, sent answers when their time is over."""

from smartforms.models import Addendum, Assignment, FormLink, Response, Series

# A diary goes to somebody, says the database; this is nobody (RFC 2606).
NOBODY = "erased@example.invalid"


def forget(patient, *, at) -> None:
    """Nothing is asked any more, what was begun is emptied, links die and their addresses go."""
    FormLink.objects.open().filter(patient=patient).update(revoked_at=at, revoked_because="erased")
    FormLink.objects.filter(patient=patient).update(email="")
    Series.objects.filter(patient=patient, ended_at=None).update(ended_at=at, next_on=None)
    Series.objects.filter(patient=patient).exclude(email="").update(email=NOBODY)
    Assignment.objects.not_over().filter(patient=patient).update(cancelled_at=at)
    Response.objects.filter(patient=patient, submitted_at=None).update(answers={}, unfinished={})


def forget_all(patient) -> None:
    """Words that were written go; that a form was sent, and when, stays."""
    Response.objects.filter(patient=patient).update(answers={}, unfinished={})
    Addendum.objects.filter(response__patient=patient).update(words="–")
    Assignment.objects.filter(patient=patient).update(message="")
    Series.objects.filter(patient=patient).update(message="")
