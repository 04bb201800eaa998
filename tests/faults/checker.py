"""The judge of a run: was an acknowledged message lost, was one repeated, was an order broken?

It looks at nothing but the history of what the clients sent and were given, and at the rows of the
database, and knows nothing of how RIP works. It is for the end of a run, when all clients are said
to be caught up.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from tests.faults.history import Got, History, Row, Sent

Key = tuple[str, str]  # a client and one of its message ids
Place = tuple[int, int]  # a room and a number in it
Content = tuple[str | None, str]  # a message id and a text


@dataclass
class Verdict:
    """Each list holds one line per message that something is wrong with."""

    sent: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)

    @property
    def problems(self) -> dict[str, list[str]]:
        lists = {
            "lost": self.lost,
            "duplicated": self.duplicated,
            "out of order": self.out_of_order,
        }
        return {name: lines for name, lines in lists.items() if lines}


def judge(history: History, stored: list[Row]) -> Verdict:
    """Judge a history against the messages stored since it began."""
    return _Judge(history, stored).judge()


class _Judge:
    def __init__(self, history: History, stored: list[Row]) -> None:
        self.history = history
        self.rows = stored
        self.stored: dict[Place, Content] = {}
        self.verdict = Verdict()
        self.author: dict[str, str] = {}
        self.acknowledged: dict[Key, int] = {}
        # Return the messages that each client got in its ordered stream.
        self.streams: dict[str, dict[int, Content]] = {name: {} for name in history.members}
        self.position = {name: member.since for name, member in history.members.items()}
        # Sends that may still be answered with a frame outside the stream.
        self.answers: Counter[tuple[str, int, str]] = Counter()
        self.newest_acknowledged: dict[int, int] = defaultdict(int)
        self.not_before: dict[str, int] = {}

    def judge(self) -> Verdict:
        self._read_rows()
        for event in self.history.events:
            match event:
                case Sent():
                    self._sent(event)
                case Got():
                    self._got(event)
        self._compare_streams()
        self._look_for_lost()
        self.verdict.sent = len(self.author)
        self.verdict.acknowledged = len(self.acknowledged)
        return self.verdict

    def _room(self, client: str) -> int:
        return self.history.members[client].room

    def _read_rows(self) -> None:
        newest = {member.room: member.since for member in self.history.members.values()}
        times: Counter[str | None] = Counter()
        for row in sorted(self.rows, key=lambda row: (row.room, row.seq)):
            if row.seq == newest[row.room]:
                self.verdict.duplicated.append(f"stored twice: {row}")
            elif row.seq != newest[row.room] + 1:
                self.verdict.out_of_order.append(f"stored after a gap: {row}")
            newest[row.room] = row.seq
            self.stored[row.room, row.seq] = (row.message_id, row.body)
            times[row.message_id] += 1
            if times[row.message_id] > 1:
                self.verdict.duplicated.append(f"stored under two numbers: {row}")

    def _sent(self, sent: Sent) -> None:
        if sent.message_id not in self.author:
            self.author[sent.message_id] = sent.client
            self.not_before[sent.message_id] = self.newest_acknowledged[self._room(sent.client)]
        self.answers[sent.client, sent.connection, sent.message_id] += 1

    def _got(self, got: Got) -> None:
        own = got.message_id is not None and self.author.get(got.message_id) == got.client
        if got.message_id is not None and own:
            self._acknowledge(got.client, got.message_id, got.seq)
        if got.seq == self.position[got.client] + 1:
            self.position[got.client] = got.seq
            self.streams[got.client][got.seq] = (got.message_id, got.body)
        elif own and self._take_answer(got):
            pass
        elif got.seq <= self.position[got.client]:
            self.verdict.duplicated.append(f"given twice: {got}")
        else:
            self.verdict.out_of_order.append(
                f"given after number {self.position[got.client]}: {got}"
            )
            self.position[got.client] = got.seq
            self.streams[got.client][got.seq] = (got.message_id, got.body)

    def _take_answer(self, got: Got) -> bool:
        """True for the answer to a retry, which its sender gets outside the stream.

        A retry may also be answered within the stream, and each send is answered once.
        """
        answer = (got.client, got.connection, got.message_id or "")
        self.answers[answer] -= 1
        return self.answers[answer] >= 0

    def _acknowledge(self, client: str, message_id: str, seq: int) -> None:
        first = self.acknowledged.setdefault((client, message_id), seq)
        if first != seq:
            self.verdict.duplicated.append(
                f"acknowledged to {client} as {first} and as {seq}: {message_id}"
            )
        if seq <= self.not_before[message_id]:
            self.verdict.out_of_order.append(
                f"number {seq} for {message_id}, which was sent after"
                f" {self.not_before[message_id]} was acknowledged"
            )
        room = self._room(client)
        self.newest_acknowledged[room] = max(seq, self.newest_acknowledged[room])

    def _compare_streams(self) -> None:
        """Everyone must have been given what is stored, under the same numbers, and each once."""
        for client, stream in self.streams.items():
            places: dict[str, int] = {}
            for seq, content in stream.items():
                stored = self.stored.get((self._room(client), seq))
                if stored is not None and stored != content:
                    self.verdict.out_of_order.append(
                        f"{client} was given {content} as {seq}, where {stored} is stored"
                    )
                message_id = content[0]
                if message_id is not None and places.setdefault(message_id, seq) != seq:
                    self.verdict.duplicated.append(
                        f"{client} was given {message_id} as {places[message_id]} and as {seq}"
                    )

    def _look_for_lost(self) -> None:
        for (client, message_id), seq in self.acknowledged.items():
            content = self.stored.get((self._room(client), seq))
            if content is None or content[0] != message_id:
                self.verdict.lost.append(f"acknowledged as {seq}, not stored: {message_id}")
        for room, seq in self.stored:
            missing = [
                client
                for client, member in self.history.members.items()
                if member.room == room and seq not in self.streams[client]
            ]
            if missing:
                self.verdict.lost.append(f"number {seq} of room {room}: not given to {missing}")
