# mypy: ignore-errors
"""A chat site as the guides of Django, Channels and DRF say to write it."""

import os
from datetime import timedelta

import dj_database_url
import pymysql

pymysql.install_as_MySQLdb()

SECRET_KEY = "not a secret: this site is only measured"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "channels",
    "rest_framework",
    "rest_framework_simplejwt",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "peer",
]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "peer.urls"
ASGI_APPLICATION = "peer.asgi.application"

# Off is the default, and Django's guide says to leave persistent connections off under ASGI. How it
# is with them is measured too.
DATABASES = {
    "default": dj_database_url.parse(
        os.environ["DATABASE_URL"], conn_max_age=int(os.environ.get("PEER_CONN_MAX_AGE", "0"))
    )
}
# Without ssl_disabled PyMySQL reads all root certificates for every new connection: 40 ms each.
DATABASES["default"]["OPTIONS"] = {"charset": "utf8mb4", "ssl_disabled": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [os.environ["REDIS_URL"]]},
    }
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework_simplejwt.authentication.JWTAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}
SIMPLE_JWT = {"ACCESS_TOKEN_LIFETIME": timedelta(hours=12)}
USE_TZ = True
