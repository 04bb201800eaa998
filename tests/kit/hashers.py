"""The hasher of tests, and of the sites they talk to: as shipped, but for its price."""

from rip.accounts.passwords.hashers import Argon2id


class QuickArgon2id(Argon2id):
    """Hashes thousands of the cast's passwords in the time that one takes."""

    time_cost = 1
    memory_cost = 8
