"""Whoever installs Anteroom finds every variable in .env.example, with a word on what it does."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# What the system, the web server or the test run sets, and nobody has to choose.
OF_THE_SYSTEM = {
    "PATH",
    "CONTENT_TYPE",
    "CI",
    "MAKELEVEL",
    "PLAYWRIGHT_BROWSERS_PATH",
    "DJANGO_SETTINGS_MODULE",
}


def test_every_variable_is_explained():
    asked = set()
    for path in [*ROOT.glob("config/**/*.py"), *ROOT.glob("tests/ground/*.py")]:
        code = path.read_text()
        asked |= set(re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"", code))
        asked |= set(re.findall(r"environ(?:\.get)?[\[(]\"([A-Z_]+)\"", code))
        asked |= set(re.findall(r"_kept_secret\(\"([A-Z_]+)\"", code))
    explained = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert {"DATABASE_URL", "SECRET_KEY", "EMAIL_URL", "ANTEROOM_VAR"} <= asked
    assert asked - OF_THE_SYSTEM - {"DJANGO_ALLOW_ASYNC_UNSAFE"} - explained == set()
