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
        named = ("booking:patient", "booking:check", "booking:done", "booking:family_", "records_", "see_as")
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
