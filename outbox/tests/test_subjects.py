"""The line a mail is found by is plain text: nothing in it is written as in HTML."""

from pathlib import Path

from django.conf import settings


def test_no_subject_that_says_a_name_escapes_it():
    subjects = {
        str(path): path.read_text("utf-8")
        for path in Path(settings.BASE_DIR, "templates").rglob("*.subject.txt")
    }
    assert len(subjects) > 10
    assert [
        name for name, words in subjects.items() if "{{" in words and "{% autoescape off %}" not in words
    ] == []
