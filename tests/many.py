"""Many rows like one, made by the database itself."""

from django.db import connection
from django.db.models import NOT_PROVIDED


def many(row, number: int, **differs) -> None:
    """As many rows as `number`, that one among them; `differs` is SQL for columns in which they do, by their `n`.

    Keys that are UUIDs are made anew, or are what `differs` says; numbers are the database's.
    """
    quote = connection.ops.quote_name
    columns = {}
    for field in row._meta.concrete_fields:
        if field.primary_key and field.get_internal_type() != "UUIDField":
            continue
        if field.generated or (field.db_default is not NOT_PROVIDED and field.name not in differs):
            continue
        usual = "gen_random_uuid()" if field.primary_key else f"one.{quote(field.column)}"
        columns[quote(field.column)] = differs.get(field.name, usual)
    table, key = quote(row._meta.db_table), quote(row._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())}"
            f" FROM {table} one, generate_series(2, %s) n WHERE one.{key} = %s",
            [number, row.pk],
        )


def uuid_by(word: str) -> str:
    """SQL for a key that is the same wherever `n` is."""
    return f"md5('{word}' || n)::uuid"
