"""The adverts' doors: the seed's one endpoint, the routes of /api/v1/adverts, and favourites."""

from fastapi import APIRouter

from rip.adverts.api.board import router as board
from rip.adverts.api.changes import router as changes
from rip.adverts.api.execute import router as execute
from rip.adverts.api.favourites import router as favourites
from rip.adverts.api.writing import router as writing

router = APIRouter(tags=["adverts"])
# Before the board, whose adverts are at any other word.
router.include_router(changes)
router.include_router(board)
router.include_router(execute)
router.include_router(writing)
router.include_router(favourites)
