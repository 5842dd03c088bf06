"""Names of files inside the ZIP: harmless on every system, and each there once."""

import re
import unicodedata

from common import files

_UNFIT = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.I)
ENDINGS = files.ENDINGS | {"text/plain": ".txt"}
LONGEST = 80


class Names:
    """Gives out names within one folder; the same name again gets a number."""

    def __init__(self, folder: str):
        self.folder, self.given = folder, {}

    def give(self, wished: str, content_type: str = "") -> str:
        """'documents/Blood test.pdf' for whatever it was called: no folders, no marks, nothing a system reserves."""
        ending = ENDINGS.get(content_type, "")
        stem = _UNFIT.sub(
            " ", unicodedata.normalize("NFC", files.clean_name(re.sub(r"[/\\]", " ", wished), ending))
        )
        stem = stem.removesuffix(ending) if ending else stem
        stem = " ".join(stem.split()).strip(". ")[:LONGEST].rstrip(". ") or "file"
        if _RESERVED.match(stem):
            stem = f"_{stem}"
        key = f"{stem}{ending}".casefold()
        self.given[key] = number = self.given.get(key, 0) + 1
        if number > 1:
            return self.give(f"{stem} ({number}){ending}", content_type)
        return f"{self.folder}/{stem}{ending}"
