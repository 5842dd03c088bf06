"""The rules of which a clinic has one row: nothing is decided before it is saved, and each table is one page."""

import pytest

from audit.models import Event
from office.tests.settings.test_pages import lines, page, wrong
from records.models import AccessRules
from records.models.kinds import Kind
from records.policies import rules_of
from smartforms.models import preferences_of


@pytest.fixture
def nora(cast, client, sign_in):
    return sign_in(client, cast.nora)


def changes() -> list:
    return list(Event.objects.filter(verb__startswith="settings.").values_list("verb", flat=True))


def test_the_ages_are_chosen_and_the_kinds_of_documents_stay(cast, nora):
    AccessRules.objects.create(clinic=cast.harbour, hidden_kinds=[Kind.RESULT])
    said = {"review_age": "16", "majority_age": "12", "full_by_invitation": "on"}
    assert wrong(nora.post(page("access"), said)) == {
        "majority_age": ["The age of majority comes after the review age"]
    }
    assert set(wrong(nora.post(page("access"), said | {"review_age": "soon"}))) == {"review_age"}
    assert not rules_of(cast.harbour).has_ages and changes() == []
    assert nora.post(page("access"), said | {"majority_age": "19"})["Location"] == page()
    rules = rules_of(cast.harbour)
    assert (rules.review_age, rules.majority_age, rules.full_by_invitation) == (16, 19, True)
    assert (rules.plans_when_signed, rules.hidden_kinds) == (False, [Kind.RESULT])
    assert (changes(), rules_of(cast.lakeside).has_ages) == (["settings.changed"], False)


def test_forms_and_keeping_have_their_rules(cast, nora):
    said = {"open_days": "30", "submit_days": "45", "crisis_words": "Call 988."}
    assert set(wrong(nora.post(page("forms"), said | {"open_days": "0"}))) == {"open_days"}
    assert set(wrong(nora.post(page("retention"), {"years": "51"}))) == {"years"}
    assert nora.post(page("forms"), said).status_code == 302
    assert nora.post(page("retention"), {"years": "15"}).status_code == 302
    cast.harbour.refresh_from_db()
    assert preferences_of(cast.harbour).open_days == 30
    told = lines(nora.get(page()))
    assert (told["Rules for forms"], told["Keeping records"]) == ("open for 30 days", "for 15 years")
    cast.lakeside.refresh_from_db()
    assert preferences_of(cast.lakeside).open_days == 60
