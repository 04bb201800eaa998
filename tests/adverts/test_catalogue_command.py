"""`manage.py catalogue` says what the catalogue of this board costs."""

import re

import pytest
from django.core.management import call_command

from rip.accounts.models import User
from rip.adverts.catalogue import catalogue, full_list
from rip.adverts.models import AdvertLog
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues

pytestmark = pytest.mark.django_db(transaction=True)

MILLISECONDS = re.compile(r"\d[\d,]*\.\d{3} ms")


def figures(printed: str) -> dict[str, str]:
    """The printed figures, by their names."""
    rows = [re.split(r"\s{3,}", line.strip()) for line in printed.splitlines() if line.strip()]
    return {name: " ".join(rest) for name, *rest in rows}


@pytest.mark.parametrize(
    ("share", "how"), [(2, "kept in memory"), (2**40, "read as it is sent")], ids=["small", "large"]
)
def test_each_figure_is_there(
    owner: User,
    values: AdvertValues,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    share: int,
    how: str,
) -> None:
    monkeypatch.setattr(full_list, "SHARE", share)
    monkeypatch.setattr(catalogue, "CHUNK", 2)
    for _ in range(3):
        commands.advert_create(user=owner, values=values)
    call_command("catalogue")
    shown = figures(capsys.readouterr().out)
    assert shown["adverts on the board"] == "3"
    assert shown["number of the log"] == str(AdvertLog.objects.get().last_seq)
    for name in ("ready to answer after", "a look for changes", "taking up the last change"):
        assert MILLISECONDS.fullmatch(shown[name]), shown
    assert MILLISECONDS.match(shown["first page with its counts"])
    assert how in shown["whole list, first time"]
    assert len(shown) == 10
