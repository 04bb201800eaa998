"""The support calls: which room is mine, which rooms are there, and the chat without a socket."""

from typing import Annotated, Final

import msgspec
from django.utils.translation import gettext_lazy as _
from fastapi import APIRouter, Depends, Path, Query, Response

from rip.accounts.bearer import SignedIn, Staff
from rip.accounts.models import User
from rip.chat.messages.drafts import Draft
from rip.chat.messages.log import frames_page
from rip.chat.messages.pictures import picture_add, picture_check
from rip.chat.messages.read_marks import read_marks_of
from rip.chat.protocol.frames import HISTORY
from rip.core.database import threads
from rip.core.database.inline_reads import inline_reader
from rip.core.errors import BadInput
from rip.core.http.bodies import Body, describe_body, describe_pictures, read_body
from rip.core.http.cursors import Page
from rip.core.http.limits import ProcessLimit, RateLimit
from rip.core.http.problems import responses
from rip.core.http.queries import describe_query, read_query
from rip.core.http.responses import private_json
from rip.core.http.routes import direct
from rip.core.pictures.convert import convert
from rip.core.work.coalesce import CoalescedCheck
from rip.core.work.lru import SeenRecently
from rip.support.api import schemas
from rip.support.chat import hub, queue
from rip.support.kind import SUPPORT
from rip.support.rooms import lists, rooms
from rip.support.rooms.lists import NOBODY, RoomFilter, page_query

MESSAGES: Final = RateLimit("messages", "600/minute")
CHAT_PICTURES: Final = RateLimit("chat-pictures", "30/minute")
SUPPORT_ONLINE: Final = RateLimit("support-online", "120/minute")
WHOLE_ROOM_LISTS: Final = ProcessLimit(per_minute=120, burst=60)

# A longer page would hold up the event loop for too long.
MOST_INLINE: Final = 50

router = APIRouter()

# Customers whose room is there. Who enters their own room opens it, should it be gone again.
_opened: Final[SeenRecently[int]] = SeenRecently(10_000)
_inline = inline_reader()
_encode = msgspec.json.Encoder().encode

RoomNumber = Annotated[int, Path(ge=1, le=2**63 - 1, description="The room's number.")]
Seq = Annotated[int | None, Query(ge=0, le=2**63 - 1)]
ROOM = "/api/v1/support/rooms/{room}"


@router.get("/api/v1/support_chat", response_model=schemas.OwnRoom, responses=responses(401))
@direct
async def own_room(session: SignedIn) -> Response:
    """The caller's own support room. Connect to `/ws/chat/ROOM/?uuid=TICKET` to talk."""
    # A room's number is its owner's id.
    number = session.user.pk
    if number not in _opened:
        await threads.write(rooms.room_open, owner=session.user)
        _opened.again(number)
    return private_json(msgspec.json.encode({"room_name": number}))


# Operators who ask while it is being read share the next reading.
_all_rooms: Final = CoalescedCheck(lambda: threads.read(lists.chats_list))


@router.get(
    "/api/v1/chats_list",
    response_model=schemas.ChatsList,
    dependencies=[Depends(WHOLE_ROOM_LISTS)],
    responses=responses(401, 403, 429),
)
@direct
async def all_rooms(session: Staff) -> Response:
    """Every room, for operators: unread ones first, then those with the newest activity."""
    return private_json(await _all_rooms.result())


@router.get(
    "/api/v1/support/rooms",
    response_model=schemas.Rooms,
    responses=responses(400, 401),
    openapi_extra=describe_query(schemas.RoomsQuery),
)
@direct
async def list_rooms(
    session: SignedIn,
    query: Annotated[schemas.RoomsQuery, Depends(read_query(schemas.RoomsQuery))],
) -> Response:
    """The rooms the caller may see, unread ones first: all for operators, else their own."""
    page = await _page(session.user, query)
    return private_json(_encode({"rooms": page.items, "next_cursor": page.next_cursor}))


async def _page(user: User, query: schemas.RoomsQuery) -> Page:
    whose = {None: None, "me": user.pk, "nobody": NOBODY}[query.assignee]
    wanted = RoomFilter(query.q, query.status, whose, query.unread)
    # A search may look at many names.
    if _inline is not None and not query.q and query.limit <= MOST_INLINE:
        found = page_query(user=user, limit=query.limit, cursor=query.cursor, wanted=wanted)
        rows = _inline.rows(found.statement.inline(), found.statement.values)
        if rows is not None:
            return found.page(rows)
    return await threads.read(
        lists.rooms_page, user=user, limit=query.limit, cursor=query.cursor, wanted=wanted
    )


