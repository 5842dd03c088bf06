"""Who makes forms: managers and owners. The others of the team read who can; a form elsewhere is not there.

A POST out of the blue knows no revision of the draft (409), or leaves out what it needs (422).
"""

from tests.matrix.door import SETTINGS, Door

OTHERS = "403 finn petra quinn bea | 404"


def builds(name: str, get: str, post: str = "405", more: str = "", at_draft: bool = False) -> list[Door]:
    """A page about a form of one's own clinic, the same of the other clinic, and of none."""
    own, theirs = (
        ("harbour’s draft", "lakeside’s draft") if at_draft else ("harbour’s form", "lakeside’s form")
    )
    said = [f"{code} {SETTINGS} | {OTHERS}" if code != "405" else "405" for code in (get, post)]
    nothing = [OTHERS if code != "405" else "405" for code in (get, post)]
    return [
        Door(f"office:{name}", own + more, *said),
        *(Door(f"office:{name}", about, *nothing) for about in (theirs + more, "missing")),
    ]


def own(name: str, get: str, post: str) -> Door:
    """A page about no form yet."""
    return Door(f"office:{name}", "", f"{get} {SETTINGS} | {OTHERS}", f"{post} {SETTINGS} | {OTHERS}")


BUILDER = [
    own("form_new", "200", "422"),
    own("form_file", "200", "422"),
    Door("office:form_library", "", f"200 {SETTINGS} | {OTHERS}", OTHERS),
    *builds("form_versions", "200"),
    *builds("form_version", "200", more=", version 1"),
    *builds("form_export", "200", more=", version 1"),
    *builds("form_settings", "405", "422"),
    *builds("form_copy", "405", "302"),
    *builds("form_archiving", "405", "302"),
    *builds("form_archiving_lifting", "405", "302"),
    *builds("form_beginning", "405", "302"),
    *builds("form_discarding", "200", "302", at_draft=True),
    *builds("form_draft", "200", "422", at_draft=True),
    *builds("form_preview", "200", at_draft=True),
    *builds("form_publication", "405", "409", at_draft=True),
    *builds("form_translation", "200", "409", at_draft=True, more=", in french"),
    *builds("form_items", "405", "302", at_draft=True),
    *builds("form_item", "200", "409", at_draft=True, more=", first page"),
    *builds("form_item_place", "405", "409", at_draft=True, more=", first page"),
    *builds("form_item_copy", "405", "409", at_draft=True, more=", first page"),
    *builds("form_item_removal", "200", "409", at_draft=True, more=", first page"),
]
