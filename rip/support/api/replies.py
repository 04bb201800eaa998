"""Canned replies, for operators."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from rip.accounts.bearer import Staff
from rip.core.database import threads
from rip.core.http.bodies import Body, describe_body, read_body
from rip.core.http.problems import responses
from rip.support.api import schemas
from rip.support.rooms import replies

router = APIRouter()

REPLIES = "/api/v1/support/replies"
ReplyNumber = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.get(REPLIES, responses=responses(401, 403))
async def list_replies(session: Staff) -> schemas.Replies:
    """All canned replies, the most used first."""
    listed = await threads.read(replies.replies_listed)
    return schemas.Replies(replies=[schemas.ReplyOut.model_validate(reply) for reply in listed])


@router.post(
    REPLIES,
    status_code=201,
    responses=responses(400, 401, 403, 413, 415),
    openapi_extra=describe_body(schemas.ReplyIn),
)
async def create_reply(
    session: Staff,
    body: Annotated[Body[schemas.ReplyIn], Depends(read_body(schemas.ReplyIn))],
) -> schemas.ReplyOut:
    """Keep a canned reply. Its text may have `{name}` and `{operator}` in it."""
    values = body.fields.model_dump()
    return schemas.ReplyOut.model_validate(await threads.write(replies.reply_create, values=values))


@router.patch(
    f"{REPLIES}/{{reply}}",
    responses=responses(400, 401, 403, 404, 413, 415),
    openapi_extra=describe_body(schemas.ReplyChange),
)
async def change_reply(
    session: Staff,
    reply: ReplyNumber,
    body: Annotated[Body[schemas.ReplyChange], Depends(read_body(schemas.ReplyChange))],
) -> schemas.ReplyOut:
    """Change the fields that are given."""
    values = body.fields.model_dump(exclude_unset=True, exclude_none=True)
    return schemas.ReplyOut.model_validate(
        await threads.write(replies.reply_update, reply_id=reply, values=values)
    )


@router.delete(f"{REPLIES}/{{reply}}", responses=responses(400, 401, 403, 404))
async def delete_reply(session: Staff, reply: ReplyNumber) -> schemas.Replies:
    """Remove a canned reply for everyone; those that are left."""
    await threads.write(replies.reply_delete, reply_id=reply)
    return await list_replies(session)


@router.post(f"{REPLIES}/{{reply}}/used", responses=responses(400, 401, 403, 404))
async def count_use(session: Staff, reply: ReplyNumber) -> schemas.ReplyOut:
    """It was sent once more: the most used come first."""
    counted = await threads.write(replies.reply_count_use, reply_id=reply)
    return schemas.ReplyOut.model_validate(counted)
