"""Reading the board."""

from rip.adverts.models import Advert
from rip.adverts.schemas import encode


def board_json() -> bytes:
    """All published adverts as a JSON list, the newest first."""
    return encode(Advert.objects.published().with_pictures())
