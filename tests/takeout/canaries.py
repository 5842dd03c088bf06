"""A word of its own in every column that holds text, of every row about somebody; who may take which along (B20)."""

from django.db import Error, connection, models, transaction

from records import contract
from records.takeout.reader import Reader

ROOM = 24  # shorter columns hold codes, not words


def word(whose: str, sheet, column: str) -> str:
    """'Qana0chart0plan': found nowhere else, and no part of another."""
    return f"Q{whose}0{sheet.model._meta.model_name}0{column.replace('_', '')}0"


def text_columns(model) -> list[str]:
    """Columns that hold whatever somebody wrote."""
    return [
        one.name
        for one in model._meta.concrete_fields
        if isinstance(one, models.CharField | models.TextField)
        and not one.choices
        and not one.is_relation
        and not one.primary_key
        and (one.max_length or ROOM) >= ROOM
    ]


def fill(whose: str, patient) -> set[tuple[str, str]]:
    """Put the words into every row about this patient; returns (sheet's label, column) of those that took one.

    What a constraint of the database does not take stays as it is.
    """
    everything, taken = Reader(patient, None), set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('anteroom.erasing', 'on', true)")
    for sheet in contract.sheets():
        rows = sheet.model._base_manager.filter(pk__in=[row.pk for row in sheet.rows(everything)])
        for column in text_columns(sheet.model):
            try:
                with transaction.atomic():
                    said = word(whose, sheet, column)[: sheet.model._meta.get_field(column).max_length]
                    if rows.update(**{column: said}):
                        taken.add((sheet.label, column))
            except Error:
                continue
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('anteroom.erasing', '', true)")
    return taken


def found_in(text: str, whose: str, filled) -> set[tuple[str, str]]:
    """Which of somebody's words stand in a text."""
    by_label = {sheet.label: sheet for sheet in contract.sheets()}
    return {(label, column) for label, column in filled if word(whose, by_label[label], column) in text}


def to_be_found(reader, filled) -> set[tuple[str, str]]:
    """Which of their own words the reader takes along: those in columns that go along, of rows they see."""
    found = set()
    for sheet in contract.sheets():
        columns = reader.columns_of(sheet)
        for row in sheet.rows(reader) if columns else ():
            open_now = not sheet.closed or sheet.opens(row, reader)
            found |= {
                (sheet.label, column)
                for column in columns
                if (sheet.label, column) in filled and (open_now or column not in sheet.closed.split())
            }
    return found
