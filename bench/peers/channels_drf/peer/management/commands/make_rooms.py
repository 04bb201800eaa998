# mypy: ignore-errors
import json
import uuid

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from rest_framework_simplejwt.tokens import AccessToken

from peer.models import Room


class Command(BaseCommand):
    help = "Make rooms, and print for each its number and the tokens of its owner and an operator."

    def add_arguments(self, parser):
        parser.add_argument("count", type=int)

    def handle(self, *args, **options):
        operator = User.objects.get_or_create(username="operator", is_staff=True)[0]
        rooms = []
        for _ in range(options["count"]):
            owner = User.objects.create(username=f"customer-{uuid.uuid4().hex[:12]}")
            tokens = [str(AccessToken.for_user(user)) for user in (owner, operator)]
            rooms.append([Room.objects.create(owner=owner).pk, *tokens])
        self.stdout.write(json.dumps(rooms))
