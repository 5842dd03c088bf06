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
        named = ("booking:patient", "booking:check", "booking:done", "records_claim")
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
PART_OF_PATIENT = "200 ana ben cleo | 403 sol | 404"
OWN_VISIT = "200 ana ben | 404"
OFFICE = f"200 {TEAM} | 404"

PORTAL = [
    Door("portal:home", "", "302 ana ben cleo sol uma ida gil wes | 200"),
    Door("portal:another", "", "200"),
    Door("portal:patient", "ana", PATIENT),
    Door("portal:patient", "kit", "200 ben | 404"),
    Door("portal:patient", "uma", "200 uma | 404"),
    Door("portal:patient", "lou", "404"),
    Door("portal:patient", "zoe", "404"),
    Door("portal:patient", "ida", "200 ida gil | 404"),
    Door("portal:patient", "teo", "200 wes | 404"),
    Door("portal:patient", "missing", "404"),
    # Sol sees bills: to him visits and forms are pages that say so.
    Door("portal:visits", "ana", PART_OF_PATIENT),
    Door("portal:visits", "ana’s past visits", PART_OF_PATIENT),
    Door("portal:visits", "ida", "200 ida gil | 404"),
    Door("portal:visits", "teo", "200 wes | 404"),
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
    Door("portal:forms", "ana", PART_OF_PATIENT),
    Door("portal:forms", "kit", "200 ben | 404"),
    Door("portal:forms", "lou", "404"),
    Door("portal:forms", "zoe", "404"),
    Door("portal:forms", "ida", "200 ida | 403 gil | 404"),
    Door("portal:forms", "teo", "200 wes | 404"),
    Door("portal:forms", "missing", "404"),
    Door("patient_portal", "", "302", "302"),
]

# Who sees a record, and ending it: one's own, or, for the patient in full and of age, anybody's. 403: one's own record.
ACCESS = [
    Door("portal:access", "ana", PATIENT),
    Door("portal:access", "kit", "200 ben | 404"),
    Door("portal:access", "uma", "200 uma | 404"),
    Door("portal:access", "ida", "200 ida gil | 404"),
    Door("portal:access", "teo", "200 wes | 404"),
    Door("portal:access", "lou", "404"),
    Door("portal:access", "zoe", "404"),
    Door("portal:access", "missing", "404"),
    Door("portal:ending", "ana’s grant on ana", "403 ana | 404", "403 ana | 404"),
    Door("portal:ending", "ben’s grant on ana", "200 ben | 404", "302 ben | 404"),
    Door("portal:ending", "cleo’s grant on ana", "200 cleo | 404", "302 cleo | 404"),
    Door("portal:ending", "jon’s grant on ana", "404", "404"),
    Door("portal:ending", "ida’s grant on ida", "403 ida | 404", "403 ida | 404"),
    Door("portal:ending", "gil’s grant on ida", "200 ida gil | 404", "302 ida gil | 404"),
    Door("portal:ending", "hal’s grant on ida", "404", "404"),
    Door("portal:ending", "wes’s grant on teo", "200 wes | 404", "302 wes | 404"),
    Door("portal:ending", "lou’s grant on lou", "404", "404"),
    Door("portal:ending", "ida with ben’s grant", "404", "404"),
    Door("portal:ending", "missing", "404", "404"),
    # In full and of age: the password first (302), then the page.
    Door("portal:sharing", "ana", "403 ana ben cleo sol | 404", "403 ana ben cleo sol | 404"),
    Door("portal:sharing", "ida", "302 ida | 403 gil | 404", "302 ida | 403 gil | 404"),
    Door("portal:sharing", "teo", "403 wes | 404", "403 wes | 404"),
    Door("portal:sharing", "lou", "404", "404"),
    Door("portal:sharing", "zoe", "404", "404"),
    Door("portal:sharing", "missing", "404", "404"),
    Door("portal:withdrawal", "ida’s invitation", "405", "302 ida | 404"),
    Door("portal:withdrawal", "clinic’s invitation to ida", "405", "404"),
    Door("portal:withdrawal", "ana with ida’s invitation", "405", "404"),
    Door("portal:withdrawal", "missing", "405", "404"),
]

# The message of an invitation is put away by whoever accepted it.
ACCESS += [
    Door("portal:dismissal", "ben’s message about ana", "405", "302 ben | 404"),
    Door("portal:dismissal", "kit with ben’s message", "405", "404"),
    Door("portal:dismissal", "missing", "405", "404"),
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

DOORS = PORTAL + ACCESS + FORMS + OFFICE_PAGES + BOOKING + CLINIC
