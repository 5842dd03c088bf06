"""What people of the demo answer, by the linkId of the question."""

from common.folding import fold

# How often in the last two weeks: 0 not at all, 1 several days, 2 more than half the days, 3 nearly every day.
PHQ_9 = ("/44250-9 /44255-8 /44259-0 /44254-1 /44251-7 /44258-2 /44252-5 /44253-3 /44260-8 /69722-7").split()
GAD_7 = "69725-0 68509-9 69733-4 69734-2 69735-9 69689-8 69736-7".split()
MOODS = ("1121010001", "0111000001", "2232111001", "0010000000", "1213101001", "0101000000")
LOW_MOODS = ("3332222202", "3222211102")
ALARMING = "2232211112"  # the ninth answer raises an alert
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
# What brings them, what they have, what they are allergic to and what happens then.
HISTORIES = (
    ("Heavy tiredness in the afternoon", "Thyroid disease", "Penicillin", "rash"),
    ("Headaches that keep me from work", "Migraine", "", ""),
    ("I sleep badly since the move", "Anxiety", "Birch pollen", "sneezing"),
    ("My skin itches, mostly at night", "None of these", "Cashews", "hives"),
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
    return check_in(MOODS[number % len(MOODS)])


def check_in(levels: str) -> dict:
    """A level for each question of the PHQ-9."""
    return {link: int(level) for link, level in zip(PHQ_9, levels, strict=True)}


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


def medical_history(patient, number) -> dict:
    reason, condition, allergy, reaction = HISTORIES[number % len(HISTORIES)]
    given = {
        "reason": reason,
        "since": ("A few weeks", "A few months", "A year or longer")[number % 3],
        "conditions": condition,
        "operations": False,
        "has-allergies": bool(allergy),
        "family-conditions": ("Diabetes", "None of these")[number % 2],
        "tobacco": ("Never", "I stopped")[number % 2],
        "movement": ("One or two", "Three or four")[number % 2],
        "sleep": ("7", "6.5")[number % 2],
    }
    return given | ({"allergies-which": f"{allergy}: {reaction}"} if allergy else {})


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
    "medical-history": medical_history,
    "child-registration": child_registration,
}
