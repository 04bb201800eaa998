"""Posting, changing and deleting adverts and their pictures under /api/v1/adverts."""

from collections.abc import Callable
from typing import Annotated, Any, Final

from django.utils.translation import gettext_lazy as _
from fastapi import APIRouter, Depends, Response

from rip.accounts.bearer import Anyone
from rip.accounts.schemas import Done
from rip.accounts.sessions import Session
from rip.adverts.api.callers import (
    AdvertNumber,
    IdempotencyKey,
    PictureNumber,
    changing,
    posted_response,
    user_of,
)
from rip.adverts.api.schemas import (
    AdvertFields,
    AdvertFull,
    AdvertIn,
    PicturesOnly,
    PicturesOrder,
)
from rip.adverts.encoding import encode_full
from rip.adverts.models import Advert
from rip.adverts.writing import picture_rows, pictures
from rip.adverts.writing.queue import advert_change, advert_post, advert_remove
from rip.core.database import threads
from rip.core.errors import BadInput
from rip.core.http.bodies import Body, describe_body, describe_pictures, read_body
from rip.core.http.problems import responses
from rip.core.http.responses import EncodedResponse
from rip.core.pictures.convert import convert

ADVERTS: Final = "/api/v1/adverts"
ADVERT: Final = f"{ADVERTS}/{{advert_id:advert}}"

router = APIRouter(dependencies=changing)


@router.post(
    ADVERTS,
    status_code=201,
    response_model=AdvertFull,
    responses=responses(400, 401, 409, 413, 415, 422, 429),
    openapi_extra=describe_body(AdvertIn, picture=True),
)
async def post_advert(
    session: Anyone,
    key: IdempotencyKey,
    body: Annotated[Body[AdvertIn], Depends(read_body(AdvertIn))],
) -> Response:
    """Publish an advert. With a picture, send a multipart form with the file part `image`."""
    advert, replayed = await advert_post(
        user=user_of(session), values=body.fields.values(), picture=body.picture, key=key
    )
    place = f"{ADVERTS}/{advert.pk}"
    return posted_response(encode_full(advert), replayed=replayed, Location=place)


@router.patch(
    ADVERT,
    response_model=AdvertFull,
    responses=responses(400, 401, 403, 404, 409, 413, 415, 429),
    openapi_extra=describe_body(AdvertFields, picture=True),
)
async def change_fields(
    session: Anyone,
    advert_id: AdvertNumber,
    body: Annotated[Body[AdvertFields], Depends(read_body(AdvertFields))],
) -> Response:
    """Change some fields of an advert: its owner and staff may.

    `status` goes from each to each, except that a closed advert is published again before it is
    reserved.
    """
    advert = await advert_change(
        user=user_of(session),
        advert_id=advert_id,
        values=body.fields.values(),
        picture=body.picture,
        remove_picture=body.fields.removes_picture,
    )
    return EncodedResponse(encode_full(advert))


@router.delete(ADVERT, responses=responses(400, 401, 403, 404, 429))
async def delete_one(session: Anyone, advert_id: AdvertNumber) -> Done:
    """Delete an advert with its pictures: its owner and staff may."""
    await advert_remove(user=user_of(session), advert_id=advert_id)
    return Done(message=str(_("The advert is deleted.")))


@router.post(
    f"{ADVERT}/pictures",
    status_code=201,
    response_model=AdvertFull,
    responses=responses(400, 401, 403, 404, 413, 415, 429),
    openapi_extra=describe_pictures(),
)
async def add_pictures(
    session: Anyone,
    advert_id: AdvertNumber,
    body: Annotated[Body[PicturesOnly], Depends(read_body(PicturesOnly))],
) -> Response:
    """Put pictures, one or several file parts `image`, after those the advert has."""
    if not body.pictures:
        raise BadInput(errors={"image": [_("This field is required.")]})
    picture_rows.check_count(len(body.pictures))
    ready = [await convert(raw) for raw in body.pictures]
    return await _changed(pictures.pictures_add, session, advert_id, status=201, pictures=ready)


@router.put(
    f"{ADVERT}/pictures/order",
    response_model=AdvertFull,
    responses=responses(400, 401, 403, 404, 413, 415, 429),
    openapi_extra=describe_body(PicturesOrder),
)
async def order_pictures(
    session: Anyone,
    advert_id: AdvertNumber,
    body: Annotated[Body[PicturesOrder], Depends(read_body(PicturesOrder))],
) -> Response:
    """Put all pictures of the advert in this order; the first is the main one."""
    order = body.fields.pictures
    return await _changed(pictures.pictures_order, session, advert_id, picture_ids=order)


@router.delete(
    f"{ADVERT}/pictures/{{picture_id:picture}}",
    response_model=AdvertFull,
    responses=responses(400, 401, 403, 404, 429),
)
async def delete_picture(
    session: Anyone, advert_id: AdvertNumber, picture_id: PictureNumber
) -> Response:
    """Take one picture away."""
    return await _changed(pictures.picture_delete, session, advert_id, picture_id=picture_id)


async def _changed(
    change: Callable[..., Advert],
    session: Session | None,
    advert_id: int,
    status: int = 200,
    **how: Any,
) -> Response:
    def run() -> bytes:
        return encode_full(change(user=user_of(session), advert_id=advert_id, **how))

    return EncodedResponse(await threads.write(run), status)
