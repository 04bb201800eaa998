"""The adverts' API: the seed's one path, the routes of /api/v1/adverts, and favourites."""

from fastapi import APIRouter

from rip.adverts.api import changes, favourites, pictures, reading, writing

router = APIRouter(tags=["adverts"])
for module in (changes, reading, writing, pictures, favourites):
    router.include_router(module.router)
