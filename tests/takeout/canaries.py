"""A word of its own in every column that holds what somebody wrote, of every row about somebody; and in every file.

Who may take which of them along is asked of the reader, row by row (B20).
"""

from contextlib import contextmanager

from django.contrib.postgres.fields import ArrayField
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models
from django.db.models import Q

from records import contract
from records.models import ActivityAssignment, Document, Upload
from records.takeout.reader import Reader

ROOM = 24  # shorter columns hold codes
# Columns that could hold words, and hold what the system itself reads there.
CODES = {
    "records.upload.for_what", "records.upload.content_type", "records.document.content_type",
    "records.profileproposal.field", "records.detailchange.field",
    "records.grant.scopes", "records.accesscode.scopes", "records.accessrequest.scopes", "records.invitation.scopes",
    "records.takeout.sight", "records.takeout.holds", "records.merge.moved", "records.merge.grants",
    "smartforms.response.touched", "booking.appointment.overridden",
}  # fmt: skip
# How a column that is no plain text holds a word.
SHAPES = {
    "records.chart.plan": lambda word: {"summary": word},
    "records.chartrevision.plan": lambda word: {"summary": word},
    "records.document.labels": lambda word: [word],
    "records.merge.details": lambda word: {"phone": [word, ""]},
    "records.activityassignment.link": "https://example.org/{}".format,
    "smartforms.response.answers": lambda word: {"question": [word]},
    "smartforms.response.unfinished": lambda word: {"question": word},
}
# Which rows have something to say in a column at all: the database wants it empty in the others.
WHERE = {
    "records.chartrevision.reason": Q(number__gt=1),
    "records.redflag.ended_because": Q(ended_at__isnull=False),
    "records.brokenglass.review": Q(reviewed_at__isnull=False),
    "records.accesscode.words_hash": Q(bucket__isnull=False),
    "booking.appointment.overridden_because": ~Q(overridden=[]),
    "booking.appointment.cancelled_because": Q(cancelled_at__isnull=False),
    "booking.booking.guest_email": Q(account=None),
}
FILE = "its file"  # beside the columns: what is in the file of a row
SHOWS = (
    "picture_id"  # what a picture shows, in words: beside the columns too, of the row that it is shown with
)


def columns_with_words(model) -> list[str]:
    """Columns that hold whatever somebody wrote."""
    return [
        one.name
        for one in model._meta.concrete_fields
        if f"{model._meta.label_lower}.{one.name}" not in CODES and _holds_words(one)
    ]


def _holds_words(column) -> bool:
    if isinstance(column, models.JSONField | ArrayField):
        return True
    is_text = isinstance(column, models.CharField | models.TextField) and not column.choices
    is_name = column.is_relation or column.primary_key
    return is_text and not is_name and (column.max_length or ROOM) >= ROOM


@contextmanager
def past_every_trigger():
    """Rows that nobody may change take their words all the same; what the columns themselves demand still holds."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def fill(whose: str, patient) -> dict[tuple[str, str, str], str]:
    """Put a word into every row about this patient: (sheet's label, column, id of the row) → the word.

    A column that takes none is an error: it is to be named in `CODES`, given a shape, or a `WHERE`.
    """
    everything, words = Reader(patient, None), {}

    def word(*key) -> str:
        words[key] = f"Q{whose}{len(words):05}q"  # found nowhere else, and no part of another
        return words[key]

    with past_every_trigger():
        for sheet in contract.sheets():
            rows = sheet.model._base_manager.filter(
                pk__in=list(sheet.rows(everything).values_list("pk", flat=True))
            )
            for name in columns_with_words(sheet.model):
                column = f"{sheet.label}.{name}"
                for pk in rows.filter(WHERE.get(column, Q())).values_list("pk", flat=True):
                    said = SHAPES.get(column, str)(word(sheet.label, name, str(pk)))
                    rows.filter(pk=pk).update(**{name: said})
    for model in (Document, Upload):
        for row in model._base_manager.filter(patient=patient):
            _put_into(row, word(model._meta.label_lower, FILE, str(row.pk)))
    for given in ActivityAssignment.objects.filter(patient=patient, picture__isnull=False):
        label = ActivityAssignment._meta.label_lower
        _put_into(given.picture, word(label, FILE, str(given.pk)))
        given.picture.shows = word(label, SHOWS, str(given.pk))
        given.picture.save()
    return words


def _put_into(row, word: str) -> None:
    """The file of a row is this word."""
    default_storage.delete(row.stored_as)
    default_storage.save(row.stored_as, ContentFile(word.encode()))


def found_in(text: str, words) -> set[tuple[str, str, str]]:
    """Which of somebody's words stand in a text."""
    return {key for key, word in words.items() if word in text}


def to_be_found(reader, words) -> set[tuple[str, str, str]]:
    """Which of their own words the reader takes along: those in columns that go along, of rows they see."""
    found = set()
    for sheet in contract.sheets():
        columns = reader.columns_of(sheet)
        for row in sheet.rows(reader) if columns else ():
            is_open = not sheet.closed or sheet.opens(row, reader)
            found |= {
                (sheet.label, column, str(row.pk))
                for column in (*columns, FILE)
                if is_open or column not in sheet.closed.split()
            }
    return found & set(words)
