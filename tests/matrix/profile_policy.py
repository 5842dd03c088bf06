"""Who gets which answer where details are proposed and decided; see `door.py` for how it reads."""

from tests.matrix.door import Door
from tests.matrix.office_policy import KEEPS, KEPT, not_kept

# Everybody who sees a record proposes, once their own address is proved.
SEES = "200 ana ben cleo sol | 404"

UNSENT = "422 ana ben cleo sol | 404"
SENT = "302 ana ben cleo sol | 404"
DETAILS = [
    Door("portal:details", "ana", SEES),
    Door("portal:details", "kit", "200 ben | 404"),
    Door("portal:details", "uma", "200 uma | 404"),
    Door("portal:details", "ida", "200 ida gil | 404"),
    Door("portal:details", "teo", "200 wes | 404"),
    *[Door("portal:details", about, "404") for about in ("lou", "zoe", "missing")],
    Door("portal:detail", "ana’s address line", SEES, UNSENT),
    Door("portal:detail", "ida’s address line", "200 ida gil | 404", "422 ida gil | 404"),
    Door("portal:detail", "teo’s address line", "200 wes | 404", "422 wes | 404"),
    Door("portal:detail", "uma’s address line", "403 uma | 404", "403 uma | 404"),
    *[
        Door("portal:detail", about, "404", "404")
        for about in ("ana’s birth line", "lou’s address line", "zoe’s address line", "missing")
    ],
    Door("portal:detail_taking_back", "ana’s address line", "405", SENT),
    Door("portal:detail_taking_back", "ida’s address line", "405", "302 ida gil | 404"),
    *[
        Door("portal:detail_taking_back", about, "405", "404")
        for about in ("ana’s birth line", "lou’s address line", "zoe’s address line", "missing")
    ],
    Door("portal:detail_mail", "ana", "405", SENT),
    Door("portal:detail_mail", "uma", "405", "302 uma | 404"),
    *[Door("portal:detail_mail", about, "405", "404") for about in ("lou", "zoe", "missing")],
]
SUGGESTS = "200 petra quinn | 403 finn bea mo nora | 404"
OFFICE_PROFILE = [
    Door("office:suggestion", "ana", SUGGESTS, SUGGESTS.replace("200", "422")),
    *[Door("office:suggestion", about, "404", "404") for about in ("zoe", "missing")],
    Door("office:detail_history", "ana", KEEPS),
    *[Door("office:detail_history", about, "404") for about in ("zoe", "missing")],
    # Without the mark of a look nothing is decided: back to the tab.
    Door("office:acceptance", "ana", KEPT, KEPT),
    *not_kept("acceptance", "zoe", "missing"),
    Door("office:declining", "ana", KEPT, KEPT),
    *not_kept("declining", "zoe", "missing"),
    Door("office:proposal_undoing", "ana proposal", "405", KEPT),
    Door("office:proposal_undoing", "ana with zoe’s proposal", "405", KEPT.replace("302", "404")),
    Door("office:proposal_undoing", "kit with ana’s proposal", "405", KEPT.replace("302", "404")),
    *[Door("office:proposal_undoing", about, "405", "404") for about in ("zoe proposal", "missing")],
]


def things_of_profile(world) -> dict:
    """Lines of people's details; the missing things of the world gain one."""
    world.things["missing"]["line"] = "email"
    things = {
        f"{name}’s address line": {"patient": getattr(world, f"{name}_record").pk, "line": "email"}
        for name in ("ana", "uma", "lou", "zoe", "ida", "teo")
    }
    return things | {"ana’s birth line": {"patient": world.ana_record.pk, "line": "date_of_birth"}}
