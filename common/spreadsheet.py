"""Tables for spreadsheets, in which no cell is a formula (cases C60, A5 #32)."""

# What makes a spreadsheet work something out instead of showing it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_text(cell: str) -> str:
    """The words of a cell, so that a spreadsheet shows them and runs nothing."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
