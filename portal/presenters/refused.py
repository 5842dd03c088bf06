"""What somebody's access does not cover, and how to ask for it. Says nothing of what is there."""

from django.utils.translation import gettext as _

from records.models.access import Basis


def refusal(what: str, grant) -> dict:
    """`what` names the part or the act that is refused."""
    title, text = _words(grant.patient.given_name)[what]
    return {
        "patient": grant.patient,
        "grant": grant,
        "title": title,
        "text": text,
        "ask": ask(grant),
        "has_code": not grant.is_full,
    }


def ask(grant) -> str:
    """Whom to ask for more; a telephone number follows."""
    name = grant.patient.given_name
    if grant.is_self:
        return _("Ask at reception, or call us:")
    if grant.basis == Basis.PATIENT:
        return _("%(name)s can allow you more. Questions? Call us:") % {"name": name}
    if grant.under_review:
        return _("%(name)s can allow you more at the clinic. Questions? Call us:") % {"name": name}
    return _("To see more, ask at reception or call us:")


def _words(name: str) -> dict:
    given = {"name": name}
    return {
        "visits": (
            _("Visits are not part of your access"),
            _("What you may see of %(name)s’s record does not include visits.") % given,
        ),
        "forms": (
            _("Forms are not part of your access"),
            _("What you may see of %(name)s’s record does not include forms.") % given,
        ),
        "records": (
            _("This part of the record is not part of your access"),
            _("Treatment plans, activities and documents from the clinic open with full access."),
        ),
        "documents": (
            _("Documents are not part of your access"),
            _("What you may see of %(name)s’s record does not include documents.") % given,
        ),
        "own_record": (
            _("Your own record stays with you"),
            _("So that nobody shuts themselves out by accident, the clinic ends this with you."),
        ),
        "minor": (
            _("The clinic decides this with you"),
            _("Until you are of age, only the clinic can end somebody’s access to your record. Talk to us."),
        ),
        "not_yours": (
            _("This is not yours to end"),
            _("Only %(name)s or the clinic can end somebody else’s access.") % given,
        ),
        "sharing": (
            _("You can’t open this record to others"),
            _("Only patients who are of age and see all of their own record can let somebody else see it."),
        ),
        "takeout": (
            _("Confirm your email address first"),
            _("A record is taken out only by somebody whose address is known to be theirs."),
        ),
        "erasure": (
            _("You can’t ask for this here"),
            _(
                "Only patients who are of age and see all of their own record can ask online to have it erased."
            ),
        ),
    }
