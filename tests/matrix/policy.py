"""Who gets which answer, written by hand from the permission model. A URL that is not here fails the suite.

`Door(name, about, get, post)`: the URL's name, the things in its address (`people.World.things`), and the answers.
Answers read "200 ana ben | 403 finn | 404": the last one without names is for everybody else who is signed in.
`nobody` is sent to the sign-in page unless named; on an open door everybody is everybody. "405" means: this is not
done here. `login` is the way to the sign-in page.
"""

from dataclasses import dataclass

# Enough where everybody hears the same: a stranger, an account, one not proved yet, one of the team.
FEW = ("nobody", "dov", "uma", "nora")
# Looks that need no note of their own: the answers' fresh form token, which shows nothing.
UNNOTED = {"smartforms:answers"}
TEAM = "finn petra quinn bea mo nora"
SETTINGS = "mo nora"
NOT_IN_SETTINGS = "finn petra quinn bea"


@dataclass(frozen=True)
class Door:
    """An address to knock at, and what each person hears."""

    name: str
    about: str
    get: str
    post: str = "405"
    is_open: bool = False
    body: str = ""  # what a POST brings along
    leads_to: str = ""  # where a POST's 302 must lead: the name of a page with the same thing in its address
    people: tuple[str, ...] = ()  # who is asked; empty: everybody

    @property
    def is_private(self) -> bool:
        """Whether the page is about somebody, so that no cache may keep it."""
        named = ("booking:patient", "booking:check", "booking:done", "records_", "see_as")
        return self.name.startswith(("portal:", "smartforms:", "office:", "admin", *named))

    def __str__(self):
        return f"{self.name} {self.about}".strip()

    def expected(self, method: str, person: str) -> int | str:
        """The answer this person must get."""
        rest = "login"
        for part in (self.get if method == "GET" else self.post).split("|"):
            code, *names = part.split()
            if person in names:
                return code
            if not names and (person != "nobody" or self.is_open):
                rest = code
        return rest


PATIENT = "200 ana ben cleo sol | 404"
OWN_VISIT = "200 ana ben | 404"
OFFICE = f"200 {TEAM} | 404"

PORTAL = [
    Door("portal:home", "", "302 ana ben cleo sol uma | 200"),
    Door("portal:patient", "ana", PATIENT),
    Door("portal:patient", "kit", "200 ben | 404"),
    Door("portal:patient", "uma", "200 uma | 404"),
    Door("portal:patient", "lou", "404"),
    Door("portal:patient", "zoe", "404"),
    Door("portal:patient", "missing", "404"),
    Door("portal:visits", "ana", PATIENT),
    Door("portal:visits", "ana’s past visits", PATIENT),
    Door("portal:visits", "kit", "200 ben | 404"),
    Door("portal:visits", "lou", "404"),
    Door("portal:visits", "zoe", "404"),
    Door("portal:visits", "missing", "404"),
    Door("portal:visit", "ana visit", OWN_VISIT),
    Door("portal:visit", "ana staff visit", "200 ben | 404"),
    Door("portal:visit", "ana with kit’s visit", "404"),
    Door("portal:visit", "uma visit", "200 uma | 404"),
    Door("portal:visit", "lou visit", "404"),
    Door("portal:visit", "zoe visit", "404"),
    Door("portal:visit", "missing", "404"),
    Door("portal:calendar_file", "ana visit", OWN_VISIT),
    Door("portal:calendar_file", "ana staff visit", "200 ben | 404"),
    Door("portal:calendar_file", "ana with kit’s visit", "404"),
    Door("portal:calendar_file", "lou visit", "404"),
    Door("portal:calendar_file", "zoe visit", "404"),
    Door("portal:calendar_file", "missing", "404"),
    Door("portal:forms", "ana", PATIENT),
    Door("portal:forms", "kit", "200 ben | 404"),
    Door("portal:forms", "lou", "404"),
    Door("portal:forms", "zoe", "404"),
    Door("portal:forms", "missing", "404"),
    Door("patient_portal", "", "302", "302"),
]

