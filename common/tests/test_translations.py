"""Translations are compiled from their sources, and only when something changed."""

import gettext
import os

from django.core.management import call_command

SOURCE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8"

msgid "Book a visit"
msgstr "Prendre rendez-vous"

#, fuzzy
msgid "Sign in"
msgstr "Peut-être"
"""


def test_builds_what_is_new_and_nothing_else(tmp_path, settings, capsys):
    settings.LOCALE_PATHS = [tmp_path]
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source, target = folder / "django.po", folder / "django.mo"
    source.write_text(SOURCE)

    call_command("build_translations")
    with target.open("rb") as file:
        french = gettext.GNUTranslations(file)
    assert french.gettext("Book a visit") == "Prendre rendez-vous"
    assert french.gettext("Sign in") == "Sign in", "unsure translations are not used"
    assert sorted(path.name for path in folder.iterdir()) == ["django.mo", "django.po"]

    first = target.stat().st_mtime_ns
    call_command("build_translations")
    assert target.stat().st_mtime_ns == first
    os.utime(source, ns=(first + 1, first + 1))
    call_command("build_translations")
    assert target.stat().st_mtime_ns > first
    assert "Translations built: fr." in capsys.readouterr().out
