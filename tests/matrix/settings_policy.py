"""The settings (Django admin), table by table: managers and owners of this clinic, and its own rows only (D4)."""

from zlib import crc32

from tests.matrix.door import NOT_IN_SETTINGS, Door
from tests.matrix.door import SETTINGS as OF_THE_TEAM

SETTINGS = f"{OF_THE_TEAM} opal"  # the operator too: settings of every clinic, patients of none
# One of each kind that the settings tell apart, and at each door one more: every role comes to every table, and all of
# them to all its pages in `make prove` (B4).
ASKED = ("nobody", "finn", "nora", "omar", "opal")
IN_TURN = ("mo", "petra", "bea", "ana", "dov", "quinn", "max", "ben")
OTHERS = f"403 {NOT_IN_SETTINGS} | 404"
MAY, MAY_NOT = f"200 {SETTINGS} | {OTHERS}", f"403 {SETTINGS} {NOT_IN_SETTINGS} | 404"
MOVED, NOT_THERE = f"302 {SETTINGS} | {OTHERS}", f"404 {SETTINGS} | {OTHERS}"

# Table → who may add, change and delete. A table that is not here fails the suite.
TABLES = {
    "clinic_practitioner": {"delete": MAY_NOT},
    "clinic_service": {"delete": MAY_NOT},
    "clinic_resource": {"delete": MAY_NOT},
    "clinic_openinghours": {},
    "clinic_hoursexception": {},
    "clinic_timeoff": {},
    "clinic_closure": {},
    "clinic_category": {},
    "clinic_location": {},
    "clinic_clinic": {"list": MOVED, "add": MAY_NOT, "delete": MAY_NOT},
    "records_accessrules": {"list": MOVED, "add": MAY_NOT, "delete": MAY_NOT},
    "records_retentionrules": {"list": MOVED, "add": MAY_NOT, "delete": MAY_NOT},
    "smartforms_template": {"add": MAY_NOT, "delete": MAY_NOT},
    "smartforms_preferences": {"list": MOVED, "add": MAY_NOT, "delete": MAY_NOT},
}


def _door(name: str, about: str, get: str, post: str, *, is_open=False) -> Door:
    one_more = IN_TURN[crc32(f"{name} {about}".encode()) % len(IN_TURN)]
    return Door(name, about, get, post, is_open=is_open, people=(*ASKED, one_more))


def without_writing(answers: str) -> str:
    """A POST with nothing in it: those who may do something here get any answer but an error of ours."""
    return answers.replace("200", "any").replace("302", "any")


def _doors(table: str, special: dict[str, str]) -> list[Door]:
    own, foreign = f"harbour’s {table}", f"lakeside’s {table}"
    place = f"admin:{table}"
    several = [
        _door(f"{place}_changelist", "", special.get("list", MAY), without_writing(special.get("list", MAY))),
        _door(f"{place}_add", "", special.get("add", MAY), without_writing(special.get("add", MAY))),
    ]
    for page in ("change", "delete", "history"):
        answers = special.get(page, MAY)
        several.append(_door(f"{place}_{page}", own, answers, without_writing(answers)))
        # What nobody may do at all is refused before any row is looked for, so that tells nothing either.
        elsewhere = MAY_NOT if answers == MAY_NOT else NOT_THERE
        several += [_door(f"{place}_{page}", about, elsewhere, elsewhere) for about in (foreign, "no row")]
    room, _line, model = table.partition("_")
    route = f"admin/{room}/{model}/<path:object_id>/"
    several.append(_door(route, f"short way to {own}", MOVED, MOVED))
    return several


SETTINGS_DOORS = [
    Door("admin:index", "", MAY, MAY),
    _door("admin:login", "", "login nobody | 302", "login nobody | 302", is_open=True),
    _door("admin/(?P<url>.*)$", "nothing in the settings", NOT_THERE, NOT_THERE),
    # Looking up choices by script would be a way past the choices of a form: it does not exist.
    *(
        _door("admin/(?P<url>.*)$", f"choices of {table} as one types", NOT_THERE, NOT_THERE)
        for table in TABLES
    ),
    *(door for table, special in TABLES.items() for door in _doors(table, special)),
]
