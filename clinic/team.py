"""Who of the team is asking: the membership behind a request, looked up once per request."""

from clinic.models import Membership
from clinic.models.clinic import Role
from clinic.policies import may_change_member, may_change_roles, may_configure, membership_of, roles_given_by


def member_behind(request) -> Membership | None:
    """The live membership of whoever asks, at the clinic whose host was asked; None for everybody else."""
    if not hasattr(request, "_member"):
        request._member = membership_of(request.user, request.clinic)
    return request._member


def team_behind(request) -> list[Membership]:
    """Everybody who works at this clinic now, by name: for pages that show colleagues, in place of asking for one's own
    membership."""
    if not hasattr(request, "_team"):
        live = Membership.objects.filter(clinic_id=request.clinic.pk, ended_at=None).select_related("user")
        request._team = list(live.order_by("user__given_name", "user__family_name", "pk"))
        request._member = next((one for one in request._team if one.user_id == request.user.pk), None)
    return request._team


def is_operator(request) -> bool:
    """Whether the operator of the installation asks: settings of every clinic, patients of none."""
    return request.user.is_active and request.user.is_superuser


def may_enter_settings(request) -> bool:
    """Managers and owners of this clinic, and the operator (security, D4)."""
    return request.user.is_active and (is_operator(request) or may_configure(member_behind(request)))


def may_change_team(request) -> bool:
    """Who may give roles, and say which account is which practitioner: owners. Both decide who reads what."""
    return is_operator(request) or may_change_roles(member_behind(request))


def roles_to_give(request) -> set[Role]:
    """The roles that whoever asks may invite a colleague to."""
    return set(Role) if is_operator(request) else roles_given_by(member_behind(request))


def may_change(request, member) -> bool:
    """Whether whoever asks may change this colleague; the operator may, themself excepted like everybody."""
    if is_operator(request):
        return member.user_id != request.user.pk and member.ended_at is None
    return may_change_member(member_behind(request), member)
