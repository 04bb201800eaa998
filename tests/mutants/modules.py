"""The critical modules, each with the tests that guard it.

The tests run for each generated fault: they are the quick ones, and none talks to a server. Tests
that read the source of a module are no guards: they would read all of its faults at once.
"""

from pathlib import Path
from typing import Final

# State machines take long, and what they find gets a test of its own.
_SLOW: Final = "_machine"

_LIVE: Final = "tests/chat/live"
_MESSAGES: Final = "tests/chat/messages"
_ACCOUNTS: Final = "tests/accounts"
_HTTP: Final = "tests/core/http"
_CATALOGUE: Final = "tests/adverts/catalogue"
_TABLE: Final = f"{_CATALOGUE}/table/test_*.py"
_FEED: Final = "tests/adverts/feed"

_PROTOCOL: Final = (
    # Without test_tables.py, which reads the source.
    "tests/chat/protocol/test_frames_*.py",
    "tests/chat/protocol/test_limits.py",
    "tests/chat/protocol/test_typed.py",
)
_SIGNED_IN: Final = (
    f"{_ACCOUNTS}/test_sign_in.py",
    f"{_ACCOUNTS}/test_sessions_end.py",
    f"{_ACCOUNTS}/test_r*.py",
    f"{_ACCOUNTS}/test_at_rest.py",
    f"{_ACCOUNTS}/test_time_limits.py",
)
_BOARD: Final = (f"{_CATALOGUE}/test_*.py", _TABLE)

