"""Patterns of an author that an answer has to fit: 'A1A 1A1' as [A-Z]\\d[A-Z] \\d[A-Z]\\d.

RE2 reads them, which takes time in step with the length of an answer whatever the pattern; Python's own expressions can
take hours over thirty letters. It knows no look-around and no back references: such patterns are not checked.
"""

from functools import lru_cache

import re2

LONGEST = 500
_OPTIONS = re2.Options()
_OPTIONS.log_errors = False
_OPTIONS.max_mem = 1 << 20


def is_readable(pattern: str) -> bool:
    """Whether a pattern can be checked."""
    return 0 < len(pattern) <= LONGEST and _compiled(pattern) is not None


def fits(pattern: str, text: str) -> bool:
    """Whether the whole of a text is as the pattern says, as with every `regex` of FHIR."""
    compiled = _compiled(pattern)
    return compiled is None or compiled.fullmatch(text) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str):
    try:
        return re2.compile(pattern, _OPTIONS)
    except re2.error:
        return None
