from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id at 19 MiB, t = 2, p = 1: about 18 ms (Settled 12; Django's default costs 207 ms and 100 MiB)."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


class Argon2idForTests(Argon2id):
    """The same hash with the least work, for the test suite only."""

    time_cost = 1
    memory_cost = 8
