"""Names as people search for them: without case, accents and punctuation."""

import re
import unicodedata

from django.db import models

from common.text import without_unseen

# Letters that Unicode does not take apart but people type without their stroke.
_STROKES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"}
)


def fold(text: str) -> str:
    """'Zieliński-O’Neill' → 'zielinski o neill'."""
    decomposed = unicodedata.normalize("NFKD", without_unseen(text).casefold()).translate(_STROKES)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare))


class FoldedField(models.TextField):
    """A column that always holds the folded words of other columns of its row, in the order given."""

    def __init__(self, *args, of: tuple[str, ...] = (), **kwargs):
        self.of = of
        kwargs.update(editable=False, blank=True, default="")
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, row, add):
        folded = fold(" ".join(str(getattr(row, name) or "") for name in self.of))
        setattr(row, self.attname, folded)
        return folded
