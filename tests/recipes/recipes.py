"""The recipes of docs/recipes.md."""

from typing import Final

from tests.recipes.recipe import Edit, Recipe

BOOLEAN_FIELD: Final = Recipe(
    name="boolean-field",
    title="A filterable boolean field of an advert",
    most=6,
    edits=(
        Edit(
            "rip/adverts/fields.py",
            "\n# In the order of the seed's bodies.\nFIELDS",
            """
VACCINATED: Final = Flag(
    "vaccinated",
    _("vaccinated"),
    example=True,
    filtering=Filtering.FLAG,
    is_facet=True,
)

# In the order of the seed's bodies.
FIELDS""",
        ),
        Edit("rip/adverts/fields.py", "LOCATION, PRICE,\n)", "LOCATION, PRICE, VACCINATED,\n)"),
        Edit(
            "rip/adverts/models/advert.py",
            "    price = fields.PRICE.column()\n",
            "    price = fields.PRICE.column()\n    vaccinated = fields.VACCINATED.column()\n",
        ),
    ),
    commands=(("makemigrations", "adverts", "--name", "vaccinated"),),
    checks=("boolean_field.py",),
)

STATUS: Final = Recipe(
    name="status",
    title="A status of an advert",
    most=4,
    edits=(
        Edit(
            "rip/adverts/statuses.py",
            "    CLOSED = (\n",
            """    FOSTERED = (
        "fostered",
        Traits(
            is_public=True,
            action=_("Foster"),
            done=_("Everyone sees that the pet is in a foster home."),
            tab=_("In a foster home"),
            badge=_("In a foster home"),
            icon="clock",
            availability=f"{SCHEMA_ORG}Reserved",
        ),
        _("in a foster home"),
    )
    CLOSED = (
""",
        ),
    ),
    commands=(("makemigrations", "--check", "--dry-run"),),
    checks=("status.py",),
)

LIMIT: Final = Recipe(
    name="limit",
    title="A limit on a route",
    most=1,
    edits=(
        Edit(
            "rip/adverts/api/reading.py",
            "from rip.core.http.problems import responses\n",
            "from rip.core.http.limits import RateLimit\n"
            "from rip.core.http.problems import responses\n",
        ),
        Edit(
            "rip/adverts/api/reading.py",
            "@router.get(ADVERT, response_model=AdvertFull, "
            "responses=NOT_CHANGED | responses(400, 401, 404))",
            """@router.get(
    ADVERT,
    response_model=AdvertFull,
    responses=NOT_CHANGED | responses(400, 401, 404, 429),
    dependencies=[Depends(RateLimit("one-advert", "2/minute"))],
)""",
        ),
    ),
    checks=("limit.py",),
)

TYPED: Final = "rip/chat/protocol/typed.py"
HUB: Final = "rip/chat/live/hub.py"
EVENTS: Final = "rip/chat/live/events.py"
COMMANDS: Final = "rip/chat/live/commands.py"
DOCUMENT: Final = "docs/chat-protocol.md"
CLIENT: Final = "frontend/chat-client/src/client.js"
CLIENT_TYPES: Final = "frontend/chat-client/src/types.d.ts"

FRAME: Final = Recipe(
    name="frame",
    title="A typed frame of the chat, from a client to the others in the room",
    most=8,
    edits=(
        Edit(
            TYPED,
            "class ClientFrame(NamedTuple):\n",
            """@dataclass(frozen=True, slots=True)
class Like(Command):
    \"\"\"Somebody likes message `seq`.\"\"\"

    seq: int


def _read_like(frame: dict[str, Any]) -> Like:
    return Like(_read_mark(frame).seq)


class ClientFrame(NamedTuple):
""",
        ),
        Edit(
            TYPED,
            '    "ping": ClientFrame(',
            """    "like": ClientFrame(
        _read_like, '{"type": "like", "seq": 12}', "You like message 12."
    ),
    "ping": ClientFrame(""",
        ),
        Edit(
            TYPED,
            '    "error": ServerFrame(\n',
            """    "like": ServerFrame(
        '{"type": "like", "side": "customer", "sender": "vasya", "seq": 12}',
        "Somebody likes message 12.",
    ),
    "error": ServerFrame(
""",
        ),
        Edit(
            TYPED,
            "def presence(",
            """def like(*, side: str, sender: str, seq: int) -> str:
    return _frame("like", side=side, sender=sender, seq=seq)


def presence(""",
        ),
        Edit(
            COMMANDS,
            "            case Signal.TYPING:\n",
            """            case typed.Like():
                self._hub.like(self._member, command.seq)
            case Signal.TYPING:
""",
        ),
        Edit(
            EVENTS,
            "class Touched(",
            """class Liked(msgspec.Struct, tag="liked", array_like=True):
    process: str
    kind: str
    room_id: int
    side: str
    sender: str
    seq: int


class Touched(""",
        ),
        Edit(EVENTS, "Stored | Read | Typing | ", "Stored | Read | Typing | Liked | "),
        Edit(
            HUB,
            "    def presence_frame(",
            """    def like(self, member: RoomSocket, seq: int) -> None:
        room_id, side = member.room.room_id, member.side
        name = member.session.user.username
        self._publish(events.Liked(self.process, self.kind.name, room_id, side, name, seq))
        self._tell(member.room, typed.like(side=side, sender=name, seq=seq), but=member)

    def presence_frame(""",
        ),
        Edit(
            HUB,
            "            case Touched():\n",
            """            case events.Liked():
                if (room := self._rooms.get(item.room_id)) is not None:
                    frame = typed.like(side=item.side, sender=item.sender, seq=item.seq)
                    self._tell(room, frame)
            case Touched():
""",
        ),
        Edit(
            DOCUMENT,
            '| `{"type": "ping"}` | Are you there? |',
            '| `{"type": "like", "seq": 12}` | You like message 12. |\n'
            '| `{"type": "ping"}` | Are you there? |',
        ),
        Edit(
            DOCUMENT,
            '| `{"type": "error", "code"',
            '| `{"type": "like", "side": "customer", "sender": "vasya", "seq": 12}` |'
            " Somebody likes message 12. |\n"
            '| `{"type": "error", "code"',
        ),
        Edit(
            CLIENT,
            '      case "presence":\n',
            """      case "like":
        return this.#events.emit("like", frame);
      case "presence":
""",
        ),
        Edit(
            CLIENT_TYPES,
            "  /** True for each side that is online. */\n",
            """  /** Somebody likes message `seq`. */
  like: { side: Side; sender: string; seq: number };
  /** True for each side that is online. */
""",
        ),
        Edit(
            CLIENT_TYPES,
            '  | { type: "presence"; customer',
            '  | { type: "like"; side: Side; sender: string; seq: number }\n'
            '  | { type: "presence"; customer',
        ),
        Edit(
            "tests/chat/protocol/test_typed.py",
            '        "error": MODE.error(',
            '        "like": typed.like(side="customer", sender="vasya", seq=12),\n'
            '        "error": MODE.error(',
        ),
    ),
    checks=("frame.py", "tests/chat/protocol", "tests/chat/sockets/test_typed.py"),
)

HISTORY: Final = Recipe(
    name="history",
    title="The number of messages that a room begins with",
    most=1,
    edits=(Edit("rip/chat/protocol/frames.py", "HISTORY: Final = 50", "HISTORY: Final = 20"),),
    checks=("history.py", "tests/chat/sockets/test_history.py", "tests/chat/protocol"),
)

RECIPES: Final = (BOOLEAN_FIELD, STATUS, FRAME, LIMIT, HISTORY)
