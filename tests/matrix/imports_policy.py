"""Who gets which answer at what is brought along from another system, and at the page about the portal.

Whatever adds, takes back or takes along asks for the password first (302).
"""

from common.tests.moment import AT
from imports.models import Import
from tests.matrix.door import TEAM, Door

OTHERS = "403 finn petra quinn bea | 404"
MAY, MOVED = f"200 mo nora | {OTHERS}", f"302 mo nora | {OTHERS}"


def things_of_imports(world) -> None:
    """A file that was handed in, here and at the other clinic; the file itself has gone already."""
    for name, house, by in (
        ("harbour", world.at_harbour, world.nora),
        ("lakeside", world.at_lakeside, world.omar),
    ):
        made = Import.objects.create(
            clinic=house.clinic, kind="patients", name=f"{name}.csv", sha256="", size=10, delimiter=",", rows=1,
            encoding="UTF-8", uploaded_at=AT, uploaded_by=by, file_gone_at=AT,
        )  # fmt: skip
        world.things[f"{name}’s import"] = {"batch": made.pk}
    world.things["the portal’s square"] = {"kind": "svg"}
    world.things["the handout"] = {"language": "fr", "size": "half"}


def _about_one(name: str, get: str, post: str = "405") -> list[Door]:
    nowhere = [OTHERS if answer != "405" else "405" for answer in (get, post)]
    return [
        Door(f"office:{name}", "harbour’s import", get, post),
        *(Door(f"office:{name}", about, *nowhere) for about in ("lakeside’s import", "missing")),
    ]


PORTAL_PAGES = [
    Door("office:portal", "", MAY, MOVED),
    Door("office:portal_square", "the portal’s square", MAY),
    Door("office:handout", "", f"200 {TEAM} | 404", "422 mo nora | 403 finn petra quinn bea | 404"),
    Door("office:handout_paper", "the handout", f"200 {TEAM} | 404"),
]
IMPORTS = [
    *PORTAL_PAGES,
    Door("office:imports", "", MAY),
    Door("office:import_new", "", MOVED, MOVED),
    *_about_one("import_batch", MAY),
    *_about_one("import_columns", MOVED, MOVED),
    *_about_one("import_names", MOVED, MOVED),
    *_about_one("import_dropping", "405", MOVED),
    *_about_one("import_again", "405", MOVED),
    # Before anything is looked for, the password.
    *(
        Door(f"office:{name}", about, MOVED, MOVED)
        for name in ("import_letting_in", "import_undoing")
        for about in ("harbour’s import", "lakeside’s import", "missing")
    ),
    *(
        Door("office:import_rows", about, MOVED)
        for about in ("harbour’s import", "lakeside’s import", "missing")
    ),
]
