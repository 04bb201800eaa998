# mypy: ignore-errors
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.middleware import BaseMiddleware
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken


@database_sync_to_async
def user_of(token):
    try:
        user_id = AccessToken(token)["user_id"]
    except TokenError:
        return AnonymousUser()
    return get_user_model().objects.filter(pk=user_id).first() or AnonymousUser()


class JWTAuthMiddleware(BaseMiddleware):
    """Takes the user from the access token in `?token=`."""

    async def __call__(self, scope, receive, send):
        query = parse_qs(scope["query_string"].decode())
        scope["user"] = await user_of(query.get("token", [""])[0])
        return await super().__call__(scope, receive, send)
