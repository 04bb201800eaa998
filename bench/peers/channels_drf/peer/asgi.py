# mypy: ignore-errors
import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peer.settings")
http = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path

from peer.consumers import ChatConsumer
from peer.middleware import JWTAuthMiddleware

sockets = URLRouter([path("ws/chat/<int:room_id>/", ChatConsumer.as_asgi())])
application = ProtocolTypeRouter({"http": http, "websocket": JWTAuthMiddleware(sockets)})
