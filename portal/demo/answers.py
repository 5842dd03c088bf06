"""What people of the demo answer, by the linkId of the question."""

from common.folding import fold

# How often in the last two weeks: 0 not at all, 1 several days, 2 more than half the days, 3 nearly every day.
PHQ_9 = ("/44250-9 /44255-8 /44259-0 /44254-1 /44251-7 /44258-2 /44252-5 /44253-3 /44260-8 /69722-7").split()
GAD_7 = "69725-0 68509-9 69733-4 69734-2 69735-9 69689-8 69736-7".split()
MOODS = ("1121010001", "0111000001", "2232111001", "0010000000", "1213101001", "0101000000")
WORRIES = ("1110100", "2121010", "0100010", "1010000")

# Where, how it began, how long ago, how bad, what makes it worse, what they would like to do again.
TROUBLES = (
    ("Knee", "I fell two weeks ago. It hurts on stairs.", "Two to six weeks", 4, "Stairs", "Floorball"),
    (
        "Neck or back",
        "Slowly, since I sit more.",
        "Longer than three months",
        3,
        "Sitting for long",
        "Sleep through",
    ),
    ("Shoulder", "When I painted the ceiling.", "Six weeks to three months", 5, "Lifting", "Swim"),
    (
        "Ankle or foot",
        "I sprained it on the stairs.",
        "Six weeks to three months",
        2,
        "Running",
        "Run ten kilometres",
    ),
)
INTAKES = (
    ("Iron tablets", "Heavy tiredness in the afternoon", "Penicillin", "Rash"),
    ("Vitamin D", "Migraine", "None", ""),
    ("Levothyroxine", "Underactive thyroid", "Birch pollen", "Sneezing"),
    ("None", "Eczema", "Cashews", "Hives"),
)


def stored(item: dict, value):
    """One answer as a form keeps it: a number picks the option at that place, words stand for themselves."""
    if isinstance(value, int) and not isinstance(value, bool) and item.get("options"):
        return item["options"][value]["key"]
    if isinstance(value, str) and item.get("options"):
        for option in item["options"]:
            if fold(option["label"]) == fold(value):
                return option["key"]
    return {"words": value} if item.get("open") else value


def health_check_in(patient, number) -> dict:
    return {link: int(level) for link, level in zip(PHQ_9, MOODS[number % len(MOODS)], strict=True)}


def worry_check_in(patient, number) -> dict:
    return {link: int(level) for link, level in zip(GAD_7, WORRIES[number % len(WORRIES)], strict=True)}


def physiotherapy_intake(patient, number) -> dict:
    asked = ("place", "story", "since", "pain-now", "worse", "goal")
    given = dict(zip(asked, TROUBLES[number % len(TROUBLES)], strict=True))
    return given | {
        "before": False,
        "conditions": "None of these",
        "operation": False,
        "medicines": ("None", "Ibuprofen on bad days")[number % 2],
        "alarm": False,
        "consent": True,
    }


def intake(patient, number) -> dict:
    medicine, problem, allergy, reaction = INTAKES[number % len(INTAKES)]
    given = {
        "first-name": patient.given_name,
        "last-name": patient.family_name,
        "dob": patient.date_of_birth.isoformat(),
        "street": "12 Almon Street",
        "city": "Halifax",
        "state": "Nova Scotia",
        "phone": patient.phone,
        "email": patient.email,
        "ssn": "Rather not say",
        "gender-identity": "Rather not say",
        "allergy-substance": allergy,
        "medication-code": medicine,
        "medical-history-problem": problem,
        "insurance-provider": "Blue Cross",
        "subscriber-id": f"{70000 + number}",
        "relationship-to-subscriber": "Self",
        "smoking-status": "Never smoked",
        "consent-for-treatment-signature": True,
        "patient-contact-preference-email": True,
    }
    return given | ({"allergy-reaction": reaction} if reaction else {})


def child_registration(patient, number) -> dict:
    parent = patient.email.partition("@")[0].replace(".", " ").title()
    return {
        "child-surname": patient.family_name,
        "child-given-name": patient.given_name,
        "languages-spoken": "English",
        "date-of-birth": patient.date_of_birth.isoformat(),
        "court-orders-legal-status": "No",
        "mother-full-name": parent,
        "mother-contact-number": patient.phone,
        "mother-email-address": patient.email,
        "appointment-reminder": "Yes",
        "sms-reminder-recipient": "Mother",
        "allergies": ("None known", "Peanuts: carries a pen", "Cats")[number % 3],
        "medications": ("None", "Inhaler before sport")[number % 2],
        "immunisations-up-to-date": "Yes",
        "current-concerns": ("Earaches", "Trouble falling asleep", "Eczema on the arms")[number % 3],
        "name-of-patient": patient.name,
        "name-of-parent-guardian": parent,
    }


BY_FORM = {
    "phq-9": health_check_in,
    "gad-7": worry_check_in,
    "physiotherapy-intake": physiotherapy_intake,
    "clinic-intake": intake,
    "child-registration": child_registration,
}
