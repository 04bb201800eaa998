# mypy: ignore-errors
from django.urls import path
from rest_framework.generics import ListAPIView
from rest_framework_simplejwt.views import TokenObtainPairView

from peer.models import Message
from peer.serializers import MessageSerializer


class Messages(ListAPIView):
    serializer_class = MessageSerializer

    def get_queryset(self):
        return Message.objects.filter(room=self.kwargs["room_id"], room__owner=self.request.user)


urlpatterns = [
    path("api/token/", TokenObtainPairView.as_view()),
    path("api/rooms/<int:room_id>/messages/", Messages.as_view()),
]
