"""Posting, changing and deleting adverts: at the seed's one path, and under /api/v1/adverts."""

from typing import Annotated

from django.utils.translation import gettext as _
from fastapi import APIRouter, Depends, Response

from rip.accounts.bearer import Anyone, user_of
from rip.accounts.schemas import Done
from rip.adverts.api.idempotency import IdempotencyKey, describe_key, posted_response
from rip.adverts.api.paths import ADVERT, ADVERTS, EXECUTE, AdvertId
from rip.adverts.api.schemas import (
    AdvertDelete,
    AdvertFields,
    AdvertFull,
    AdvertIn,
    AdvertOut,
    AdvertPatch,
)
from rip.adverts.encoding import encode, encode_full
from rip.adverts.limits import ADVERT_WRITES, anonymous_pictures_count
from rip.adverts.writing.queue import advert_change, advert_post, advert_remove
from rip.core.http.bodies import Body, describe_body, read_body
from rip.core.http.problems import responses
from rip.core.http.responses import EncodedResponse
from rip.core.http.routes import direct

router = APIRouter(dependencies=[Depends(ADVERT_WRITES)])


@router.post(
    EXECUTE,
    status_code=201,
    response_model=AdvertOut,
    responses=responses(400, 401, 409, 413, 415, 422, 429),
    openapi_extra=describe_body(AdvertIn, picture=True) | describe_key(),
)
@direct
async def create_advert(
    session: Anyone,
    key: IdempotencyKey,
    body: Annotated[Body[AdvertIn], Depends(read_body(AdvertIn))],
) -> Response:
    """Publish an advert. With a picture, send a multipart form with the file part `image`."""
    await anonymous_pictures_count(session, body)
    advert, replayed = await body.while_wanted(
        advert_post(
            user=user_of(session), values=body.fields.values(), picture=body.picture, key=key
        )
    )
    return posted_response(encode(advert), replayed=replayed)


@router.patch(
    EXECUTE,
    response_model=AdvertOut,
    responses=responses(400, 401, 403, 404, 409, 413, 415, 429),
    openapi_extra=describe_body(AdvertPatch, picture=True),
)
@direct
async def change_advert(
    session: Anyone, body: Annotated[Body[AdvertPatch], Depends(read_body(AdvertPatch))]
) -> Response:
    """Change some fields of an advert: its owner and staff may."""
    patch = body.fields
    await anonymous_pictures_count(session, body)
    advert = await body.while_wanted(
        advert_change(
            user=user_of(session),
            advert_id=patch.id,
            values=patch.values(),
            picture=body.picture,
            remove_picture=patch.removes_picture,
        )
    )
    return EncodedResponse(encode(advert))


@router.delete(
    EXECUTE,
    response_model=Done,
    responses=responses(400, 401, 403, 404, 413, 415, 429),
    openapi_extra=describe_body(AdvertDelete),
)
@direct
async def delete_advert(
    session: Anyone, body: Annotated[Body[AdvertDelete], Depends(read_body(AdvertDelete))]
) -> Response:
    """Delete an advert with its pictures: its owner and staff may."""
    await advert_remove(user=user_of(session), advert_id=body.fields.id)
    return _deleted()


@router.post(
    ADVERTS,
    status_code=201,
    response_model=AdvertFull,
    responses=responses(400, 401, 409, 413, 415, 422, 429),
    openapi_extra=describe_body(AdvertIn, picture=True) | describe_key(),
)
@direct
async def post_advert(
    session: Anyone,
    key: IdempotencyKey,
    body: Annotated[Body[AdvertIn], Depends(read_body(AdvertIn))],
) -> Response:
    """Publish an advert. With a picture, send a multipart form with the file part `image`."""
    await anonymous_pictures_count(session, body)
    advert, replayed = await body.while_wanted(
        advert_post(
            user=user_of(session), values=body.fields.values(), picture=body.picture, key=key
        )
    )
    path = f"{ADVERTS}/{advert.pk}"
    return posted_response(encode_full(advert), replayed=replayed, Location=path)


@router.patch(
    ADVERT,
    response_model=AdvertFull,
    responses=responses(400, 401, 403, 404, 409, 413, 415, 429),
    openapi_extra=describe_body(AdvertFields, picture=True),
)
@direct
async def change_fields(
    session: Anyone,
    advert_id: AdvertId,
    body: Annotated[Body[AdvertFields], Depends(read_body(AdvertFields))],
) -> Response:
    """Change some fields of an advert: its owner and staff may.

    `status` goes from each to each, except that a closed advert is published again before it is
    reserved.
    """
    await anonymous_pictures_count(session, body)
    advert = await body.while_wanted(
        advert_change(
            user=user_of(session),
            advert_id=advert_id,
            values=body.fields.values(),
            picture=body.picture,
            remove_picture=body.fields.removes_picture,
        )
    )
    return EncodedResponse(encode_full(advert))


@router.delete(ADVERT, response_model=Done, responses=responses(400, 401, 403, 404, 429))
@direct
async def delete_one(session: Anyone, advert_id: AdvertId) -> Response:
    """Delete an advert with its pictures: its owner and staff may."""
    await advert_remove(user=user_of(session), advert_id=advert_id)
    return _deleted()


def _deleted() -> Response:
    done = Done(message=_("The advert is deleted."))
    return EncodedResponse(done.model_dump_json().encode())
