"""The team in words: who works here, who is invited, who left."""

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.second_factor import has_second_factor, is_compulsory_for_staff
from clinic.models import Membership, Practitioner, TeamInvitation
from clinic.models.clinic import Role
from clinic.team_mail import role_words
from common.wording import moment, short_day_year
from office.forms.team import SAYS

MOST = 500


def team_page(clinic, *, may_change, at) -> dict:
    """Everything team.html shows. `may_change(member)` says whether whoever looks may change this one."""
    invited = TeamInvitation.objects.standing().filter(clinic=clinic).select_related("issued_by")
    everybody = _everybody(clinic)
    return {
        "members": [_member(one, clinic, may_change=may_change) for one in everybody if not one.ended_at],
        "invitations": [_invitation(one, clinic, at=at) for one in invited.order_by("email")],
        "left": [_left(one, clinic) for one in everybody if one.ended_at],
        "invite_url": reverse("office:team_invite"),
        "roles": [(role.label, SAYS[role]) for role in Role],
    }


def _everybody(clinic) -> list[Membership]:
    """Who works here, by name; then who left, the last ones first. All at once: a page of settings is a list too."""
    own = Practitioner.objects.filter(clinic=clinic, user=OuterRef("user"))
    rows = Membership.objects.filter(clinic=clinic).select_related("user")
    rows = rows.annotate(has_factor=has_second_factor("user_id"), is_called=Subquery(own.values("name")[:1]))
    in_order = F("ended_at").desc(nulls_first=True), "user__family_name", "user__given_name", "pk"
    return list(rows.order_by(*in_order)[:MOST])


def _member(one, clinic, *, may_change) -> dict:
    account = one.user
    return {
        "name": str(account),
        "email": account.email,
        "initials": account.initials,
        "roles": role_words(one.roles),
        "practitioner": one.is_called or "",
        "signed_in": short_day_year(account.last_login.astimezone(clinic.zone)) if account.last_login else "",
        "url": reverse("office:team_member", args=[one.pk]) if may_change(one) else "",
        **_second_step(one.has_factor),
    }


def _second_step(has_one: bool) -> dict:
    """On; missing and asked for before anything else opens; or missing where the installation asks nobody."""
    if has_one:
        return {"step": _("On"), "step_kind": "ok", "step_says": ""}
    if is_compulsory_for_staff():
        says = _("Asked for at the next sign-in, before anything opens")
        return {"step": _("Missing"), "step_kind": "warn", "step_says": says}
    return {"step": _("Missing"), "step_kind": "warn", "step_says": _("Not required on this installation")}


def _invitation(one, clinic, *, at) -> dict:
    is_live = one.is_live(at=at)
    until = moment(one.expires_at.astimezone(clinic.zone))
    return {
        "email": one.email,
        "roles": role_words(one.roles),
        "who": str(one.issued_by),
        "when": moment(one.issued_at.astimezone(clinic.zone)),
        "until": _("Link works until %(when)s") % {"when": until} if is_live else _("The link is too old"),
        "tag": _("Invited") if is_live else _("Expired"),
        "kind": "info" if is_live else "warn",
        "again_url": reverse("office:team_invitation_again", args=[one.pk]),
        "withdrawal_url": reverse("office:team_invitation_withdrawal", args=[one.pk]),
    }


def _left(one, clinic) -> dict:
    return {
        "name": str(one.user),
        "email": one.user.email,
        "roles": role_words(one.roles),
        "when": short_day_year(one.ended_at.astimezone(clinic.zone)),
    }


def member_page(member, form, linking) -> dict:
    """Everything team_member.html shows: the forms for the roles and for the practitioner."""
    return {
        "name": str(member.user),
        "email": member.user.email,
        "form": form,
        "linking": linking,
        "practitioner_url": reverse("office:team_practitioner", args=[member.pk]),
        "roles_url": reverse("office:team_member", args=[member.pk]),
        "ending_url": reverse("office:team_ending", args=[member.pk]),
        "has_errors": bool(form.errors or linking.errors),
    }


def ending_page(member) -> dict:
    """The question before somebody no longer works here."""
    return {
        "title": _("%(name)s no longer works here?") % {"name": member.user},
        "text": _("Works here as: %(roles)s.") % {"roles": role_words(member.roles)},
        "facts": [
            _("The pages of the team close for them at once, also where they are signed in now."),
            _("Visits, notes and everything they did stay, under their name."),
            _("Invitations to the team that they sent and nobody accepted open nothing any more."),
            _("Their account stays: what they see as a patient is not touched."),
        ],
        "button": _("End it now"),
        "back_url": reverse("office:team_member", args=[member.pk]),
    }
