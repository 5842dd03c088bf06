"""Stylesheets are written as many small files and delivered as one: collectstatic writes out each list of imports."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Sheets that only list others. Their sources also work unjoined, as browsers read them: tests and runserver do that.
ENTRIES = ("css/patient.css", "css/office.css")
_IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>[\w-]+)\);')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def joined(entry):
    """One sheet with every import written out in its layer, comments and indentation dropped.

    Raises FileNotFoundError when a listed sheet does not exist.
    """
    folder = entry.rpartition("/")[0]

    def written_out(match):
        source = _source(f"{folder}/{match['path']}")
        return f"@layer {match['layer']}{{\n{source}\n}}"

    return _IMPORT.sub(written_out, _source(entry))


def _source(name):
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(f"No stylesheet {name}.")
    lines = _COMMENT.sub("", Path(path).read_text()).splitlines()
    return "\n".join(filter(None, (line.strip() for line in lines)))


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's hashed and compressed files, with the listed stylesheets joined first; modules import by hash."""

    support_js_module_import_aggregation = True

    def url(self, name, force=False):
        """The address of a file. The list of hashes is read once a process, so an address is put together once."""
        known = self.__dict__.setdefault("_addresses", {})
        asked = name, force, settings.DEBUG
        if asked not in known:
            known[asked] = super().url(name, force)
        return known[asked]

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            for entry in ENTRIES:
                Path(self.path(entry)).write_text(joined(entry))
                paths[entry] = (self, entry)  # hashed from what was just written, not from the list
        yield from super().post_process(paths, dry_run, **options)