# 302 from a form that is sent leads to its copy; from one that was begun, to the page where one stopped.
FORMS = [
    Door("smartforms:open", "ana open", "200 ana ben | 404"),
    Door("smartforms:open", "ana begun", "302 ana ben | 404"),
    Door("smartforms:open", "ana sent", "302 ana ben | 404"),
    Door("smartforms:open", "ana with kit’s form", "404"),
    Door("smartforms:open", "kit with zoe’s form", "404"),
    Door("smartforms:open", "uma open", "200 uma | 404"),
    Door("smartforms:open", "lou open", "404"),
    Door("smartforms:open", "zoe open", "404"),
    Door("smartforms:open", "missing", "404"),
    Door("smartforms:page", "ana begun", "200 ana ben | 404", "302 ana ben | 404"),
    Door("smartforms:page", "ana sent", "302 ana ben | 404", "302 ana ben | 404"),
    Door("smartforms:page", "ana with kit’s form", "404", "404"),
    Door("smartforms:page", "lou open", "404", "404"),
    Door("smartforms:page", "zoe open", "404", "404"),
    Door("smartforms:page", "missing", "404", "404"),
    Door("smartforms:answers", "ana begun", "200 ana ben | 404", "200 ana ben | 404"),
    Door("smartforms:answers", "ana sent", "409 ana ben | 404", "409 ana ben | 404"),
    Door("smartforms:answers", "ana with kit’s form", "404", "404"),
    Door("smartforms:answers", "lou open", "404", "404"),
    Door("smartforms:answers", "zoe open", "404", "404"),
    Door("smartforms:answers", "missing", "404", "404"),
    Door("smartforms:check", "ana begun", "200 ana ben | 404", "302 ana ben | 404"),
    Door("smartforms:check", "ana open", "302 ana ben | 404", "302 ana ben | 404"),
    Door("smartforms:check", "ana with kit’s form", "404", "404"),
    Door("smartforms:check", "lou open", "404", "404"),
    Door("smartforms:check", "zoe open", "404", "404"),
    Door("smartforms:check", "missing", "404", "404"),
    Door("smartforms:sent", "ana sent", "200 ana ben | 404"),
    Door("smartforms:sent", "kit sent", "200 ben | 404"),
    Door("smartforms:sent", "uma sent", "403 uma | 404"),
    Door("smartforms:sent", "ana with kit’s form", "404"),
    Door("smartforms:sent", "kit with zoe’s form", "404"),
    Door("smartforms:sent", "lou sent", "404"),
    Door("smartforms:sent", "zoe sent", "404"),
    Door("smartforms:sent", "missing", "404"),
]

# Forms about health: those who care for the patient (D4). Billing does not even learn that there is one.
READS = "200 petra | 403 finn quinn mo nora | 404"
OFFICE_PAGES = [
    Door("office:home", "", f"302 {TEAM} | 404"),
    Door("office:calendar", "", OFFICE),
    Door("office:calendar", "thursday’s calendar", OFFICE),
    Door("office:calendar", "thursday’s list", OFFICE),
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
]

