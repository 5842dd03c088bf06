"""What a grant lets see at a moment, as a few words that can be compared later: ages change it without a new grant."""

from records.models.access import Scope
from records.policies import has_scope


def sight_of(grant) -> list[str]:
    """['full', 'self', 'appointments', …]. The grant tells whether it is `under_review`, as `live` ones do."""
    scopes = [str(scope) for scope in Scope if has_scope(grant, scope)]
    return [str(grant.level), *(["self"] if grant.is_self else []), *scopes]
