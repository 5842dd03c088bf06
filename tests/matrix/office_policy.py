"""Who gets which answer in the office; see `door.py` for how it reads."""

from tests.matrix.door import TEAM, Door

OFFICE = f"200 {TEAM} | 404"

# Forms about health: those who care for the patient (D4). Billing does not even learn that there is one.
READS = "200 petra | 403 finn quinn mo nora | 404"
OFFICE_PAGES = [
    Door("office:home", "", f"302 {TEAM} | 404"),
    Door("office:visit_requests", "", OFFICE),
    Door(
        "office:notices",
        "",
        "200 finn petra quinn mo nora | 403 bea | 404",
        "422 finn petra quinn mo nora | 403 bea | 404",
    ),  # fmt: skip
    Door("office:patients", "", OFFICE),
    Door("office:patients", "everyone born on that day", OFFICE),
    Door("office:patient", "ana", OFFICE),
    Door("office:patient", "lou", OFFICE),
    Door("office:patient", "zoe", "404"),
    Door("office:patient", "missing", "404"),
    Door("office:answers", "ana sent", READS),
    Door("office:answers", "lou sent", READS),
    Door("office:answers", "ana begun", "403 finn petra quinn mo nora | 404"),
    Door("office:answers", "ana with kit’s form", "404"),
    Door("office:answers", "kit with zoe’s form", "404"),
    Door("office:answers", "zoe sent", "404"),
    Door("office:answers", "missing", "404"),
    Door("office:answers", "ana’s scan", "302 petra | 403 finn quinn mo nora | 404"),
    Door("office:answers_file", "ana’s sent file", READS),
    Door("office:answers_file", "ana’s draft file", "403 finn petra quinn mo nora | 404"),
    Door("office:answers_file", "ana with another form’s file", "403 finn quinn mo nora | 404"),
    Door("office:answers_fhir", "ana sent", READS),
    Door("office:answers_fhir", "lou sent", READS),
    Door("office:answers_fhir", "ana begun", "403 finn petra quinn mo nora | 404"),
    Door("office:answers_fhir", "ana with kit’s form", "404"),
    Door("office:answers_fhir", "kit with zoe’s form", "404"),
    Door("office:answers_fhir", "zoe sent", "404"),
    Door("office:answers_fhir", "missing", "404"),
    Door("office:answers_file", "missing", "404"),
    Door("office:answers_paper", "ana sent", READS),
    Door("office:answers_paper", "lou sent", READS),
    Door("office:answers_paper", "ana begun", "403 finn petra quinn mo nora | 404"),
    Door("office:answers_paper", "ana with kit’s form", "404"),
    Door("office:answers_paper", "kit with zoe’s form", "404"),
    Door("office:answers_paper", "zoe sent", "404"),
    Door("office:answers_paper", "missing", "404"),
]

# Mail to many asks for the password once more, so that a POST out of the blue is led there (302).
MANAGE = "200 mo nora | 403 finn petra quinn bea | 404"
MANAGED = "302 mo nora | 403 finn petra quinn bea | 404"
UNSAVED = "422 mo nora | 403 finn petra quinn bea | 404"
NO_BATCH = "403 finn petra quinn bea | 404"
REPORTS = "200 finn mo nora | 403 petra quinn bea | 404"
OFFICE_PAGES += [
    Door("office:website", "", MANAGE, MANAGE.replace("200", "422")),
    Door("office:website_square", "the button’s square", MANAGE),
    Door("office:invitations", "", MANAGE, MANAGED),
    Door("office:invitation_sample", "", "405", MANAGED),
    Door("office:batch", "harbour’s batch", MANAGE),
    Door("office:batch", "lakeside’s batch", NO_BATCH),
    Door("office:batch", "missing", NO_BATCH),
    Door("office:batch_stop", "harbour’s batch", "405", MANAGED),
    Door("office:batch_stop", "lakeside’s batch", "405", NO_BATCH),
    Door("office:batch_stop", "missing", "405", NO_BATCH),
    Door("office:booking_rules", "", f"200 opal | {MANAGE}", f"422 opal | {UNSAVED}"),
    Door("office:settings_check", "", f"200 opal | {MANAGE}"),
    Door("office:no_times", "", REPORTS),
    Door("office:forms_report", "", "200 finn petra quinn mo nora | 403 bea | 404"),
    Door("office:forms_report", "forms of ana", "200 finn petra mo nora | 403 quinn bea | 404"),
    Door("office:forms_report", "forms of zoe", "403 bea | 404"),
    Door("office:blank_form", "harbour’s form", "200 finn petra quinn mo nora | 403 bea | 404"),
    Door("office:blank_form", "lakeside’s form", "403 bea | 404"),
    Door("office:blank_form", "missing", "403 bea | 404"),
    Door("office:forms_help", "", "405", "403 bea | 404"),
    Door("office:forms_help", "", "405", "403 bea | 404", body="what=extend"),
    Door("office:sign_in", "", REPORTS),
    Door("office:sign_in", "ana’s address", REPORTS),
    Door("office:sign_in", "zoe’s address", REPORTS),
    Door("office:sign_in", "why, ana", REPORTS),
    Door("office:sign_in", "why, zoe", "403 petra quinn bea | 404"),
    Door(
        "office:sign_in_help", "", "405", "403 petra quinn bea | 404", body="email=zoe@example.org&what=reset"
    ),
    Door(
        "office:sign_in_help",
        "",
        "405",
        "302 finn mo nora | 403 petra quinn bea | 404",
        body="email=ben@example.org",
    ),
]

