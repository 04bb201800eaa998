"""The adverts' API: the seed's one path, the routes of /api/v1/adverts, and favourites."""

from fastapi import APIRouter

from rip.adverts.api.changes import router as changes
from rip.adverts.api.favourites import router as favourites
from rip.adverts.api.pictures import router as pictures
from rip.adverts.api.reading import router as reading
from rip.adverts.api.writing import router as writing

router = APIRouter(tags=["adverts"])
for each in (changes, reading, writing, pictures, favourites):
    router.include_router(each)
