"""What the clinic shared with Maya and Noa: small papers, made when the demo is loaded."""

from datetime import date, datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

import audit
from clinic.letterhead import on_paper
from common import pdf
from records.actions import documents
from records.models import Chart, Document
from records.models.kinds import Kind

REQUISITION = [
    ("To the laboratory", [
        "Please draw blood for: ferritin, vitamin B12, full blood count.",
        "Fasting is not needed. No iron tablets on the morning of the test, please.",
    ]),
    ("How to get there", [
        "Harbour Diagnostics, 40 Quay Road, ground floor. Open 7 am to 3 pm, no appointment needed.",
        "Bring this paper and your health card. We have the results within three working days.",
    ]),
]  # fmt: skip
LETTER = [("", [
    "Dear colleague,",
    "Thank you for sharing the care of Maya Lindqvist, who came to us with tiredness that has lasted since the spring.",
    "Her ferritin was low in October. She takes iron every other evening, and we test again in December.",
    "With kind regards, Ingrid Solberg, ND",
])]  # fmt: skip
RESULTS = [
    ("Blood count", ["Haemoglobin 121 g/L (120 to 160)", "Haematocrit 0.37 (0.36 to 0.46)"]),
    ("Iron", ["Ferritin 14 µg/L (30 to 200), low", "Iron saturation 0.16 (0.20 to 0.50), low"]),
    ("Vitamins", ["Vitamin B12 310 pmol/L (150 to 600)", "Vitamin D 68 nmol/L (50 to 125)"]),
]
KNEE = [
    ("Week one", ["Heel slides: lying down, draw the heel towards you. Ten times, twice a day."]),
    ("Week two", ["Straight leg raise: hold for three seconds. Ten times on each side."]),
    ("Week three", ["Step-ups on a low stair, slowly. Eight times on each side, every other day."]),
    ("When to stop", ["Pain of more than four out of ten, or a knee that swells: stop, and call us."]),
]
BREATHING = [("Before bed", ["Breathe in while you count to four, out while you count to six. Ten times."])]
# Whose, what, called, pages, from whom, days ago, labels, whether somebody has opened it.
PAPERS = (
    (
        "Maya",
        Kind.REQUISITION,
        "Lab requisition: ferritin and B12",
        REQUISITION,
        "ingrid-solberg",
        14,
        ["Iron"],
        False,
    ),
    ("Maya", Kind.LETTER, "Letter to your family doctor", LETTER, "ingrid-solberg", 20, [], True),
    ("Maya", Kind.RESULT, "Blood results, October", RESULTS, None, 26, ["Iron"], True),
    ("Maya", Kind.EXERCISE, "Knee exercises, stage 1", KNEE, "tomas-reyes", 46, ["Knee"], True),
    ("Noa", Kind.EXERCISE, "Breathing before bed", BREATHING, "amara-okafor", 9, [], True),
)


def load(diary, account) -> None:
    """Each paper that is missing, shared on its day."""
    by = diary.practitioners["ingrid-solberg"].user
    for whose, kind, title, pages, author, ago, labels, is_opened in PAPERS:
        patient = diary.register.find(f"{whose} Lindqvist")
        if patient is None or Document.objects.filter(patient=patient, title=title).exists():
            continue
        day = diary.today - timedelta(days=ago)
        at = datetime.combine(day, time(16, 20), tzinfo=diary.clinic.zone)
        (document,) = documents.add(
            [_paper(diary.clinic, patient, title, pages, day, at)],
            patient=patient, kind=kind, title=title, dated_on=day, labels=labels, share=True, by=by, at=at,
            practitioner=diary.practitioners.get(author),
        )  # fmt: skip
        if is_opened:
            audit.record("document.opened", by=account, target=document, patient=patient, clinic=diary.clinic)


def join_plans(diary) -> None:
    """What is to be tested stands in the last plan of whoever wrote it, once the notes are there."""
    for paper in Document.objects.of(diary.clinic).filter(kind=Kind.REQUISITION, chart=None):
        rows = Chart.objects.filter(
            patient=paper.patient, practitioner=paper.practitioner, plan__has_key="tests"
        )
        if plan := rows.order_by("-day", "-written_at").first():
            documents.correct(paper, chart=plan, by=paper.created_by, at=diary.at)


def _paper(clinic, patient, title: str, pages, day: date, at) -> SimpleUploadedFile:
    values = {
        **on_paper(clinic),
        "title": title,
        "about": [patient.name, f"{day:%d %B %Y}"],
        "pages": [{"heading": heading, "lines": lines} for heading, lines in pages],
    }
    return SimpleUploadedFile("paper.pdf", pdf.render("letter", values, language="en", at=at))