@router.get(
    f"{ROOM}/messages",
    response_model=schemas.Messages,
    responses=responses(400, 401, 403, 404),
)
async def list_messages(
    session: SignedIn,
    room: RoomNumber,
    before: Seq = None,
    after: Seq = None,
    limit: Annotated[int, Query(ge=1, le=200)] = HISTORY,
) -> Response:
    """Messages before or after a number; without either, the newest."""
    body = await threads.read(_messages, session.user, room, before, after, limit)
    return private_json(body)


def _messages(user: User, room_id: int, before: int | None, after: int | None, limit: int) -> bytes:
    """A `Messages` as JSON, in which each message is the frame that the room got."""
    room = rooms.room_enter(user=user, room_id=room_id)
    found = frames_page(kind=SUPPORT, room_id=room_id, before=before, after=after, limit=limit)
    return msgspec.json.encode(
        {
            "messages": msgspec.Raw(f"[{','.join(found)}]".encode()),
            "last_seq": room.last_seq,
            "epoch": room.epoch,
            "read": read_marks_of(kind=SUPPORT, room_id=room_id),
        }
    )


@router.post(
    f"{ROOM}/messages",
    status_code=201,
    dependencies=[Depends(MESSAGES)],
    responses=responses(400, 401, 403, 404, 413, 415, 429, 503),
    openapi_extra=describe_body(schemas.MessageIn),
)
async def post_message(
    session: SignedIn,
    room: RoomNumber,
    body: Annotated[Body[schemas.MessageIn], Depends(read_body(schemas.MessageIn))],
) -> schemas.MessageOut:
    """Send a message. Answered once it is stored; safe to repeat with `client_message_id`."""
    seat = await threads.read(SUPPORT.enter, user=session.user, room_id=room)
    fields = body.fields
    posted = await queue.post(
        Draft(room, seat.side, session.user, fields.message, fields.client_message_id)
    )
    return schemas.MessageOut.model_validate_json(posted.frame)


@router.post(
    f"{ROOM}/read",
    responses=responses(400, 401, 403, 404, 413, 415),
    openapi_extra=describe_body(schemas.ReadIn),
)
async def mark_read(
    session: SignedIn,
    room: RoomNumber,
    body: Annotated[Body[schemas.ReadIn], Depends(read_body(schemas.ReadIn))],
) -> schemas.ReadMarks:
    """Say that the caller's side has read everything up to a number."""
    seat = await threads.read(SUPPORT.enter, user=session.user, room_id=room)
    await hub.mark_now(room, seat.side, min(body.fields.seq, seat.room.last_seq))
    marks = await threads.read(read_marks_of, kind=SUPPORT, room_id=room)
    return schemas.ReadMarks.model_validate(marks)


@router.post(
    f"{ROOM}/pictures",
    status_code=201,
    dependencies=[Depends(CHAT_PICTURES)],
    responses=responses(400, 401, 403, 404, 409, 413, 415, 429),
    openapi_extra=describe_pictures(),
)
async def add_picture(
    session: SignedIn,
    room: RoomNumber,
    body: Annotated[Body[schemas.PictureOnly], Depends(read_body(schemas.PictureOnly))],
) -> schemas.PictureOut:
    """Upload a picture, the file part `image`. Then send a message whose text is its address."""
    await threads.read(picture_check, kind=SUPPORT, user=session.user, room_id=room)
    if body.picture is None:
        raise BadInput(errors={"image": [_("This field is required.")]})
    ready = await body.while_wanted(convert(body.picture))
    picture = await threads.write(
        picture_add, kind=SUPPORT, user=session.user, room_id=room, picture=ready
    )
    return schemas.PictureOut(
        image=picture.url,
        thumbnail=picture.thumbnail,
        width=picture.width,
        height=picture.height,
    )


@router.get(
    "/api/v1/support/online",
    dependencies=[Depends(SUPPORT_ONLINE)],
    responses=responses(429),
)
async def support_online() -> schemas.SupportOnline:
    """True if an operator is there now, for people who have not written yet."""
    return schemas.SupportOnline(online=hub.presence.others_online())
