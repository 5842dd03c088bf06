"""Passwords cost an attacker 19 MiB each (Settled 12)."""

from accounts.hashers import Argon2id


def test_what_is_written_into_the_hash():
    encoded = Argon2id().encode("a blue bicycle", Argon2id().salt())
    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
