"""The questionnaires that come with the product, ready for a clinic to take."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIBRARY = Path(__file__).parent / "library"


@dataclass(frozen=True)
class Shipped:
    """One of them: its file, how long it takes (minutes), and whether it is about health."""

    name: str
    title: str
    minutes: int
    is_clinical: bool
    licence: str

    @property
    def text(self) -> str:
        return (LIBRARY / f"{self.name}.json").read_text("utf-8")


@cache
def shipped() -> dict[str, Shipped]:
    """All of them by name, in the order a new patient would meet them."""
    manifest = json.loads((LIBRARY / "manifest.json").read_text("utf-8"))
    return {
        entry["name"]: Shipped(
            entry["name"], entry["title"], entry["minutes"], not entry["administrative"], entry["licence"]
        )
        for entry in manifest
    }
