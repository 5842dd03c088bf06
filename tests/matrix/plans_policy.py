"""Who gets which answer about treatment plans and home activities; see `door.py` for how it reads."""

from tests.matrix.door import Door

# Full access with the scope: everybody else who sees the record hears that this is not part of it.
ROOMS = ("plans", "current_plan", "current_plan_paper", "activities")
PLANS = [
    door
    for name in ROOMS
    for door in (
        Door(f"portal:{name}", "ana", "200 ben | 403 ana cleo sol | 404"),
        Door(f"portal:{name}", "kit", "200 ben | 404"),
        Door(f"portal:{name}", "uma", "403 uma | 404"),
        Door(f"portal:{name}", "ida", "200 ida | 403 gil | 404"),
        Door(f"portal:{name}", "teo", "403 wes | 404"),
        Door(f"portal:{name}", "lou", "404"),
        Door(f"portal:{name}", "zoe", "404"),
        Door(f"portal:{name}", "missing", "404"),
    )
]
# One of them; what is confidential is there for the patient alone.
READ = {
    "ana": "200 ben | 404",
    "ana kept": "404",
    "kit": "200 ben | 404",
    "ida": "200 ida | 404",
    "ida kept": "200 ida | 404",
    "teo": "404",
    "uma": "404",
    "lou": "404",
    "zoe": "404",
}
for page, what in (
    ("plan", "plan"), ("plan_paper", "plan"), ("plan_changes", "plan"),
    ("activity", "activity"), ("activity_picture", "activity"),
):  # fmt: skip
    PLANS += [Door(f"portal:{page}", f"{whose} {what}", answers) for whose, answers in READ.items()]
    PLANS += [Door(f"portal:{page}", about, "404") for about in (f"ana with kit’s {what}", "missing")]
# Who reads an activity ticks it. A press without its day counts nothing and leads back.
for page in ("activity_tick", "activity_undoing"):
    PLANS += [
        Door(f"portal:{page}", f"{whose} activity", "405", answers.replace("200", "302"))
        for whose, answers in READ.items()
    ]
    PLANS += [Door(f"portal:{page}", about, "405", "404") for about in ("ana with kit’s activity", "missing")]

# In the office: whoever cares for the patient.
CARES, ENDED = "200 petra | 403 finn quinn bea mo nora | 404", "302 petra | 403 finn quinn bea mo nora | 404"
NOT_THERE = "403 finn quinn bea mo nora | 404"
PLANS += [
    Door("office:activities", "ana", CARES),
    Door("office:activities", "lou", CARES),
    Door("office:activities", "zoe", "404"),
    Door("office:activities", "missing", "404"),
    Door("office:activity_new", "ana", CARES, "422 petra | 403 finn quinn bea mo nora | 404"),
    Door("office:activity_new", "zoe", "404", "404"),
    Door("office:activity_new", "missing", "404", "404"),
    Door("office:activity_ending", "ana activity", CARES, ENDED),
    Door("office:activity_ending", "ana kept activity", CARES, ENDED),
    Door("office:activity_ending", "ana with kit’s activity", NOT_THERE, NOT_THERE),
    Door("office:activity_ending", "zoe activity", "404", "404"),
    Door("office:activity_ending", "missing", "404", "404"),
]

# The clinic's library: practitioners, managers, owners. It is about nobody.
KEEPS = "petra quinn mo nora"
LOOKS, TYPES, DOES = (f"{code} {KEEPS} | 403 finn bea | 404" for code in ("200", "422", "302"))
ELSEWHERE = "403 finn bea | 404"
PLANS += [
    Door("office:activity_library", "", LOOKS),
    Door("office:activity_make", "", LOOKS, TYPES),
    Door("office:activity_edit", "harbour’s activity", LOOKS, TYPES),
    Door("office:activity_library_picture", "harbour’s activity", LOOKS),
    Door("office:activity_retiring", "harbour’s activity", "405", DOES),
    Door("office:activity_taking_up", "harbour’s activity", "405", DOES),
]
for about in ("lakeside’s activity", "no activity"):
    PLANS += [
        Door("office:activity_edit", about, ELSEWHERE, ELSEWHERE),
        Door("office:activity_library_picture", about, ELSEWHERE),
        Door("office:activity_retiring", about, "405", ELSEWHERE),
        Door("office:activity_taking_up", about, "405", ELSEWHERE),
    ]
