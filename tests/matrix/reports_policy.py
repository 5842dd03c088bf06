"""Who opens which report, and takes it along as a file; see `door.py` for how it reads."""

from tests.matrix.door import TEAM, Door

EVERYBODY = f"200 {TEAM} | 404"
RECORDS = "200 finn mo nora | 403 petra quinn bea | 404"
WHO = {
    "patients": RECORDS,
    "uptake": RECORDS,
    "duplicate-emails": RECORDS,
    "mails": RECORDS,
    "forms-outstanding": "200 finn petra quinn mo nora | 403 bea | 404",
    "missed": EVERYBODY,
    "utilisation": "200 mo nora | 403 finn petra quinn bea | 404",
}
TAKEN = "302 mo nora | 403 finn petra quinn bea | 404"  # the password first

REPORTS = [
    Door("office:reports", "", EVERYBODY),
    *(Door("office:report", f"report {slug}", who) for slug, who in WHO.items()),
    *(Door("office:report_file", f"report {slug}", TAKEN) for slug in WHO),
    Door("office:report", "no report", "404"),
    Door("office:report_file", "no report", "404"),
]


def things_of_reports() -> dict:
    """What their addresses are made of."""
    return {
        **{f"report {slug}": {"report": slug, "kind": "csv"} for slug in WHO},
        "no report": {"report": "everything", "kind": "xlsx"},
    }
