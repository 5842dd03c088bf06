"""The stylesheets as they are delivered: one file a visit, light enough for a phone."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from common.stylesheets import ENTRIES, joined

CSS = Path(settings.BASE_DIR) / "static" / "css"


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_listed_sheet_is_written_out_in_its_layer(entry):
    sheet = joined(entry)
    assert "@import" not in sheet
    assert "/*" not in sheet
    assert sheet.count("{") == sheet.count("}")
    assert sheet.startswith("@layer tokens, base, layout, components, states;")


def test_booking_pages_carry_at_most_twelve_kilobytes_of_style():
    assert len(gzip.compress(joined("css/patient.css").encode(), 9)) <= 12 * 1024


def test_no_sheet_of_a_component_is_forgotten():
    listed = {
        name
        for entry in ENTRIES
        for name in re.findall(r'url\("([^"]+)"\)', (CSS.parent / entry).read_text())
    }
    written = {f"components/{path.name}" for path in (CSS / "components").glob("*.css")}
    assert written - listed == set()


def test_a_misspelt_sheet_fails_loudly():
    with pytest.raises(FileNotFoundError, match="No stylesheet css/nowhere.css"):
        joined("css/nowhere.css")


@pytest.mark.parametrize("path", sorted(CSS.rglob("*.css")), ids=lambda path: path.name)
def test_only_the_font_is_fetched_from_a_sheet(path):
    links = re.findall(r"(?<!@import )url\(([^)]*)\)", path.read_text())
    assert all(link.startswith('"../fonts/') for link in links)
