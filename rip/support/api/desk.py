"""The calls of operators about a room: its status, its assignee, notes about its customer."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from rip.accounts.bearer import Staff
from rip.accounts.models import User
from rip.core.database import threads
from rip.core.http.bodies import Body, describe_body, read_body
from rip.core.http.problems import responses
from rip.support.api import schemas
from rip.support.api.rooms import ROOM, RoomNumber
from rip.support.chat import hub
from rip.support.rooms import notes, rooms
from rip.support.rooms.lists import summaries_of

router = APIRouter()

CHANGES = responses(400, 401, 403, 404, 409, 413, 415)


@router.put(f"{ROOM}/status", responses=CHANGES, openapi_extra=describe_body(schemas.StatusIn))
async def set_status(
    session: Staff,
    room: RoomNumber,
    body: Annotated[Body[schemas.StatusIn], Depends(read_body(schemas.StatusIn))],
) -> schemas.RoomSummary:
    """Say where a room stands. It holds until the next message changes it.

    409 when the customer has written after `seq`.
    """
    fields = body.fields
    await threads.write(rooms.room_decide, room_id=room, status=fields.status, seq=fields.seq)
    return await _tended(room)


@router.put(f"{ROOM}/assignee", responses=CHANGES, openapi_extra=describe_body(schemas.AssigneeIn))
async def set_assignee(
    session: Staff,
    room: RoomNumber,
    body: Annotated[Body[schemas.AssigneeIn], Depends(read_body(schemas.AssigneeIn))],
) -> schemas.RoomSummary:
    """Take a room, hand it over, or let it go. 409 when it is somebody else's by now."""
    fields = body.fields
    await threads.write(rooms.room_assign, room_id=room, assignee=fields.assignee, was=fields.was)
    return await _tended(room)


async def _tended(room: int) -> schemas.RoomSummary:
    hub.tell_touched(room)
    [summary] = await threads.read(summaries_of, room_ids=[room])
    return schemas.RoomSummary.model_validate(summary)


@router.get(f"{ROOM}/customer", responses=responses(400, 401, 403, 404))
async def show_customer(session: Staff, room: RoomNumber) -> schemas.Customer:
    """The room's customer. Their adverts are at `GET /api/v1/adverts?owner=ID`."""
    return schemas.Customer.model_validate(await threads.read(notes.customer_of, room_id=room))


@router.post(
    f"{ROOM}/notes",
    status_code=201,
    responses=responses(400, 401, 403, 404, 413, 415),
    openapi_extra=describe_body(schemas.NoteIn),
)
async def add_note(
    session: Staff,
    room: RoomNumber,
    body: Annotated[Body[schemas.NoteIn], Depends(read_body(schemas.NoteIn))],
) -> schemas.NoteOut:
    """Keep a note about the customer. Only operators see it."""
    note = await threads.write(
        notes.note_add, author=session.user, room_id=room, body=body.fields.text
    )
    hub.tell_touched(room)
    return schemas.NoteOut.model_validate(note)


@router.delete(f"{ROOM}/notes/{{note}}", responses=responses(400, 401, 403, 404))
async def remove_note(
    session: Staff, room: RoomNumber, note: Annotated[int, Path(ge=1, le=2**63 - 1)]
) -> schemas.Customer:
    """Remove a note, whoever wrote it; the customer as they are then."""
    await threads.write(notes.note_remove, room_id=room, note_id=note)
    hub.tell_touched(room)
    return await show_customer(session, room)


@router.get("/api/v1/support/operators", responses=responses(401, 403))
async def list_operators(session: Staff) -> schemas.Operators:
    """Everyone a room can be handed to."""
    names = await threads.read(_operator_names)
    online = {name for name, _ in hub.presence.others()}
    return schemas.Operators(
        operators=[schemas.OperatorOut(name=name, online=name in online) for name in names]
    )


def _operator_names() -> list[str]:
    operators = User.objects.filter(is_staff=True, is_active=True).order_by("username_key")
    return list(operators.values_list("username", flat=True))