# Who waits: those who book, practitioners for their own patients. Nobody else’s entry is there for them.
WAITS, NO_ENTRY = "200 finn petra quinn mo nora | 403 bea | 404", "403 bea | 404"
OFFICE_PAGES += [
    Door("office:waiting", "", WAITS),
    Door("office:waiting_offer", "ana waiting", "200 finn petra mo nora | 403 bea | 404", NO_ENTRY),
    Door("office:waiting_offer", "zoe waiting", NO_ENTRY, NO_ENTRY),
    Door("office:waiting_offer", "missing", NO_ENTRY, NO_ENTRY),
    Door("office:waiting_removal", "ana waiting", "405", "302 finn petra mo nora | 403 bea | 404"),
    Door("office:waiting_removal", "zoe waiting", "405", NO_ENTRY),
    Door("office:waiting_removal", "missing", "405", NO_ENTRY),
    Door("office:new_waiting", "ana", "200 finn petra mo nora | 403 quinn bea | 404", "403 quinn bea | 404"),
    Door("office:new_waiting", "zoe", "404", "404"),
    Door("office:new_waiting", "missing", "404", "404"),
]

# Looking as somebody: who may give access to one of the account's records here. Nothing can be pressed (405).
LOOKS, AWAY, CLOSED = (f"{code} finn petra mo nora | 404" for code in ("200", "302", "403"))
PRESSED = "405 finn petra mo nora | 404"
OFFICE_PAGES += [
    Door("see_as", "as ben", AWAY, PRESSED),
    Door("see_as", "as lou", AWAY, PRESSED),
    Door("see_as", "as dov", "404", "404"),
    Door("see_as", "as nora", "404", "404"),
    Door("see_as", "as zoe", "404", "404"),
    Door("see_as", "missing", "404", "404"),
    Door("see_as_page", "as ben, home", AWAY, PRESSED),
    Door("see_as_page", "as ben, ana", LOOKS, PRESSED),
    Door("see_as_page", "as ben, kit", LOOKS, PRESSED),
    Door("see_as_page", "as ben, kit’s visit", LOOKS, PRESSED),
    Door("see_as_page", "as ben, ana’s forms", LOOKS, PRESSED),
    Door("see_as_page", "as ben, ana’s access", LOOKS, PRESSED),
    Door("see_as_page", "as ben, ana’s answers", "200 petra | 403 finn mo nora | 404", PRESSED),
    Door("see_as_page", "as ben, ana’s answers on paper", CLOSED, PRESSED),
    Door("see_as_page", "as ben, ana’s begun form", CLOSED, PRESSED),
    Door("see_as_page", "as ana, her visit", LOOKS, PRESSED),
    Door("see_as_page", "as ana, a staff visit", "404", PRESSED),
    Door("see_as_page", "as ana, kit", "404", PRESSED),
    Door("see_as_page", "as lou, home", LOOKS, PRESSED),
    Door("see_as_page", "as ben, zoe", "404", PRESSED),
    Door("see_as_page", "as zoe, home", "404", "404"),
    Door("see_as_page", "as ben, booking", CLOSED, PRESSED),
    Door("see_as_page", "as ben, the office", CLOSED, PRESSED),
    # Plans and activities: those of the team who care for the patient. Ana herself is limited.
    Door("see_as_page", "as ben, kit’s plans", "200 petra | 403 finn mo nora | 404", PRESSED),
    Door("see_as_page", "as ben, kit’s plan now", "200 petra | 403 finn mo nora | 404", PRESSED),
    Door("see_as_page", "as ben, kit’s activities", "200 petra | 403 finn mo nora | 404", PRESSED),
    Door("see_as_page", "as ana, her plans", CLOSED, PRESSED),
    Door("see_as_page", "as ben, nowhere", "404", PRESSED),
    Door("see_as_page", "missing", "404", "404"),
]

