"""Who gets which answer about forms in the office; see `door.py` for how it reads."""

from tests.matrix.door import Door
from tests.matrix.office_policy import GAVE, GIVES, UNTOLD, not_there

# Forms of a patient: billing does not see that there are any; sent, reminded of and taken back by who gives access.
OFFICE_FORMS = [
    Door("office:patient_forms", "ana", "200 finn petra quinn mo nora | 403 bea | 404"),
    Door("office:patient_forms", "lou", "200 finn petra quinn mo nora | 403 bea | 404"),
    Door("office:patient_forms", "zoe", "404"),
    Door("office:patient_forms", "missing", "404"),
    Door("office:series", "ana diary", "200 finn petra quinn mo nora | 403 bea | 404"),
    Door("office:series", "ana with kit’s diary", "403 bea | 404"),
    Door("office:series", "zoe diary", "404"),
    Door("office:series", "missing", "404"),
    Door("office:series_ending", "ana diary", GIVES, GAVE),
    *not_there("series_ending", "404", "404", "ana with kit’s diary", "zoe diary", "missing"),
    Door("office:form_sending", "ana", GIVES, UNTOLD),
    Door("office:form_sending", "lou", GAVE, GAVE),  # locked: lifted first
    *not_there("form_sending", "404", "404", "zoe", "missing"),
    Door("office:form_reminder", "ana open", "405", GAVE),
    Door("office:form_reminder", "ana sent", "405", GAVE),
    *not_there(
        "form_reminder", "405", "404", "ana with kit’s form", "kit with zoe’s form", "zoe open", "missing"
    ),
    Door(
        "office:addendum",
        "ana sent",
        "200 petra | 403 finn quinn bea mo nora | 404",
        "422 petra | 403 finn quinn bea mo nora | 404",
    ),
    Door("office:addendum", "ana begun", *["403 finn petra quinn bea mo nora | 404"] * 2),
    Door("office:addendum", "ana with kit’s form", *["403 bea | 404"] * 2),
    Door("office:addendum", "kit with zoe’s form", *["403 bea | 404"] * 2),
    Door("office:addendum", "zoe sent", "404", "404"),
    Door("office:addendum", "missing", "404", "404"),
    Door("office:alert", "ana sent", "405", "302 petra | 403 finn quinn bea mo nora | 404"),
    Door("office:alert", "ana begun", "405", "403 finn petra quinn bea mo nora | 404"),
    Door("office:alert", "ana with kit’s form", "405", "403 bea | 404"),
    Door("office:alert", "kit with zoe’s form", "405", "403 bea | 404"),
    Door("office:alert", "zoe sent", "405", "404"),
    Door("office:alert", "missing", "405", "404"),
    Door("office:form_mail", "ana open", "405", GAVE),  # went to an account: nothing is mailed
    *not_there(
        "form_mail", "405", "404", "ana with kit’s form", "kit with zoe’s form", "zoe open", "missing"
    ),
    Door("office:form_extension", "ana open", GIVES, UNTOLD),
    Door("office:form_extension", "ana sent", GAVE, GAVE),  # nothing to extend: back to the tab
    *not_there(
        "form_extension", "404", "404", "ana with kit’s form", "kit with zoe’s form", "zoe open", "missing"
    ),
    Door("office:form_cancellation", "ana open", GIVES, GAVE),
    Door("office:form_cancellation", "ana sent", GAVE, GAVE),
    *not_there(
        "form_cancellation", "404", "404", "ana with kit’s form", "kit with zoe’s form", "zoe open", "missing"
    ),
]

