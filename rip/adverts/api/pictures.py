"""The pictures of an advert, under /api/v1/adverts/ID/pictures."""

from collections.abc import Callable
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from fastapi import APIRouter, Depends, Response

from rip.accounts.bearer import Anyone, user_of
from rip.accounts.sessions import Session
from rip.adverts.api.paths import PICTURE, PICTURES, PICTURES_ORDER, AdvertId, PictureId
from rip.adverts.api.schemas import AdvertFull, PicturesOnly, PicturesOrder
from rip.adverts.encoding import encode_full
from rip.adverts.limits import ADVERT_WRITES, anonymous_pictures_count
from rip.adverts.models import Advert
from rip.adverts.writing import pictures
from rip.core.database import threads
from rip.core.errors import BadInput
from rip.core.http.bodies import Body, describe_body, describe_pictures, read_body
from rip.core.http.problems import responses
from rip.core.http.responses import EncodedResponse
from rip.core.pictures.convert import convert

router = APIRouter(dependencies=[Depends(ADVERT_WRITES)])


@router.post(
    PICTURES,
    status_code=201,
    response_model=AdvertFull,
    responses=responses(400, 401, 403, 404, 409, 413, 415, 429),
    openapi_extra=describe_pictures(),
)
async def add_pictures(
    session: Anyone,
    advert_id: AdvertId,
    body: Annotated[Body[PicturesOnly], Depends(read_body(PicturesOnly))],
) -> Response:
    """Put pictures, one or several file parts `image`, after those the advert has."""
    if not body.pictures:
        raise BadInput(errors={"image": [_("This field is required.")]})
    await anonymous_pictures_count(session, body)
    await threads.read(
        pictures.check_may_add,
        user=user_of(session),
        advert_id=advert_id,
        count=len(body.pictures),
    )
    ready = [await body.while_wanted(convert(raw)) for raw in body.pictures]
    return await _changed(pictures.pictures_add, session, advert_id, status=201, pictures=ready)


@router.put(
    PICTURES_ORDER,
    response_model=AdvertFull,
    responses=responses(400, 401, 403, 404, 413, 415, 429),
    openapi_extra=describe_body(PicturesOrder),
)
async def order_pictures(
    session: Anyone,
    advert_id: AdvertId,
    body: Annotated[Body[PicturesOrder], Depends(read_body(PicturesOrder))],
) -> Response:
    """Put all pictures of the advert in this order; the first is the main one."""
    order = body.fields.pictures
    return await _changed(pictures.pictures_order, session, advert_id, picture_ids=order)


@router.delete(
    PICTURE,
    response_model=AdvertFull,
    responses=responses(400, 401, 403, 404, 429),
)
async def delete_picture(session: Anyone, advert_id: AdvertId, picture_id: PictureId) -> Response:
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
