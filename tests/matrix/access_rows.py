"""Rows of access to Ana’s record, and of the other clinic’s, for the office’s doors."""

from datetime import timedelta

from booking.feeds import make_feed
from common.tests.moment import AT
from records.actions import deny
from records.actions.codes import issue_code
from records.actions.contacts import keep_contact
from records.actions.invitations import invite
from records.actions.proposals import propose
from records.models import AccessRequest
from records.models.access import Basis, Level, Relation

HOUR = timedelta(hours=1)


def rows_of_feeds(world) -> None:
    """Calendar addresses: Ana's, and one at the other clinic."""
    for name, account, clinic in (("ana", world.ana, world.harbour), ("zoe", world.zoe, world.lakeside)):
        feed, secret = make_feed(account=account, clinic=clinic, at=AT - HOUR)
        world.things[f"{name}’s calendar address"] = {"feed": feed.pk}
        world.things[f"{name}’s calendar"] = {"secret": secret}
    world.things["no calendar"] = {"secret": "x" * 43}


def rows_of_access(world) -> None:
    """Grants, codes, denials and requests of Ana's record, and others under her address."""
    rows_of_feeds(world)
    for name in ("ana", "zoe"):
        patient = getattr(world, f"{name}_record")
        code, _words = issue_code(
            patient, relation=Relation.SELF, scopes=[], by=world.nora, at=AT - HOUR, with_words=False
        )
        world.things[f"{name} code"] = world.things[name] | {"code": code.pk}
        grant = patient.grants.filter(revoked_at=None).order_by("-level", "pk").first()
        world.things[f"{name} grant"] = world.things[name] | {"grant": grant.pk}
        world.things[f"{name} account"] = world.things[name] | {"account": grant.account_id}
        contact = keep_contact(
            patient,
            by=world.nora,
            at=AT - HOUR,
            name="Karin",
            relation=Relation.PARENT,
            email="k@example.org",
        )
        world.things[f"{name} contact"] = world.things[name] | {"contact": contact.pk}
        invitation = invite(
            patient, email="k@example.org", relation=Relation.PARENT, level=Level.LIMITED, scopes=[],
            by=world.nora, at=AT - HOUR,
        )  # fmt: skip
        (proposal,) = propose(patient, {"phone": "902 555"}, by=world.nora, at=AT - HOUR, source="A form")
        world.things[f"{name} proposal"] = world.things[name] | {"proposal": proposal.pk}
        world.things[f"{name} invitation"] = world.things[name] | {"invitation": invitation.pk}
    deny(world.ana_record, world.accounts["rae"], by=world.nora, at=AT - HOUR)
    asking = AccessRequest.objects.create(
        patient=world.ana_record, account=world.dov, relation=Relation.CARER, level=Level.LIMITED,
        scopes=[], basis=Basis.CODE, why="other_address", asked_at=AT - HOUR,
    )  # fmt: skip
    ana, kit, zoe = (world.things[name] for name in ("ana", "kit", "zoe"))
    world.things |= {
        "ana request": ana | {"asking": asking.pk},
        "ana denied": ana | {"account": world.accounts["rae"].pk},
        "ana with kit’s grant": ana | {"grant": world.kit_grant.pk},
        "ana with zoe’s code": ana | {"code": world.things["zoe code"]["code"]},
        "ana with zoe’s account": ana | {"account": world.zoe.pk},
        "ana with zoe’s contact": ana | {"contact": world.things["zoe contact"]["contact"]},
        "kit with ana’s contact": kit | {"contact": world.things["ana contact"]["contact"]},
        "ana with zoe’s proposal": ana | {"proposal": world.things["zoe proposal"]["proposal"]},
        "kit with ana’s proposal": kit | {"proposal": world.things["ana proposal"]["proposal"]},
        "ana with zoe’s invitation": ana | {"invitation": world.things["zoe invitation"]["invitation"]},
        "kit with ana’s request": kit | {"asking": asking.pk},
        "zoe request": zoe | {"asking": asking.pk},
    }
