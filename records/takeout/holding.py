"""Which rows a take-out holds, for a row may be kept from its reader later: unshared, hidden, marked confidential."""

from records.contract import sheets


def hold(taken, reader) -> None:
    """Note what the reader sees now, beside what was noted before."""
    for sheet in sheets():
        if sheet.may_close and reader.columns_of(sheet):
            seen = {str(pk) for pk in sheet.rows(reader).values_list("pk", flat=True)}
            if rows := seen.union(taken.holds.get(sheet.label, ())):
                taken.holds[sheet.label] = sorted(rows)
    type(taken).objects.filter(pk=taken.pk).update(holds=taken.holds)


def sees_all_of(holds, reader) -> bool:
    """Whether the reader still sees every row that was noted: one query a table."""
    by_label = {sheet.label: sheet for sheet in sheets()}
    return all(
        by_label[label].rows(reader).filter(pk__in=rows).count() == len(rows) for label, rows in holds.items()
    )