GUARDS: Final[dict[str, tuple[str, ...]]] = {
    # The chat
    "rip/chat/live/hub.py": (
        f"{_LIVE}/test_hub_*.py",
        f"{_LIVE}/test_marks_late.py",
        f"{_LIVE}/test_session_checks.py",
    ),
    "rip/chat/live/presence.py": (f"{_LIVE}/test_presence.py",),
    "rip/chat/live/room.py": (f"{_LIVE}/test_room_*.py", f"{_LIVE}/test_hub_*.py"),
    "rip/chat/live/bus.py": (f"{_LIVE}/test_bus*.py",),
    "rip/chat/live/checks.py": (
        f"{_LIVE}/test_checks*.py",
        f"{_LIVE}/test_session_checks.py",
        f"{_LIVE}/test_bus_health.py",
    ),
    "rip/chat/live/marks.py": (f"{_LIVE}/test_hub_marks.py",),
    "rip/chat/live/socket.py": (f"{_LIVE}/test_socket_queue.py",),
    "rip/chat/messages/drafts.py": (f"{_MESSAGES}/test_drafts.py",),
    "rip/chat/messages/queue.py": (f"{_MESSAGES}/test_queue*.py",),
    "rip/chat/messages/log.py": (f"{_MESSAGES}/test_log_*.py",),
    "rip/chat/messages/read_marks.py": (
        f"{_MESSAGES}/test_read_marks*.py",
        f"{_MESSAGES}/test_unread.py",
    ),
    "rip/chat/protocol/frames.py": _PROTOCOL,
    "rip/chat/protocol/typed.py": _PROTOCOL,
    # Accounts
    "rip/accounts/sessions.py": _SIGNED_IN,
    "rip/accounts/verified/follower.py": (
        f"{_ACCOUNTS}/verified/test_verified.py",
        f"{_ACCOUNTS}/test_session_log.py",
    ),
    "rip/accounts/verified/cache.py": (f"{_ACCOUNTS}/verified/test_verified.py",),
    "rip/accounts/tokens.py": (f"{_ACCOUNTS}/test_tokens_*.py", *_SIGNED_IN),
    "rip/accounts/tickets.py": (f"{_ACCOUNTS}/test_ticket*.py", f"{_ACCOUNTS}/test_time_limits.py"),
    "rip/accounts/guests.py": (f"{_ACCOUNTS}/test_guest*.py",),
    "rip/accounts/registration.py": (
        f"{_ACCOUNTS}/test_registration.py",
        f"{_ACCOUNTS}/test_rename.py",
    ),
    "rip/accounts/bearer.py": (f"{_ACCOUNTS}/test_bearer.py",),
    "rip/accounts/passwords/hashing.py": (f"{_ACCOUNTS}/passwords/test_hashing.py",),
    # HTTP
    "rip/core/http/bodies.py": (f"{_HTTP}/test_bod*.py",),
    "rip/core/http/cursors.py": (f"{_HTTP}/test_cursors.py",),
    "rip/core/http/fields.py": (f"{_HTTP}/test_fields.py", f"{_HTTP}/test_body_limits.py"),
    "rip/core/http/headers.py": (f"{_HTTP}/test_headers.py",),
    "rip/core/http/limits.py": (
        f"{_HTTP}/test_limits.py",
        f"{_HTTP}/test_body_limits.py",
        "tests/adverts/test_limits.py",
    ),
    "rip/core/http/networks.py": (f"{_HTTP}/test_networks.py",),
    "rip/core/http/queries.py": (f"{_HTTP}/test_queries.py", f"{_HTTP}/test_body_limits.py"),
    "rip/core/http/responses.py": (f"{_HTTP}/test_responses.py",),
    "rip/core/http/routes.py": (f"{_HTTP}/test_routes.py",),
    # The server
    "rip/server/connections.py": (
        "tests/server/test_connections.py",
        "tests/server/test_http_bounds.py",
    ),
    "rip/server/http.py": (
        "tests/server/test_http_bounds.py",
        "tests/server/test_refusals.py",
        "tests/server/test_slow_clients.py",
    ),
    "rip/server/line_writer.py": ("tests/server/test_line_writer.py",),
    # Shared work
    "rip/core/work/group_commit.py": (
        "tests/core/work/test_group_commit*.py",
        f"{_MESSAGES}/test_queue_group_commit.py",
    ),
    "rip/core/work/coalesce.py": ("tests/core/work/test_coalesce*.py",),
    "rip/core/work/lru.py": ("tests/core/work/test_lru*.py",),
    "rip/core/work/periodic.py": ("tests/core/work/test_periodic*.py",),
    "rip/core/work/shutdown.py": ("tests/core/work/test_shutdown*.py",),
    "rip/core/database/log_follower.py": (
        f"{_FEED}/test_follower*.py",
        f"{_ACCOUNTS}/verified/test_verified.py",
    ),
    "rip/core/database/numbering.py": ("tests/core/database/test_numbering*.py",),
    # The feed
    "rip/adverts/feed/changes.py": (f"{_FEED}/test_changes*.py",),
    "rip/adverts/feed/compaction.py": (f"{_FEED}/test_compaction*.py",),
    "rip/adverts/feed/follower.py": (f"{_FEED}/test_follower*.py",),
    "rip/adverts/feed/long_poll.py": (f"{_FEED}/test_long_poll*.py",),
    "rip/adverts/feed/recent_changes.py": (
        f"{_FEED}/test_recent_changes*.py",
        f"{_CATALOGUE}/test_as_of.py",
    ),
    # The catalogue
    "rip/adverts/catalogue/as_of.py": (f"{_CATALOGUE}/test_as_of*.py",),
    "rip/adverts/catalogue/cache.py": _BOARD,
    "rip/adverts/catalogue/cached_adverts.py": _BOARD,
    "rip/adverts/catalogue/cached_pages.py": _BOARD,
    "rip/adverts/catalogue/counts.py": _BOARD,
    "rip/adverts/catalogue/full_list.py": _BOARD,
    "rip/adverts/catalogue/pages.py": _BOARD,
    "rip/adverts/catalogue/search_follow.py": (f"{_CATALOGUE}/test_search_follow*.py",),
    "rip/adverts/catalogue/table/codes.py": (_TABLE,),
    "rip/adverts/catalogue/table/rows.py": (_TABLE,),
    "rip/adverts/catalogue/table/search_hits.py": (_TABLE, f"{_CATALOGUE}/test_hits*.py"),
    "rip/adverts/catalogue/table/sorted_rows.py": (
        f"{_CATALOGUE}/table/test_positions.py",
        f"{_CATALOGUE}/table/test_sorted_rows*.py",
    ),
    "rip/adverts/catalogue/table/table.py": (_TABLE,),
    # Writing adverts
    "rip/adverts/writing/deletions.py": ("tests/adverts/writing/test_delet*.py",),
    "rip/adverts/writing/idempotency.py": ("tests/adverts/writing/test_idempotency*.py",),
    "rip/adverts/writing/log.py": ("tests/adverts/writing/test_*.py",),
}

# Some of the guards of these run where a Redis is.
WITH_REDIS: Final = frozenset(
    ("rip/accounts/tickets.py", "rip/chat/live/bus.py", "rip/core/http/limits.py")
)


def guards(root: Path, module: str) -> list[str]:
    """Return the files that guard a module, as the tree under `root` has them."""
    found = {path for pattern in GUARDS[module] for path in root.glob(pattern)}
    return sorted(str(path.relative_to(root)) for path in found if _SLOW not in path.stem)
