"""A link that is mailed again, to another address."""

from accounts.tests.factories import AccountFactory
from common.tests.moment import AT
from records.actions import codes
from records.models import Grant
from records.models.access import Relation
from records.tests.test_pages import BIRTH, LINK, follow, signed_in


def test_mailed_to_another_address_the_first_mail_s_link_is_dead(cast):
    """Else whoever got it by mistake could prove the right address with it, unread."""
    given = {"relation": Relation.SELF, "scopes": [], "by": cast.finn, "at": AT}
    row, _words = codes.issue_code(cast.ana_record, **given)
    codes.mail_link(row, email="mistyped@example.net", by=cast.finn, at=AT)
    row.refresh_from_db()
    old = row.token
    codes.mail_link(row, email="mistyped@example.net", by=cast.finn, at=AT)
    row.refresh_from_db()
    assert row.token == old
    codes.mail_link(row, email="right@example.net", by=cast.finn, at=AT)
    stranger = AccountFactory(email="right@example.net", verified_at=None)
    browser = signed_in(stranger)
    follow(browser, old)
    assert browser.post(LINK, BIRTH).status_code == 410
    stranger.refresh_from_db()
    assert not stranger.is_verified and not Grant.objects.filter(account=stranger).exists()
