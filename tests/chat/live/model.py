"""The promises to the members of a room, checked against the log in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rip.chat.protocol.frames import Close
from rip.support.models import Message
from tests.chat.live.people import Client, Frame, Process


class Row(NamedTuple):
    """A message as it is stored."""

    seq: int
    sender: str
    body: str
    client_message_id: str | None


def log_of(room: int) -> list[Row]:
    """A room's log, which is numbered without a gap and has each message once."""
    rows = Message.objects.filter(room=room).order_by("seq")
    log = [
        Row(seq, sender, body, given if given and not given.startswith(" ") else None)
        for seq, sender, body, given in rows.values_list(
            "seq", "author__username", "body", "client_message_id"
        )
    ]
    assert [row.seq for row in log] == list(range(1, len(log) + 1))
    ids = [row[1::2] for row in log if row.client_message_id is not None]
    assert len(ids) == len(set(ids)), "a message is stored twice"
    return log


@dataclass(eq=False)
class Member:
    """A client, and the numbers after which it may have begun."""

    client: Client
    process: Process
    starts: range
    # True if the messages join on to those it has.
    recovers: bool

    def numbers(self) -> list[int]:
        """The numbers it was given in order; the answers to its retries come beside them."""
        client = self.client
        answers = client.said.copy()
        numbers: list[int] = []
        for frame in client.messages:
            seq, last = frame["seq"], numbers[-1:]
            if seq == last[0] + 1 if last else seq - 1 in self.starts:
                numbers.append(seq)
                continue
            given = frame["client_message_id"]
            assert not client.typed, f"{seq} after {last or self.starts}"
            assert answers[given] > 0, f"{seq} after {last or self.starts}, and no retry of it"
            answers[given] -= 1
        return numbers

    def position(self) -> int:
        """The number that it resumes from."""
        return max(self.numbers(), default=self.starts[0])

    def is_up_to(self, seq: int) -> bool:
        """True if it has everything up to a number, or is here no more."""
        return not self.client.is_here or self.position() >= seq

    def check(self, log: Sequence[Row], codes: set[Close]) -> None:
        """It has a piece of the log from its beginning on, and nothing that is not in the log."""
        client = self.client
        if client.typed and client.frames:
            hello = client.frames[0]
            assert (hello["type"], hello["recovered"]) == ("hello", self.recovers)
        self.numbers()
        for frame in client.messages:
            assert shown(frame) == log[frame["seq"] - 1]
        for given, seq in client.acknowledged().items():
            row = log[seq - 1]
            assert (row.sender, row.client_message_id) == (client.session.user.username, given)
        code = client.close_code
        assert code is None or code in codes, code

    def read_marks(self) -> Mapping[str, list[int]]:
        """The marks of each side that it was told of, the first ones by hello."""
        told: dict[str, list[int]] = {}
        for frame in self.client.frames:
            if frame.get("type") == "hello":
                for side, seq in frame["read"].items():
                    told.setdefault(side, []).append(seq)
            elif frame.get("type") == "read":
                told.setdefault(frame["side"], []).append(frame["seq"])
        return told


def shown(frame: Frame) -> Row:
    return Row(frame["seq"], frame["sender"], frame["message"], frame["client_message_id"])