# A form that came back on paper: the scan is added and taken back by who sends, and read by who reads the answers.
ELSEWHERE = ("ana with kit’s form", "kit with zoe’s form", "zoe open", "missing")
OFFICE_FORMS += [
    Door("office:form_scan", "ana open", GIVES, UNTOLD),
    Door("office:form_scan", "ana sent", GAVE, GAVE),  # over already: back to the tab
    Door("office:form_scan", "ana’s scan", GAVE, GAVE),
    *not_there("form_scan", "404", "404", *ELSEWHERE),
    Door("office:form_scan_removal", "ana’s scan", GIVES, GAVE),
    Door("office:form_scan_removal", "ana open", GAVE, GAVE),
    *not_there("form_scan_removal", "404", "404", *ELSEWHERE),
    Door("office:form_scan_file", "ana’s scan", "200 petra | 403 finn quinn bea mo nora | 404"),
    Door("office:form_scan_file", "ana open", "403 finn petra quinn bea mo nora | 404"),
    Door("office:form_scan_file", "ana with kit’s form", "403 bea | 404"),
    Door("office:form_scan_file", "kit with zoe’s form", "403 bea | 404"),
    Door("office:form_scan_file", "zoe open", "404"),
    Door("office:form_scan_file", "missing", "404"),
]

# The clinic's forms: everybody but billing knows which wait for whom.
COUNTS = "200 finn petra quinn mo nora | 403 bea | 404"
OFFICE_FORMS += [
    Door("office:forms", "", COUNTS),
    Door("office:form", "harbour’s form", COUNTS),
    Door("office:form", "lakeside’s form", "403 bea | 404"),
    Door("office:form", "missing", "403 bea | 404"),
]

# A form for many: the desk. With nothing chosen a POST sends nothing and says so.
TO_MANY = "finn mo nora"
OFFICE_FORMS += [
    Door(
        "office:forms_sending",
        "",
        f"200 {TO_MANY} | 403 petra quinn bea | 404",
        f"200 {TO_MANY} | 403 petra quinn bea | 404",
    ),
    Door("office:dispatch", "harbour’s sending", f"200 {TO_MANY} | 403 petra quinn bea | 404"),
    Door("office:dispatch", "lakeside’s sending", "403 petra quinn bea | 404"),
    Door("office:dispatch", "missing", "403 petra quinn bea | 404"),
    Door(
        "office:dispatch_another_try",
        "harbour’s sending",
        "405",
        f"302 {TO_MANY} | 403 petra quinn bea | 404",
    ),
    Door("office:dispatch_another_try", "lakeside’s sending", "405", "403 petra quinn bea | 404"),
    Door("office:dispatch_another_try", "missing", "405", "403 petra quinn bea | 404"),
    Door("office:dispatch_stop", "harbour’s sending", "405", f"302 {TO_MANY} | 403 petra quinn bea | 404"),
    Door("office:dispatch_stop", "lakeside’s sending", "405", "403 petra quinn bea | 404"),
    Door("office:dispatch_stop", "missing", "405", "403 petra quinn bea | 404"),
]

# A form’s public link: the desk.
OFFICE_FORMS += [
    Door("office:guests", "harbour’s form", f"200 {TO_MANY} | 403 petra quinn bea | 404"),
    Door("office:guests", "lakeside’s form", "403 petra quinn bea | 404"),
    Door("office:guests", "missing", "403 petra quinn bea | 404"),
    Door("office:guest_opening", "harbour’s form", "405", f"302 {TO_MANY} | 403 petra quinn bea | 404"),
    Door("office:guest_opening", "lakeside’s form", "405", "403 petra quinn bea | 404"),
    Door("office:guest_opening", "missing", "405", "403 petra quinn bea | 404"),
    Door("office:guest_closing", "harbour’s form", "405", f"302 {TO_MANY} | 403 petra quinn bea | 404"),
    Door("office:guest_closing", "lakeside’s form", "405", "403 petra quinn bea | 404"),
    Door("office:guest_closing", "missing", "405", "403 petra quinn bea | 404"),
    Door("office:guest_slip", "lakeside’s form", "403 petra quinn bea | 404"),
    Door("office:guest_slip", "missing", "403 petra quinn bea | 404"),
]
