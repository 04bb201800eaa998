"""The cast has clients here, and talks to a running site."""

from tests.kit.people import advert, colleague, elsewhere, operator, owner, stranger

__all__ = ["advert", "colleague", "elsewhere", "operator", "owner", "stranger"]
