"""The seed's one endpoint, /api/v1/execute, where it writes; `board.py` reads."""

from typing import Annotated, Final

from django.utils.translation import gettext as _
from fastapi import APIRouter, Depends, Response

from rip.accounts.bearer import Anyone
from rip.accounts.schemas import Done
from rip.adverts.api.callers import (
    IdempotencyKey,
    changing,
    posted_response,
    user_of,
)
from rip.adverts.api.schemas import AdvertDelete, AdvertIn, AdvertOut, AdvertPatch
from rip.adverts.encoding import encode
from rip.adverts.writing.queue import advert_change, advert_post, advert_remove
from rip.core.http.bodies import Body, describe_body, read_body
from rip.core.http.problems import responses
from rip.core.http.responses import EncodedResponse

EXECUTE: Final = "/api/v1/execute"

router = APIRouter()


@router.post(
    EXECUTE,
    status_code=201,
    response_model=AdvertOut,
    dependencies=changing,
    responses=responses(400, 401, 409, 413, 415, 422, 429),
    openapi_extra=describe_body(AdvertIn, picture=True),
)
async def create_advert(
    session: Anyone,
    key: IdempotencyKey,
    body: Annotated[Body[AdvertIn], Depends(read_body(AdvertIn))],
) -> Response:
    """Publish an advert. With a picture, send a multipart form with the file part `image`."""
    advert, replayed = await advert_post(
        user=user_of(session), values=body.fields.values(), picture=body.picture, key=key
    )
    return posted_response(encode(advert), replayed=replayed)


@router.patch(
    EXECUTE,
    response_model=AdvertOut,
    dependencies=changing,
    responses=responses(400, 401, 403, 404, 409, 413, 415, 429),
    openapi_extra=describe_body(AdvertPatch, picture=True),
)
async def change_advert(
    session: Anyone, body: Annotated[Body[AdvertPatch], Depends(read_body(AdvertPatch))]
) -> Response:
    """Change some fields of an advert: its owner and staff may."""
    patch = body.fields
    advert = await advert_change(
        user=user_of(session),
        advert_id=patch.id,
        values=patch.values(),
        picture=body.picture,
        remove_picture=patch.removes_picture,
    )
    return EncodedResponse(encode(advert))


@router.delete(
    EXECUTE,
    dependencies=changing,
    responses=responses(400, 401, 403, 404, 413, 415, 429),
    openapi_extra=describe_body(AdvertDelete),
)
async def delete_advert(
    session: Anyone, body: Annotated[Body[AdvertDelete], Depends(read_body(AdvertDelete))]
) -> Done:
    """Delete an advert with its pictures: its owner and staff may."""
    await advert_remove(user=user_of(session), advert_id=body.fields.id)
    return Done(message=_("The advert is deleted."))
