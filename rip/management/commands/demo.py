import json
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand
from rich.progress import track

from rip.accounts.models import User
from rip.adverts.schemas import AdvertIn
from rip.adverts.services import advert_create
from rip.core.images import Prepared, picture_prepare
from rip.env import BASE_DIR

CONTENT = BASE_DIR / "create_test_data"
PASSWORD = "1"


class Command(BaseCommand):
    help = "Add what is missing of the demo: users (vasya / 1, operator / 1) and adverts."

    def handle(self, *args: Any, **options: Any) -> None:
        vasya = _user("vasya")
        _user("operator", is_staff=True, is_superuser=True)
        listed = json.loads((CONTENT / "adverts.json").read_text(), parse_float=Decimal)
        there = set(vasya.adverts.values_list("title", flat=True))
        missing = [values for values in reversed(listed) if values["title"] not in there]
        with ThreadPoolExecutor() as workers:
            pictures = workers.map(_picture, missing)
            work = zip(missing, pictures, strict=True)
            for values, picture in track(
                work, "Demo adverts", total=len(missing), transient=True, disable=not missing
            ):
                fields = AdvertIn.model_validate({**values, "image": None}).values()
                advert_create(user=vasya, values=fields, picture=picture)


def _picture(values: dict[str, Any]) -> Prepared:
    return picture_prepare((CONTENT / values["image"]).read_bytes())


def _user(username: str, **rights: bool) -> User:
    defaults = {**rights, "password": make_password(PASSWORD)}
    return User.objects.get_or_create(username=username, defaults=defaults)[0]
