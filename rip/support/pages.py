"""The chat as a page of its own (without a script a form and the newest messages), and the desk."""

import uuid
from contextlib import suppress

from asgiref.sync import async_to_sync
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_safe

from rip.accounts.models import User
from rip.chat.messages.drafts import Draft
from rip.chat.messages.pictures import picture_in
from rip.chat.protocol.frames import HISTORY
from rip.core.errors import Unavailable
from rip.pages.rows import fill, row_of, rows_kept
from rip.support.chat import hub, queue
from rip.support.forms import ChatForm
from rip.support.kind import SUPPORT
from rip.support.models import Message, Side
from rip.support.rooms import rooms


@require_http_methods(["GET", "HEAD", "POST"])
def chat(request: HttpRequest) -> HttpResponse:
    """One's own conversation with support. Operators have the desk."""
    if not request.user.is_authenticated:
        return render(request, "support/chat.html", status=200 if request.method != "POST" else 403)
    user = request.user
    if user.is_staff:
        return redirect("desk")
    posted = request.POST if request.method == "POST" else None
    form = ChatForm(posted, initial={"client_message_id": uuid.uuid4().hex})
    if form.is_valid():
        room = rooms.room_open(owner=user)
        fields = form.cleaned_data
        draft = Draft(room.pk, Side.CUSTOMER, user, fields["message"], fields["client_message_id"])
        async_to_sync(_post)(draft)
        return redirect("chat")
    context = {"form": form, "messages_shown": fill(_messages(user), request)}
    return render(request, "support/chat.html", context, status=400 if form.errors else 200)


async def _post(draft: Draft) -> None:
    await queue.post(draft)


def _messages(user: User) -> list[SafeString]:
    """The newest messages. They count as read."""
    found = Message.objects.in_room(user.pk).page(before=None, after=None, limit=HISTORY)
    if found and not _has_read(user, found[-1].seq):
        # The mark is tried again, and the page is as good without it.
        with suppress(Unavailable):
            async_to_sync(hub.mark_now)(user.pk, Side.CUSTOMER, found[-1].seq)
    return [_row(message, user) for message in found]


def _row(message: Message, user: User) -> SafeString:
    author = message.author.username
    # A database that was put back from a copy may give a number again, but not at the same time.
    is_own = message.author_id == user.pk
    key = ("message", get_language(), message.pk, message.created, is_own, author)

    def render() -> SafeString:
        context = {
            "message": message,
            "author": author,
            "is_own": is_own,
            "picture": picture_in(message.body, kind=SUPPORT),
        }
        return row_of("support/message.html", context)

    return rows_kept.get(key, render)


def _has_read(user: User, seq: int) -> bool:
    """True if the mark is there already: to move it takes the turn of a writer."""
    marks = SUPPORT.read_mark_model._default_manager
    return marks.filter(room=user.pk, side=Side.CUSTOMER, seq__gte=seq).exists()


@require_safe
@ensure_csrf_cookie
def desk(request: HttpRequest) -> HttpResponse:
    """Every conversation, for operators; the rest is the desk's script."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not request.user.is_staff:
        raise PermissionDenied
    return render(request, "support/desk.html")
