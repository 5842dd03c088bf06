"""Finding patients, what happened with one, and the flags above a record: the whole team, each what is theirs."""

from tests.matrix.door import TEAM, Door

OFFICE = f"200 {TEAM} | 404"
# Notes: who keeps demographics; allergies and risks: practitioners for their own patients.
RAISES = "finn petra mo nora | 403 quinn bea | 404"
OF_NONE = "403 quinn bea | 404"

PATIENTS = [
    Door("office:found", "", OFFICE),
    Door("office:found", "everyone born on that day, while typing", OFFICE),
    Door("office:timeline", "ana", OFFICE),
    Door("office:timeline", "lou", OFFICE),
    Door("office:timeline", "zoe", "404"),
    Door("office:timeline", "missing", "404"),
    Door("office:red_flags", "ana", OFFICE),
    Door("office:red_flags", "zoe", "404"),
    Door("office:red_flags", "missing", "404"),
    Door("office:new_red_flag", "ana", f"200 {RAISES}", f"422 {RAISES}"),
    Door("office:new_red_flag", "zoe", "404", "404"),
    Door("office:new_red_flag", "missing", "404", "404"),
    Door("office:red_flag_ending", "ana note", f"200 {RAISES}", f"422 {RAISES}"),
    Door("office:red_flag_ending", "ana allergy", f"200 petra | {OF_NONE}", f"422 petra | {OF_NONE}"),
    Door("office:red_flag_ending", "ana with zoe’s note", OF_NONE, OF_NONE),
    Door("office:red_flag_ending", "zoe note", "404", "404"),
    Door("office:red_flag_ending", "missing", "404", "404"),
]
