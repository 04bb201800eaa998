"""The adverts' doors: the seed's one endpoint, and the routes of /api/v1/adverts."""

from fastapi import APIRouter

from rip.adverts.api.board import router as board
from rip.adverts.api.changes import router as changes
from rip.adverts.api.execute import router as execute
from rip.adverts.api.writing import router as writing

router = APIRouter(tags=["adverts"])
# Before the board, whose adverts are at any other word.
router.include_router(changes)
router.include_router(board)
router.include_router(execute)
router.include_router(writing)