# Access: the desk, managers and owners, and practitioners for their own. The others of the team hear who may.
ELSE = "403 quinn bea | 404"
GIVES, GAVE = f"200 finn petra mo nora | {ELSE}", f"302 finn petra mo nora | {ELSE}"
UNTOLD = f"422 finn petra mo nora | {ELSE}"


def not_there(name: str, get: str, post: str, *things: str) -> list[Door]:
    """A page that is not there: for what is foreign, mixed up or missing. Who has no right here hears that first."""
    doors = []
    for about in things:
        is_mixed = about.startswith(("ana with", "kit with"))
        refused = ELSE if is_mixed else "404"
        doors.append(
            Door(
                f"office:{name}", about, get if get == "405" else refused, post if post == "405" else refused
            )
        )
    return doors


OFFICE_ACCESS = [
    Door("office:access", "ana", GIVES),
    Door("office:access", "lou", GIVES),
    *not_there("access", "404", "405", "zoe", "missing"),
    Door("office:ledger", "ana", "200 mo nora | 403 finn petra quinn bea | 404"),
    *not_there("ledger", "404", "405", "zoe", "missing"),
    Door("office:code", "ana", GIVES, UNTOLD),
    Door("office:code", "lou", GAVE, GAVE),  # locked: lifted first
    *not_there("code", "404", "404", "zoe", "missing"),
    Door("office:code_mail", "ana code", "405", GAVE),
    *not_there("code_mail", "405", "404", "ana with zoe’s code", "zoe code", "missing"),
    Door("office:slip", "ana code", "405", GAVE),
    *not_there("slip", "405", "404", "ana with zoe’s code", "zoe code", "missing"),
    Door("office:code_cancellation", "ana code", "405", GAVE),
    *not_there("code_cancellation", "405", "404", "ana with zoe’s code", "zoe code", "missing"),
    Door("office:revocation", "ana grant", GIVES, GAVE),
    *not_there("revocation", "404", "404", "ana with kit’s grant", "zoe grant", "missing"),
    Door("office:consent", "ana grant", GAVE, GAVE),  # Ana is of age: nothing to agree to
    *not_there("consent", "404", "404", "ana with kit’s grant", "zoe grant", "missing"),
    Door("office:denial", "ana account", GIVES, GAVE),
    *not_there("denial", "404", "404", "ana with zoe’s account", "zoe account", "missing"),
    Door("office:denial_lifting", "ana denied", GIVES, GAVE),
    Door("office:denial_lifting", "ana account", GAVE, GAVE),
    *not_there("denial_lifting", "404", "404", "ana with zoe’s account", "zoe account", "missing"),
    Door("office:decision", "ana request", "405", GAVE),
    *not_there("decision", "405", "404", "kit with ana’s request", "zoe request", "missing"),
    Door("office:lockdown", "ana", GIVES, GAVE),
    Door("office:lockdown", "lou", GAVE, GAVE),
    *not_there("lockdown", "404", "404", "zoe", "missing"),
    Door("office:lockdown_lifting", "lou", GIVES, GAVE),
    Door("office:lockdown_lifting", "ana", GAVE, GAVE),
    *not_there("lockdown_lifting", "404", "404", "zoe", "missing"),
]

# The record itself and its contacts: the whole team reads, the desk, managers and owners write.
NO_KEEPER = "403 petra quinn bea | 404"
KEEPS, KEPT, UNKEPT = (f"{code} finn mo nora | {NO_KEEPER}" for code in (200, 302, 422))


