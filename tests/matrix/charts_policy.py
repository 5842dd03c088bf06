"""Who gets which answer at the notes of a patient: those who care read, each writes on their own (D4)."""

from tests.matrix.door import Door

# The others of the team hear who may; whoever is refused hears that before anything is looked up.
ELSE = "403 finn quinn bea mo nora | 404"
READS, DONE, UNSAID, MET = (f"{code} petra | {ELSE}" for code in ("200", "302", "422", "409"))
NOT_HERS = "403 finn petra quinn bea mo nora | 404"


def not_there(name: str, get: str, post: str) -> list[Door]:
    """Somebody else's chart under Ana's record is not there for who could read hers; other records are for nobody."""
    others = [
        ("ana with kit’s chart", ELSE),
        ("ana with zoe’s chart", ELSE),
        ("zoe chart", "404"),
        ("missing", "404"),
    ]
    return [
        Door(f"office:{name}", about, get if get == "405" else answer, post if post == "405" else answer)
        for about, answer in others
    ]


def chart_door(name, get, post="405", *, about="ana chart", body="") -> list[Door]:
    return [
        Door(f"office:{name}", about, get, post, body=body),
        *not_there(name, "405" if get == "405" else "404", "405" if post == "405" else "404"),
    ]


CHARTS = [
    Door("office:charts", "ana", READS),
    Door("office:charts", "lou", READS),
    Door("office:charts", "zoe", "404"),
    Door("office:charts", "missing", "404"),
    Door("office:chart_beginning", "ana", READS, UNSAID),
    Door("office:chart_beginning", "kit", READS, UNSAID),
    Door("office:chart_beginning", "zoe", "404", "404"),
    Door("office:chart_beginning", "missing", "404", "404"),
    Door("office:visit_note", "ana visit", "405", DONE),
    Door("office:visit_note", "zoe visit", "405", "404"),
    Door("office:visit_note", "missing", "405", "404"),
    *chart_door("chart", READS),
    Door("office:chart", "ana draft", READS),
    Door("office:chart", "ana with quinn’s draft", READS),  # without the private notes
    *chart_door("chart_history", READS),
    Door("office:chart_history", "ana draft", ELSE),
    *chart_door("chart_paper", READS),
    Door("office:chart_paper", "ana with quinn’s draft", READS),
    # What is sent empty was written on no version: it meets what is saved.
    *chart_door("chart_writing", READS, MET, about="ana draft"),
    Door("office:chart_writing", "ana chart", DONE, MET),
    Door("office:chart_writing", "ana with quinn’s draft", NOT_HERS, NOT_HERS),
    *chart_door("chart_keeping", READS, MET, about="ana draft"),
    Door("office:chart_keeping", "ana with quinn’s draft", NOT_HERS, NOT_HERS),
    *chart_door("chart_signing", READS, MET, about="ana draft"),
    Door("office:chart_signing", "ana chart", DONE, DONE),
    Door("office:chart_signing", "ana with quinn’s draft", NOT_HERS, NOT_HERS),
    *chart_door("chart_amendment", READS, UNSAID),
    Door("office:chart_amendment", "ana draft", DONE, DONE),
    *chart_door("chart_hiding", "405", DONE, body="hide=yes"),
    Door("office:chart_hiding", "ana with quinn’s draft", "405", NOT_HERS),
    *chart_door("chart_discarding", "405", DONE, about="ana draft"),
    Door("office:chart_discarding", "ana with quinn’s draft", "405", NOT_HERS),
    *chart_door("chart_as_template", READS, UNSAID),
    Door("office:chart_as_template", "ana with quinn’s draft", NOT_HERS, NOT_HERS),
    # Each practitioner has their own.
    Door("office:chart_templates", "", "200 petra quinn | 403 finn bea mo nora | 404"),
    Door(
        "office:chart_template",
        "petra’s template",
        "200 petra | 403 finn bea mo nora | 404",
        "422 petra | 403 finn bea mo nora | 404",
    ),
    Door("office:chart_template", "lena’s template", *["403 finn bea mo nora | 404"] * 2),
    Door("office:chart_template", "missing", *["403 finn bea mo nora | 404"] * 2),
    Door(
        "office:chart_template_removal", "petra’s template", "405", "302 petra | 403 finn bea mo nora | 404"
    ),
    Door(
        "office:chart_template_removal", "quinn’s template", "405", "302 quinn | 403 finn bea mo nora | 404"
    ),
    Door("office:chart_template_removal", "missing", "405", "403 finn bea mo nora | 404"),
]
