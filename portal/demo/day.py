"""What a day at the demo clinics looks like: who is seen when, for what."""

from dataclasses import dataclass

FIRST = {"first-naturopathic-visit", "physiotherapy-assessment", "first-assessment"}


@dataclass(frozen=True)
class Seat:
    """One visit of the pattern: practitioner, time on the wall, service. `name` is who has it on the model day."""

    practitioner: str
    time: str
    service: str
    name: str = ""
    years: int | None = None  # a child's age
    is_missed: bool = False

    @property
    def turns(self) -> int:
        """After how many days the same person has this seat again: nobody comes for a first visit twice."""
        return 21 if self.service in FIRST else 5

    @property
    def is_for_child(self) -> bool:
        return self.service == "childrens-visit"


HARBOUR = (
    Seat("ingrid-solberg", "9:00", "follow-up-visit", "Ruth Abara"),
    Seat("ingrid-solberg", "9:45", "first-naturopathic-visit", "Colm Feeney"),
    Seat("ingrid-solberg", "11:00", "follow-up-visit", "Wei-Ling Sun"),
    Seat("ingrid-solberg", "13:00", "follow-up-visit", "Greta Moreau"),
    Seat("ingrid-solberg", "13:45", "follow-up-visit", "Sam Idowu"),
    Seat("ingrid-solberg", "14:30", "first-naturopathic-visit", "Isla MacNeil"),
    Seat("amara-okafor", "8:00", "childrens-visit", "Theo Baptiste", years=6),
    Seat("amara-okafor", "9:00", "follow-up-visit", "Nadia Haddad"),
    Seat("amara-okafor", "10:00", "childrens-visit", "June Park", years=9, is_missed=True),
    Seat("amara-okafor", "11:15", "first-naturopathic-visit", "Beatriz Lima"),
    Seat("amara-okafor", "13:30", "follow-up-visit", "Ana Kowalska"),
    Seat("tomas-reyes", "8:00", "physiotherapy-treatment", "Piotr Zieliński"),
    Seat("tomas-reyes", "9:00", "physiotherapy-assessment", "Hugo Marsh"),
    Seat("tomas-reyes", "10:30", "physiotherapy-treatment", "Aisha Rahman"),
    Seat("tomas-reyes", "13:15", "physiotherapy-treatment", "Lars Dahl"),
    Seat("tomas-reyes", "14:30", "physiotherapy-assessment", "Mei Tanaka"),
    Seat("tomas-reyes", "16:45", "physiotherapy-treatment", "Olu Adeyemi"),
    Seat("priya-nair", "10:15", "therapeutic-massage", "Carol Whitman"),
    Seat("priya-nair", "12:00", "therapeutic-massage", "Dev Malhotra"),
    Seat("priya-nair", "14:30", "therapeutic-massage", "Sofia Ricci"),
    Seat("hanna-berg", "9:00", "physiotherapy-assessment"),
    Seat("hanna-berg", "10:15", "physiotherapy-assessment"),
    Seat("hanna-berg", "14:00", "physiotherapy-assessment"),
    Seat("desmond-mbeki", "10:00", "physiotherapy-assessment"),
    Seat("desmond-mbeki", "13:00", "physiotherapy-assessment"),
)
# Those who have not sent their form on the model day.
FORGETFUL = {"Greta Moreau", "Beatriz Lima", "Mei Tanaka"}
# Whose answers raise an alert, the first time.
ALARMING = "Wei-Ling Sun"

LAKESIDE = (
    Seat("marguerite-roy", "9:00", "first-assessment", "Ruth Abara"),
    Seat("marguerite-roy", "10:00", "treatment", "Étienne Gagnon"),
    Seat("marguerite-roy", "13:00", "treatment", "Harriet Osei"),
    Seat("marguerite-roy", "15:00", "treatment", "Tomasz Wolski"),
    Seat("kofi-mensah", "9:30", "treatment", "Priscilla Yeo"),
    Seat("kofi-mensah", "11:00", "first-assessment", "Callum Reid"),
    Seat("kofi-mensah", "14:00", "treatment", "Noor Siddiqui"),
)
