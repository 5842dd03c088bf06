"""Who sets a clinic up along the guide; see `door.py` for how it reads."""

from office.guide import STEPS
from tests.matrix.door import NOT_IN_SETTINGS, Door
from tests.matrix.settings_policy import SETTINGS

OTHERS = f"403 {NOT_IN_SETTINGS} | 404"
SEES, MOVES, UNSAVED = (f"{code} {SETTINGS} | {OTHERS}" for code in (200, 302, 422))
ROWS = ("location", "practitioner", "hours", "service")

GUIDE = [
    Door("office:guide", "", SEES),
    Door("office:guide_putting_away", "", "405", MOVES),
    *(Door("office:guide_step", f"step {one.key}", SEES, UNSAVED) for one in STEPS if one.key != "check"),
    Door("office:guide_step", "step check", SEES, SEES),
    Door("office:guide_step", "no step", OTHERS, OTHERS),
    *(Door("office:guide_new", f"another {key}", SEES, UNSAVED) for key in ROWS if key != "hours"),
    Door("office:guide_new", "another hours", OTHERS, OTHERS),
    *(Door("office:guide_row", f"harbour’s {key}, in the guide", SEES, UNSAVED) for key in ROWS),
    *(Door("office:guide_row", f"lakeside’s {key}, in the guide", OTHERS, OTHERS) for key in ROWS),
    Door("office:guide_row", "no row of a step", OTHERS, OTHERS),
]


def things_of_guide(everybody) -> dict:
    """What their addresses are made of."""
    things = {f"step {one.key}": {"step": one.key} for one in STEPS}
    things |= {f"another {key}": {"step": key} for key in ROWS}
    things |= {"no step": {"step": "nonsense"}, "no row of a step": {"step": "location", "row": 0}}
    for house, person in ((everybody.at_harbour, everybody.petra), (everybody.at_lakeside, everybody.lena)):
        rows = {"location": house.place, "practitioner": person, "hours": person, "service": house.treatment}
        for key, row in rows.items():
            things[f"{house.clinic.slug}’s {key}, in the guide"] = {"step": key, "row": row.pk}
    return things
