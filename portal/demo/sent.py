"""What Maya sent to the clinic: an insurance card that waits, and a vaccination record that was accepted."""

import uuid
from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from records.actions import sent
from records.models import SentFile
from records.models.kinds import Kind


def load(diary, account, record) -> None:
    """Both, once."""
    if SentFile.objects.filter(patient=record).exists():
        return
    _sent(diary, account, record, Kind.INSURANCE, _card(), "Insurance card, front.jpg", days=3)
    early = _sent(diary, account, record, Kind.OTHER, _vaccinations(), "Vaccination record.pdf", days=78)
    day = diary.at - timedelta(days=77)
    what = {"kind": Kind.OTHER, "title": "Vaccination record", "dated_on": day.date()}
    sent.file_into_record(early, by=diary.by, at=day, **what)


def _sent(diary, account, record, kind, content, name, *, days):
    file = SimpleUploadedFile(name, content)
    when = diary.at - timedelta(days=days)
    return sent.send(file, patient=record, kind=kind, batch=uuid.uuid4(), by=account, at=when)


def _card() -> bytes:
    """A card as somebody photographs it."""
    card = Image.new("RGB", (1400, 900), "#dfeaf0")
    draw = ImageDraw.Draw(card)
    draw.rectangle((60, 60, 1340, 840), fill="#ffffff", outline="#115163", width=8)
    draw.rectangle((60, 60, 1340, 230), fill="#115163")
    draw.text((110, 105), "Maritime Health Plan", fill="#ffffff", font_size=72)
    for nth, words in enumerate(("Maya Lindqvist", "Member 4021 7735 06", "Group 118, valid to 12/27")):
        draw.text((110, 300 + nth * 140), words, fill="#15252e", font_size=64)
    return _saved(card, "JPEG")


def _vaccinations() -> bytes:
    """A page as a scanner makes it."""
    page = Image.new("RGB", (1240, 1754), "#ffffff")
    draw = ImageDraw.Draw(page)
    draw.text((140, 140), "Vaccination record", fill="#15252e", font_size=60)
    lines = (
        "Maya Lindqvist",
        "Tetanus and diphtheria: May 2019",
        "Influenza: October 2024, October 2025",
        "MMR: twice",
    )
    for nth, words in enumerate(lines):
        draw.text((140, 300 + nth * 90), words, fill="#15252e", font_size=40)
    return _saved(page, "PDF")


def _saved(page, kind: str) -> bytes:
    out = BytesIO()
    page.save(out, kind)
    return out.getvalue()
