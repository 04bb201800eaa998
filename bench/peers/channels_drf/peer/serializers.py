# mypy: ignore-errors
from rest_framework import serializers

from peer.models import Message


class MessageSerializer(serializers.ModelSerializer):
    sender = serializers.CharField(source="author.username")
    message = serializers.CharField(source="body")
    sent_at = serializers.DateTimeField(source="created")

    class Meta:
        model = Message
        fields = ["sender", "message", "id", "sent_at", "client_message_id"]
