"""One place says what people are to each other; every page takes its words from it."""

from datetime import date

import pytest

from records import presenters
from records.models import Grant, Patient
from records.models.access import Relation

ON = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("relation", "tab", "line", "sentence", "account"),
    [
        (Relation.SELF, "You", None, None, "The patient"),
        (Relation.PARENT, "Child, 9", "Your child, 9", "your child", "Parent"),
        (Relation.PARTNER, "Partner, 9", "Your partner, 9", "your partner", "Partner"),
        (Relation.GUARDIAN, "In your care, 9", "In your care, 9", "who is in your care", "Guardian"),
        (Relation.CARER, "In your care, 9", "In your care, 9", "who is in your care", "Carer"),
    ],
)
def test_each_relation_from_every_side(relation, tab, line, sentence, account):
    grant = Grant(relation=relation, patient=Patient(date_of_birth=date(2017, 5, 4)))
    assert presenters.on_a_tab(grant, on=ON) == tab
    assert presenters.of_the_account(grant.relation) == account
    if line:
        assert presenters.on_a_line(grant, on=ON) == line
        assert presenters.in_a_sentence(grant.relation) == sentence


def test_everybody_who_books_for_another_can_say_how_they_look_after_them():
    assert [relation for relation, _words in presenters.I_AM] == [r for r in Relation if r != Relation.SELF]
