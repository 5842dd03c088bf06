"""Which rows a take-out holds, for a row may be kept from its reader later: unshared, hidden, marked confidential."""

from records.contract import sheets


def seen_now(reader) -> dict[str, set]:
    """Table → ids of what the reader sees at this moment."""
    return {
        sheet.label: {str(pk) for pk in sheet.rows(reader).values_list("pk", flat=True)}
        for sheet in sheets()
        if sheet.may_close and reader.columns_of(sheet)
    }


def hold(taken, rows: dict[str, set]) -> None:
    """Note these rows, beside what was noted before."""
    for label, ids in rows.items():
        if held := ids.union(taken.holds.get(label, ())):
            taken.holds[label] = sorted(held)
    type(taken).objects.filter(pk=taken.pk).update(holds=taken.holds)


def sees_all_of(holds, reader) -> bool:
    """Whether the reader still sees every row that was noted: one query a table."""
    by_label = {sheet.label: sheet for sheet in sheets()}
    return all(
        by_label[label].rows(reader).filter(pk__in=rows).count() == len(rows) for label, rows in holds.items()
    )
