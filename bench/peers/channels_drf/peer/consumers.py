# mypy: ignore-errors
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from peer.models import Message, Room
from peer.serializers import MessageSerializer

HISTORY = 50


class ChatConsumer(AsyncJsonWebsocketConsumer):
    async def connect(self):
        self.user = self.scope["user"]
        self.room_id = self.scope["url_route"]["kwargs"]["room_id"]
        self.group = f"chat_{self.room_id}"
        if not await self.may_enter():
            await self.close(4403)
            return
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()
        for message in await self.history():
            await self.send_json(message)

    async def disconnect(self, code):
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive_json(self, content):
        message = await self.store(content)
        await self.channel_layer.group_send(self.group, {"type": "chat.message", **message})

    async def chat_message(self, event):
        await self.send_json({key: value for key, value in event.items() if key != "type"})

    @database_sync_to_async
    def may_enter(self):
        rooms = Room.objects.filter(pk=self.room_id)
        if not self.user.is_staff:
            rooms = rooms.filter(owner=self.user)
        return self.user.is_authenticated and rooms.exists()

    @database_sync_to_async
    def history(self):
        newest = Message.objects.filter(room=self.room_id).select_related("author")
        return MessageSerializer(newest.order_by("-pk")[:HISTORY][::-1], many=True).data

    @database_sync_to_async
    def store(self, content):
        message = Message.objects.create(
            room_id=self.room_id,
            author=self.user,
            body=content["message"],
            client_message_id=content.get("client_message_id"),
        )
        return MessageSerializer(message).data
