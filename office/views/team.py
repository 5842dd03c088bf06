"""Who works here: seen and invited by managers and owners, changed by owners, and by nobody for themselves (D4)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import audit
from accounts.again import password_again
from clinic import actions, inviting
from clinic.models import Membership, TeamInvitation
from clinic.models.clinic import Role
from clinic.policies import may_change_roles, may_invite_colleagues
from clinic.team import may_change, roles_to_give
from common import clock
from common.http import posted
from office.forms.team import InviteForm, PractitionerOf, RolesForm
from office.only_for import ACTS, BOTH, only_for, refuse
from office.presenters import team as show

WHO = gettext_lazy("The team is seen and invited by managers and owners.")
WHO_CHANGES = gettext_lazy("Roles are given and taken by owners, and by nobody for themselves.")
NO_OWNER_LEFT = gettext_lazy("The clinic would be left without an owner. Make somebody else an owner first.")


@only_for(may_invite_colleagues, says=WHO, operator=True)
def team(request):
    """Everybody who works here, who is invited, and who left."""
    at = clock.now()
    audit.opened("team.opened", by=request.user, target=request.clinic, clinic=request.clinic, at=at)
    page = show.team_page(request.clinic, may_change=lambda one: may_change(request, one), at=at)
    return render(request, "office/team.html", page)


@only_for(may_invite_colleagues, says=WHO, answers=BOTH, operator=True)
@password_again
def team_invite(request):
    """Invite a colleague by mail, to roles not above one's own."""
    gives = roles_to_give(request)
    form = InviteForm(posted(request), roles=gives)
    if form.is_valid():
        who = {"gives": gives, "by": request.user, "at": clock.now()}
        try:
            inviting.invite_colleague(request.clinic, **form.cleaned_data, **who)
        except inviting.AskedFromAbove:
            form.add_error(
                "email", _("An owner has invited this address already. Ask an owner to change that")
            )
        except inviting.AlreadyHere:
            form.add_error("email", _("Whoever has this address works here already"))
        else:
            said = _("Invited. The mail is on its way to %(email)s.") % form.cleaned_data
            messages.success(request, said)
            return redirect("office:team")
    page = {"form": form, "has_errors": bool(form.errors)}
    return render(request, "office/team_invite.html", page, status=422 if form.is_bound else 200)


def _invitation(request, pk) -> TeamInvitation:
    return get_object_or_404(TeamInvitation.objects.standing().filter(clinic_id=request.clinic.pk), pk=pk)


@only_for(may_invite_colleagues, says=WHO, answers=ACTS, operator=True)
def team_invitation_again(request, invitation):
    """The mail once more with a fresh link, by whoever could invite to these roles."""
    found = _invitation(request, invitation)
    if not set(found.roles) <= roles_to_give(request):
        return refuse(request, WHO_CHANGES)
    if inviting.send_again(found, by=request.user, at=clock.now()):
        messages.success(request, _("The mail is on its way again. The older link opens nothing any more."))
    return redirect("office:team")


@only_for(may_invite_colleagues, says=WHO, answers=ACTS, operator=True)
def team_invitation_withdrawal(request, invitation):
    """Taken back: the link opens nothing any more."""
    found = _invitation(request, invitation)
    if not set(found.roles) <= roles_to_give(request):
        return refuse(request, WHO_CHANGES)
    if inviting.withdraw(found, by=request.user, at=clock.now()):
        messages.success(request, _("The invitation is taken back. Its link opens nothing any more."))
    return redirect("office:team")


def _member(request, pk) -> Membership:
    live = Membership.objects.filter(clinic_id=request.clinic.pk, ended_at=None).select_related("user")
    return get_object_or_404(live, pk=pk)


@only_for(may_change_roles, says=WHO_CHANGES, answers=BOTH, operator=True)
@password_again
def team_member(request, member):
    """The roles of a colleague."""
    found = _member(request, member)
    if not may_change(request, found):
        return refuse(request, WHO_CHANGES)
    form = RolesForm(posted(request), roles=set(Role), initial={"roles": found.roles})
    if form.is_valid():
        try:
            if actions.change_roles(found, form.cleaned_data["roles"], by=request.user, at=clock.now()):
                messages.success(request, _("The roles of %(name)s are changed.") % {"name": found.user})
            return redirect("office:team")
        except actions.LastOwner:
            form.add_error("roles", NO_OWNER_LEFT)
    page = show.member_page(found, form, PractitionerOf(member=found))
    return render(request, "office/team_member.html", page, status=422 if form.is_bound else 200)


@only_for(may_change_roles, says=WHO_CHANGES, answers=ACTS, operator=True)
@password_again
def team_practitioner(request, member):
    """Which practitioner a colleague is."""
    found = _member(request, member)
    if not may_change(request, found):
        return refuse(request, WHO_CHANGES)
    form = PractitionerOf(posted(request), member=found)
    if form.is_valid():
        try:
            if actions.link_practitioner(found, form.cleaned_data["practitioner"], by=request.user):
                messages.success(request, _("Saved."))
            return redirect("office:team")
        except actions.LinkedElsewhere:
            form.add_error("practitioner", _("This account is a practitioner elsewhere already"))
    page = show.member_page(found, RolesForm(roles=set(Role), initial={"roles": found.roles}), form)
    return render(request, "office/team_member.html", page, status=422)


@only_for(may_change_roles, says=WHO_CHANGES, answers=BOTH, operator=True)
@password_again
def team_ending(request, member):
    """Somebody no longer works here; the question before says what follows."""
    found = _member(request, member)
    if not may_change(request, found):
        return refuse(request, WHO_CHANGES)
    if request.method == "POST":
        try:
            if actions.end_membership(found, by=request.user, at=clock.now()):
                messages.success(request, _("%(name)s no longer works here.") % {"name": found.user})
        except actions.LastOwner:
            messages.error(request, NO_OWNER_LEFT)
        return redirect("office:team")
    return render(request, "office/team_ending.html", show.ending_page(found))
