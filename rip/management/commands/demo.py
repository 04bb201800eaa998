import json
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from rich.progress import track

from rip.accounts.models import User
from rip.adverts.api.schemas import AdvertIn
from rip.adverts.writing.commands import advert_create
from rip.chat.messages.drafts import Draft
from rip.chat.messages.log import messages_post
from rip.core.pictures.convert import ConvertedPicture, picture_convert
from rip.env import BASE_DIR
from rip.support.kind import SUPPORT
from rip.support.models import CannedReply
from rip.support.rooms.replies import reply_create
from rip.support.rooms.rooms import room_open

CONTENT = BASE_DIR / "create_test_data"
PASSWORD = "1"

# The sender and the text of each message.
CONVERSATION = (
    ("vasya", "Здравствуйте! Можно ли поменять фотографию в объявлении?"),
    ("operator", "Здравствуйте! Можно: откройте объявление и выберите «Изменить»."),
    ("vasya", "Спасибо! А если щенка уже забрали, объявление удалить или оставить?"),
)
REPLIES = (
    (
        "привет",
        "Приветствие",
        "Здравствуйте, {name}! Чем помочь?",
        "Hello, {name}! How can I help?",
    ),
    (
        "фото",
        "Как поменять фотографии",
        "Откройте объявление, выберите «Изменить» и добавьте новые фотографии.",
        "Open the advert, choose “Edit” and add the new photos.",
    ),
)


def refuse_in_production() -> None:
    """Raise CommandError where everybody could sign in as the demo's operator."""
    if settings.ENV.production:
        raise CommandError(
            "RIP_PROFILE=production takes no demo: its operator has the password 1."
            " Add an administrator with manage.py createsuperuser."
        )


def staff_with_the_demo_password() -> list[str]:
    """Return the names of those in whose name anybody could administer this site.

    Compares one password for each person of the staff, so it is for the start.
    """
    staff = User.objects.filter(Q(is_staff=True) | Q(is_superuser=True), is_active=True)
    return [user.username for user in staff if user.check_password(PASSWORD)]


class Command(BaseCommand):
    help = (
        "Add what is missing of the demo: users (vasya / 1, operator / 1), adverts, canned replies"
        " and a conversation with support."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_in_production()
        vasya = _user("vasya")
        operator = _user("operator", is_staff=True, is_superuser=True)
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
        _replies()
        _conversation(vasya, operator)


def _picture(values: dict[str, Any]) -> ConvertedPicture:
    return picture_convert((CONTENT / values["image"]).read_bytes())


def _replies() -> None:
    for shortcut, title, text_ru, text_en in REPLIES:
        if not CannedReply.objects.filter(shortcut=shortcut).exists():
            texts = {"text_ru": text_ru, "text_en": text_en}
            reply_create(values={"shortcut": shortcut, "title": title, **texts})


def _conversation(*people: User) -> None:
    by_name = {person.username: person for person in people}
    room = room_open(owner=people[0])
    for number, (name, text) in enumerate(CONVERSATION, start=1):
        # The client id makes it the same message whenever the demo is added again.
        author = by_name[name]
        draft = Draft(room.pk, room.side_of(author), author, text, f"demo-{number}")
        messages_post(kind=SUPPORT, drafts=[draft])


def _user(username: str, **rights: bool) -> User:
    defaults = {**rights, "password": make_password(PASSWORD)}
    return User.objects.get_or_create(username=username, defaults=defaults)[0]
