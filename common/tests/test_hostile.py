"""Files that mean harm are refused with a sentence or kept without what harms (B12; the long version: `make prove`)."""

from time import monotonic

import pytest

from common import files
from common.tests.hostile import CORPUS, DEAR, MARKS, what_acts

QUICK = sorted(set(CORPUS) - DEAR)


def taken(name):
    called, made = CORPUS[name]
    return files.accept(made(), called)


def test_the_corpus_is_large_and_its_harm_is_real(monkeypatch):
    """The red control: kept as they came, most would act; and each word that is looked for is in some of them."""
    assert len(CORPUS) >= 60
    monkeypatch.setattr(files, "_washed", lambda content, ending, name: (content, None))
    kept = [found for name in QUICK if (found := _kept(name))]
    acting = [acts for content in kept if (acts := _what_acts(content))]
    assert len(acting) >= 20
    assert {mark for acts in acting for mark in acts} == set(MARKS)


def _kept(name):
    try:
        return taken(name).content
    except files.Refused:
        return None


def _what_acts(content):
    try:
        return what_acts(content)
    except Exception:  # a broken PDF, which nobody opens
        return []


@pytest.mark.parametrize("name", QUICK)
def test_it_is_refused_with_a_sentence_or_kept_harmless(name):
    began = monotonic()
    try:
        found = taken(name)
    except files.Refused as refused:
        assert str(refused)[0] in "“T" and "Traceback" not in str(refused)
    else:
        assert what_acts(found.content) == []
        assert found.content_type in files.KEPT_AS.values()
        assert not set(found.name) & set("/\\\r\n\0\u202e") and len(found.name) <= files.LONGEST_NAME
    assert monotonic() - began < 5


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(files, "PATIENCE", 0.001)
    with pytest.raises(files.Refused, match="cannot be opened"):
        taken("name with folders")
