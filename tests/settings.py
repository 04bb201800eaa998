"""The settings tests run with: rip's own, with a data folder that is thrown away.

DATABASE_URL and REDIS_URL are taken from the environment, so the same suites run on every backend.
Nothing else is: not the other settings, not `.env`, not the secret files.
"""

import atexit
import os
import shutil
import tempfile

DATA_DIR = tempfile.mkdtemp(prefix="rip-tests-")
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)

for name in list(os.environ):
    if name.startswith("RIP_") and not name.startswith("RIP_TEST_"):
        del os.environ[name]
for name in ("ALLOWED_HOSTS", "DEBUG", "PORT", "SECRET_KEY", "WEB_CONCURRENCY"):
    os.environ.pop(name, None)
os.environ["RIP_DATA_DIR"] = DATA_DIR
os.environ["RIP_RATE_LIMITS"] = "off"
os.environ["RIP_ENV_FILE"] = os.environ["RIP_SECRETS_DIR"] = os.devnull

from rip.settings import *  # noqa: E402, F403
from rip.settings import DATABASES, INSTALLED_APPS, PASSWORD_HASHERS  # noqa: E402

# A second kind of room, which shows that the chat engine knows none in particular.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.chat.letters"]

# Most tests make users, and few are about their passwords: these take the hashers as shipped.
SHIPPED_PASSWORD_HASHERS = PASSWORD_HASHERS
PASSWORD_HASHERS = ["tests.kit.hashers.QuickArgon2id"]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, because the threads of a test must see one database.
    DATABASES["default"]["TEST"] = {"NAME": f"{DATA_DIR}/test.sqlite3"}
    if template := os.environ.get("RIP_TEST_TEMPLATE"):
        # Migrated already; pytest takes it with --reuse-db.
        shutil.copy(template, DATABASES["default"]["TEST"]["NAME"])
