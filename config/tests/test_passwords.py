"""The real settings, not those of the tests (Settled 12)."""

from config import settings


def test_production_uses_argon2id_first():
    assert settings.PASSWORD_HASHERS[0] == "accounts.hashers.Argon2id"
