import os
from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


def build(source: Path) -> bool:
    """Compile one .po file beside itself; False when the .mo is as new as its source already."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return False
    half_done = target.with_suffix(f".{os.getpid()}.tmp")
    polib.pofile(str(source)).save_as_mofile(str(half_done))
    half_done.replace(target)  # at once, so that a server that is starting reads the old file or the new one
    return True


def build_all() -> list[Path]:
    """Compile every .po of ours that is newer than its .mo; the sources that were."""
    sources = (
        source for folder in settings.LOCALE_PATHS for source in Path(folder).glob("*/LC_MESSAGES/*.po")
    )
    return [source for source in sorted(sources) if build(source)]


class Command(BaseCommand):
    help = (
        "Compile the translations (locale/*/LC_MESSAGES/*.po). Needs no gettext tools; does only what is new."
    )
    requires_system_checks = ()

    def handle(self, *args, **options):
        built = build_all()
        if options["verbosity"]:
            names = ", ".join(source.parent.parent.name for source in built)
            self.stdout.write(f"Translations built: {names}." if built else "Translations are up to date.")