def not_kept(name: str, *things: str) -> list[Door]:
    """A page for those who keep the record that is not there."""
    answers = {about: NO_KEEPER if "with" in about else "404" for about in things}
    return [Door(f"office:{name}", about, code, code) for about, code in answers.items()]


OFFICE_DETAILS = [
    Door("office:new_patient", "", KEEPS, UNKEPT),
    Door("office:booking", "ana", GIVES, GIVES),
    Door("office:booking", "lou", GIVES, GIVES),
    *not_there("booking", "404", "404", "zoe", "missing"),
    Door("office:visit", "ana visit", OFFICE),
    Door("office:visit", "lou visit", OFFICE),
    Door("office:visit_move", "ana visit", GIVES, GIVES),
    *not_there("visit_move", "404", "404", "ana with kit’s visit", "zoe visit", "missing"),
    *[Door("office:visit", about, "404") for about in ("ana with kit’s visit", "zoe visit", "missing")],
    Door("office:attendance", "ana visit", "405", f"302 finn petra mo nora | {ELSE}", body="what=arrived"),
    *not_there("attendance", "405", "404", "ana with kit’s visit", "zoe visit", "missing"),
    Door("office:visit_answer", "ana asked for", GIVES, UNTOLD),
    Door("office:visit_answer", "ana visit", GAVE, GAVE),  # it does not wait for an answer
    *not_there("visit_answer", "404", "404", "zoe visit", "missing"),
    Door("office:visit_answer", "ana with kit’s visit", OFFICE.replace("200", "404"), "404"),
    Door("office:visit_cancellation", "ana visit", GIVES, UNTOLD),
    Door("office:visit_cancellation", "lou visit", GIVES, UNTOLD),
    *not_there("visit_cancellation", "404", "404", "ana with kit’s visit", "zoe visit", "missing"),
    Door("office:visit_late_cancellation", "ana visit", GAVE, GAVE),  # two days before it is not late
    *not_there("visit_late_cancellation", "404", "404", "ana with kit’s visit", "zoe visit", "missing"),
    Door("office:personal", "ana", OFFICE),
    Door("office:personal", "lou", OFFICE),
    Door("office:personal", "zoe", "404"),
    Door("office:personal", "missing", "404"),
    Door("office:correction", "ana", KEEPS, UNKEPT),
    *not_kept("correction", "zoe", "missing"),
    Door("office:proposal", "ana proposal", KEEPS, UNKEPT),
    *not_kept("proposal", "ana with zoe’s proposal", "kit with ana’s proposal", "zoe proposal", "missing"),
    Door("office:contacts", "ana", OFFICE),
    Door("office:contacts", "zoe", "404"),
    Door("office:contacts", "missing", "404"),
    Door("office:new_contact", "ana", KEEPS, UNKEPT),
    *not_kept("new_contact", "zoe", "missing"),
    Door("office:contact", "ana contact", KEEPS, UNKEPT),
    *not_kept("contact", "ana with zoe’s contact", "kit with ana’s contact", "zoe contact", "missing"),
    Door("office:contact_ending", "ana contact", KEEPS, KEPT),
    *not_kept("contact_ending", "ana with zoe’s contact", "kit with ana’s contact", "zoe contact", "missing"),
    Door(
        "office:invite_contact", "ana contact", GIVES, GAVE
    ),  # without the address of the page: back to the tab
    *not_there("invite_contact", "404", "404", "ana with zoe’s contact", "zoe contact", "missing"),
    Door("office:invite_patient", "ana", GIVES, GAVE),
    Door("office:invite_patient", "lou", GAVE, GAVE),  # locked: lifted first
    *not_there("invite_patient", "404", "404", "zoe", "missing"),
    Door("office:invite_person", "ana", GIVES, UNTOLD),
    *not_there("invite_person", "404", "404", "zoe", "missing"),
    Door("office:link_account", "ana", GIVES, UNTOLD),
    *not_there("link_account", "404", "404", "zoe", "missing"),
    Door("office:invitation_cancellation", "ana invitation", "405", GAVE),
    *not_there(
        "invitation_cancellation", "405", "404", "ana with zoe’s invitation", "zoe invitation", "missing"
    ),
]
