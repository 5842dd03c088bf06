"""Mailed secrets are derived, never stored (Settled 2)."""

import uuid

from common import tokens

ROW = uuid.UUID(int=7)


def test_the_same_row_gives_the_same_secret_and_names_itself():
    token = tokens.derive("verify", ROW, "nonce")
    assert token == tokens.derive("verify", ROW, "nonce")
    assert (len(token), tokens.row_of(token)) == (64, ROW)
    assert tokens.matches(token, "verify", ROW, "nonce")


def test_another_purpose_row_or_nonce_is_another_secret():
    token = tokens.derive("verify", ROW, "nonce")
    assert not tokens.matches(token, "claim", ROW, "nonce")
    assert not tokens.matches(token, "verify", uuid.UUID(int=8), "nonce")
    assert not tokens.matches(token, "verify", ROW, "later")


def test_nonsense_is_no_token():
    for text in ("", "x", "é" * 64, "a" * 65, "A" * 63, "\x00" * 64, "a" * 10_000):
        assert tokens.row_of(text) is None


def test_the_key_decides(settings):
    token = tokens.derive("verify", ROW, "nonce")
    settings.TOKEN_KEY = "another key"
    assert not tokens.matches(token, "verify", ROW, "nonce")