# Mail to many asks for the password once more, so that a POST out of the blue is led there (302).
MANAGE = "200 mo nora | 403 finn petra quinn bea | 404"
MANAGED = "302 mo nora | 403 finn petra quinn bea | 404"
NO_BATCH = "403 finn petra quinn bea | 404"
REPORTS = "200 finn mo nora | 403 petra quinn bea | 404"
OFFICE_PAGES += [
    Door("office:invitations", "", MANAGE, MANAGED),
    Door("office:invitation_sample", "", "405", MANAGED),
    Door("office:batch", "harbour’s batch", MANAGE),
    Door("office:batch", "lakeside’s batch", NO_BATCH),
    Door("office:batch", "missing", NO_BATCH),
    Door("office:batch_stop", "harbour’s batch", "405", MANAGED),
    Door("office:batch_stop", "lakeside’s batch", "405", NO_BATCH),
    Door("office:batch_stop", "missing", "405", NO_BATCH),
    Door("office:reports", "", REPORTS),
    Door("office:duplicate_emails", "", REPORTS),
    Door("office:forms_report", "", "200 finn petra quinn mo nora | 403 bea | 404"),
    Door("office:forms_report", "forms of ana", "200 finn petra mo nora | 403 quinn bea | 404"),
    Door("office:forms_report", "forms of zoe", "403 bea | 404"),
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
    Door("see_as_page", "as ben, ana’s answers", "200 petra | 403 finn mo nora | 404", PRESSED),
    Door("see_as_page", "as ben, ana’s begun form", CLOSED, PRESSED),
    Door("see_as_page", "as ana, her visit", LOOKS, PRESSED),
    Door("see_as_page", "as ana, a staff visit", "404", PRESSED),
    Door("see_as_page", "as ana, kit", "404", PRESSED),
    Door("see_as_page", "as lou, home", LOOKS, PRESSED),
    Door("see_as_page", "as ben, zoe", "404", PRESSED),
    Door("see_as_page", "as zoe, home", "404", "404"),
    Door("see_as_page", "as ben, booking", CLOSED, PRESSED),
    Door("see_as_page", "as ben, the office", CLOSED, PRESSED),
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
    Door("office:ledger", "ana", GIVES),
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
    Door("office:personal", "ana", OFFICE),
    Door("office:personal", "lou", OFFICE),
    Door("office:personal", "zoe", "404"),
    Door("office:personal", "missing", "404"),
    Door("office:correction", "ana", KEEPS, UNKEPT),
    *not_kept("correction", "zoe", "missing"),
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

# Only the browser that holds a time goes on with it. 302: to the next step.
HELD = "302 ana | 404"
BOOKING = [
    Door("booking:services", "", "200", is_open=True),
    Door("booking:practitioners", "treatment", "200", is_open=True),
    Door("booking:practitioners", "no service", "404", is_open=True),
    Door("booking:times", "treatment times", "200", is_open=True),
    Door("booking:times", "no times", "404", is_open=True),
    Door("booking:make_hold", "", "405", "403", is_open=True),
    Door("booking:hold", "ana hold", HELD, is_open=True),
    Door("booking:hold", "missing", "404", is_open=True),
    Door("booking:keep", "ana hold", "405", HELD, is_open=True),
    Door("booking:keep", "missing", "405", "404", is_open=True),
    Door("booking:account", "ana hold", HELD, HELD, is_open=True),
    Door("booking:account", "missing", "404", "404", is_open=True),
    Door("booking:patient", "ana hold", "200 ana | 404", "422 ana | 404", is_open=True),
    Door("booking:patient", "ana booked", HELD, HELD, is_open=True),
    Door("booking:patient", "missing", "404", "404", is_open=True),
    Door("booking:check", "ana hold", "200 ana | 404", "422 ana | 404", is_open=True),
    # A hold that names somebody else’s record: shown without a name, and not booked but sent back to the question.
    Door(
        "booking:check", "ana stolen", "200 ana | 404", HELD, is_open=True,
        body="agreed=on", leads_to="booking:patient",
    ),
    Door("booking:check", "missing", "404", "404", is_open=True),
    Door("booking:done", "ana booked", "200 ana | 404", is_open=True),
    Door("booking:done", "ana hold", "404", is_open=True),
    Door("booking:done", "missing", "404", is_open=True),
    Door("booking:undo", "ana booked", "405", "302 ana | 404", is_open=True),
    Door("booking:undo", "missing", "405", "404", is_open=True),
]  # fmt: skip

EVERYBODY = "200"
CLINIC = [
    Door("front_door", "", "302", is_open=True, people=FEW),
    Door("favicon", "", "302", is_open=True, people=FEW),
    Door("healthz", "", EVERYBODY, is_open=True, people=FEW),
    Door("readyz", "", "503", is_open=True, people=FEW),  # the story's clock is not the database's
    Door("theme", "harbour’s theme", EVERYBODY, is_open=True, people=FEW),
    Door("theme", "lakeside’s theme", "404", is_open=True, people=FEW),
    Door("privacy", "", EVERYBODY, is_open=True, people=FEW),
    Door("accessibility", "", EVERYBODY, is_open=True, people=FEW),
    Door("outbox:mailbox", "", EVERYBODY, is_open=True, people=FEW),
    Door("outbox:mail", "no mail", "404", is_open=True, people=FEW),
    Door("outbox:mail_html", "no mail", "404", is_open=True, people=FEW),
    Door("outbox:attachment", "no attachment", "404", is_open=True, people=FEW),
]

DOORS = PORTAL + FORMS + OFFICE_PAGES + OFFICE_ACCESS + OFFICE_DETAILS + BOOKING + CLINIC
