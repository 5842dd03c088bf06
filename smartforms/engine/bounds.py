"""How much a formula may cost, in calls and values. Not in time: signals do not work in threads (Settled 17)."""

from decimal import Decimal
from enum import StrEnum

MOST_WORK = 100_000  # calls, and values that went through them; a formula over 800 items needs some 20,000
MOST_WORK_OF_A_FORM = 2_000_000  # all formulas together, each time; 40 over 800 items need some 550,000
LONGEST_TEXT = 20_000  # letters, as the longest answer
GREATEST = 10**30
GREATEST_POWER = 100


class Reason(StrEnum):
    """Why a formula has no value; for the report of an import and for the log, never a patient's page."""

    TOO_LONG = "too_long"
    TOO_DEEP = "too_deep"
    TOO_MANY_OPERATIONS = "too_many_operations"
    UNREADABLE = "unreadable"
    UNKNOWN_FUNCTION = "unknown_function"
    TOO_MANY_ITEMS = "too_many_items"
    TOO_MUCH_WORK = "too_much_work"
    FAILED = "failed"


class Refused(Exception):
    """A formula that is not worked out."""

    def __init__(self, reason: Reason, detail: str = ""):
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


class Work:
    """What one formula has cost so far; raises Refused once it is too much.

    `within` is what it counts towards besides: the work of all formulas of a form.
    """

    def __init__(self, most: int = MOST_WORK, within: "Work | None" = None):
        self.done, self.most, self.within = 0, most, within

    def add(self, amount: int) -> None:
        self.done += amount
        if self.done > self.most:
            raise Refused(Reason.TOO_MUCH_WORK, "too many values")
        if self.within:
            self.within.add(amount)

    def checked(self, result):
        """Count a result, and refuse texts and numbers that grew beyond anything an answer can be."""
        values = result if isinstance(result, list) else [result]
        self.add(1 + len(values))
        for value in values:
            if isinstance(value, str) and len(value) > LONGEST_TEXT:
                raise Refused(Reason.TOO_MUCH_WORK, "a text grew too long")
            if isinstance(value, int | Decimal) and abs(value) > GREATEST:
                raise Refused(Reason.TOO_MUCH_WORK, "a number grew too great")
        return result
