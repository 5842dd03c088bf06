"""Columns by which two records of one person find each other, always made from the name and the telephone number."""

import re

from common.folding import FoldedField, fold
from records.joining.nicknames import root

PHONE_DIGITS = 10  # enough to tell two numbers apart, and without a country's prefix or a leading zero


def given_key(given_name: str) -> str:
    """The first given name, by its root: 'Liz-Ann' → 'elizabeth'."""
    words = fold(given_name).split()
    return root(words[0]) if words else ""


def compact(name: str) -> str:
    """A folded name in one word: 'O’Connor', 'O Connor' and 'Oconnor' are one."""
    return fold(name).replace(" ", "")


def phone_key(phone: str) -> str:
    """The last digits of a number, without what people put between them; empty for what is too short to tell."""
    digits = re.sub(r"\D", "", phone)[-PHONE_DIGITS:]
    return digits if len(digits) >= 7 else ""


class KeyField(FoldedField):
    """A column that is made anew from other columns whenever its row is saved."""

    def made_of(self, *values: str) -> str:
        raise NotImplementedError

    def pre_save(self, row, add):
        made = self.made_of(*(str(getattr(row, name) or "") for name in self.of))
        setattr(row, self.attname, made)
        return made


class GivenKey(KeyField):
    """See `given_key`."""

    def made_of(self, given_name):
        return given_key(given_name)


class FamilyKey(KeyField):
    """See `compact`."""

    def made_of(self, family_name):
        return compact(family_name)


class NameKey(KeyField):
    """Both names in whichever order they were typed: two boxes are easily mixed up."""

    def made_of(self, given_name, family_name):
        return " ".join(sorted([given_key(given_name), root(compact(family_name))]))


class PhoneKey(KeyField):
    """See `phone_key`."""

    def made_of(self, phone):
        return phone_key(phone)
