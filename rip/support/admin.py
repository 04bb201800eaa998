from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from rip.support.forms import CannedReplyForm
from rip.support.models import DESK_ORDER, CannedReply, Message, Room


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Nobody changes the words of others."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Room)
class RoomAdmin(ReadOnlyAdmin):
    list_display = ["pk", "owner", "assignee", "last_seq", "last_activity"]
    list_select_related = ["owner", "assignee"]
    search_fields = ["owner__username", "=owner__id"]
    ordering = DESK_ORDER


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["room", "seq", "author", "body", "created"]
    list_select_related = ["author"]
    search_fields = ["body", "author__username", "=room__owner__id"]
    list_filter = ["created"]
    ordering = ["-created"]


@admin.register(CannedReply)
class CannedReplyAdmin(admin.ModelAdmin[CannedReply]):
    form = CannedReplyForm
    list_display = ["__str__", "title", "used"]
    search_fields = ["shortcut", "title", "text_ru", "text_en"]
    ordering = ["-used", "shortcut"]
