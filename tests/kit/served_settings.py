"""The settings of the sites that tests talk to: as shipped, but for the price of passwords."""

from rip.settings import *  # noqa: F403

PASSWORD_HASHERS = ["tests.kit.hashers.QuickArgon2id"]
