"""The support doors: rooms and their messages, and what the desk does to them."""

from fastapi import APIRouter

from rip.accounts.bearer import private
from rip.support.api.desk import router as desk
from rip.support.api.replies import router as replies
from rip.support.api.rooms import router as rooms

router = APIRouter(tags=["support"], dependencies=[private])
router.include_router(rooms)
router.include_router(desk)
router.include_router(replies)
