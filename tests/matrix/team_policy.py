"""The team and the texts of mails, in the settings; see `door.py` for how it reads."""

from clinic.models import TeamInvitation
from common.tests.moment import AT
from tests.matrix.door import FEW, Door

NOT_MANAGING = "403 finn petra quinn bea"
ONLY_OWNERS = "403 finn petra quinn bea mo"
# The password first, of everybody who may.
ASKED = f"302 mo nora opal | {NOT_MANAGING} | 404"
OWNERS_ASKED = f"302 nora opal | {ONLY_OWNERS} | 404"
NOBODYS = f"404 mo nora opal | {NOT_MANAGING} | 404"
OF_MEMBER = ("team_member", "team_ending")
FOREIGN = ("lakeside’s member", "no member")

TEAM = [
    Door("team_invitation", "", "410", "410", is_open=True, people=FEW),
    Door("office:team", "", f"200 mo nora opal | {NOT_MANAGING} | 404"),
    Door("office:team_invite", "", ASKED, ASKED),
    Door("office:team_invitation_again", "invited to the desk", "405", ASKED),
    Door("office:team_invitation_withdrawal", "invited to the desk", "405", ASKED),
    Door("office:team_invitation_again", "invited as owner", "405", f"302 nora opal | {ONLY_OWNERS} | 404"),
    Door(
        "office:team_invitation_withdrawal", "invited as owner", "405", f"302 nora opal | {ONLY_OWNERS} | 404"
    ),
    *(
        Door(f"office:team_invitation_{what}", about, "405", NOBODYS)
        for what in ("again", "withdrawal")
        for about in ("invited to lakeside", "missing")
    ),
    *(Door(f"office:{name}", "harbour’s member", OWNERS_ASKED, OWNERS_ASKED) for name in OF_MEMBER),
    Door("office:team_practitioner", "harbour’s member", "405", OWNERS_ASKED),
    # The password is asked before it is looked whose membership it is, so that tells nothing.
    *(Door(f"office:{name}", about, OWNERS_ASKED, OWNERS_ASKED) for name in OF_MEMBER for about in FOREIGN),
    *(Door("office:team_practitioner", about, "405", OWNERS_ASKED) for about in FOREIGN),
]

MAY = f"200 mo nora opal | {NOT_MANAGING} | 404"
MAILS = [
    Door("office:mail_texts", "", MAY),
    Door("office:mail_text", "the reminder", MAY, f"422 mo nora opal | {NOT_MANAGING} | 404"),
    Door("office:mail_sample", "the reminder", MAY),
    Door("office:mail_reset", "the reminder", "405", ASKED),
    *(
        Door(f"office:mail_{page}", "no such mail", NOBODYS if page != "reset" else "405", post)
        for page, post in (("text", NOBODYS), ("sample", "405"), ("reset", NOBODYS))
    ),
]


def things_of_team(world) -> dict:
    """Invitations that stand, and memberships, of this clinic and of the other."""
    finn, omar = world.finn.memberships.get(), world.omar.memberships.get()
    things = {
        "harbour’s member": {"member": finn.pk},
        "lakeside’s member": {"member": omar.pk},
        "no member": {"member": 0},
        "the reminder": {"key": "booking.reminder", "language": "en"},
        "no such mail": {"key": "accounts.reset", "language": "en"},
    }
    for name, clinic, by, role in (
        ("invited to the desk", world.harbour, world.nora, "front_desk"),
        ("invited as owner", world.harbour, world.nora, "owner"),
        ("invited to lakeside", world.lakeside, world.omar, "front_desk"),
    ):
        invitation = TeamInvitation.objects.create(
            clinic=clinic, email=f"{role}@example.org", roles=[role], issued_at=AT, issued_by=by,
            expires_at=AT.replace(year=AT.year + 1),
        )  # fmt: skip
        things[name] = {"invitation": invitation.pk}
    return things
