"""Who gets which answer in the tray, and by what they do with a line of it; see `door.py` for how it reads."""

from tests.matrix.door import Door

OF_ANA, OF_LAKESIDE = 990_001, 990_002  # lines of the tray, by id
SEES = "200 finn petra quinn mo nora | 403 bea | 404"
# Quinn never met Ana: for him there is no such line.
ACTS, NOT_THERE = "302 finn petra mo nora | 403 bea | 404", "403 bea | 404"
WITH = {
    "tray_assignment": "items={}&to=me",
    "tray_snooze": "items={}&until=tomorrow",
    "tray_done": "only={}",
    "tray_undone": "only={}",
}
TRAY = [
    Door("office:tray", "", SEES),
    Door("office:tray", "files alone", SEES),
    Door("office:tray", "what is put off", SEES),
    Door("office:tray", "what is ticked off", SEES),
    Door("office:tray_news", "", "204 finn petra quinn mo nora | 403 bea | 404"),
]
for name, body in WITH.items():
    TRAY += [
        Door(f"office:{name}", "", "405", "422 finn petra quinn mo nora | 403 bea | 404"),
        Door(f"office:{name}", "a line about ana", "405", ACTS, body=body.format(OF_ANA)),
        Door(f"office:{name}", "a line of lakeside", "405", NOT_THERE, body=body.format(OF_LAKESIDE)),
        Door(f"office:{name}", "missing", "405", NOT_THERE, body=body.format(999_999)),
    ]
