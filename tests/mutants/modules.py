"""The critical modules, each with the tests that guard it.

The tests run for each generated fault: they are the quick ones, and none talks to a server. Tests
that read the source of a module are no guards: they would read all of its faults at once.
"""

from typing import Final

_HUB: Final = (
    "tests/chat/live/test_hub_order.py",
    "tests/chat/live/test_hub_typed.py",
    "tests/chat/live/test_hub_closing.py",
    "tests/chat/live/test_hub_processes.py",
)
_PROTOCOL: Final = (
    "tests/chat/protocol/test_frames_addresses.py",
    "tests/chat/protocol/test_frames_read.py",
    "tests/chat/protocol/test_frames_write.py",
    "tests/chat/protocol/test_typed.py",
)
_MESSAGES: Final = (
    "tests/chat/messages/test_queue.py",
    "tests/chat/messages/test_queue_group_commit.py",
    "tests/chat/messages/test_queue_lanes.py",
    "tests/chat/messages/test_queue_repeats.py",
    "tests/chat/messages/test_queue_retries.py",
)
# Without test_tables.py, which reads the source: there the faults would be in it.
_PROTOCOL: Final = (
    "tests/chat/protocol/test_frames_addresses.py",
    "tests/chat/protocol/test_frames_read.py",
    "tests/chat/protocol/test_frames_write.py",
    "tests/chat/protocol/test_limits.py",
    "tests/chat/protocol/test_typed.py",
)
_SIGNED_IN: Final = (
    "tests/accounts/test_sign_in.py",
    "tests/accounts/test_sessions_end.py",
    "tests/accounts/test_rotation.py",
    "tests/accounts/test_reuse.py",
    "tests/accounts/test_at_rest.py",
)
_CATALOGUE: Final = ("tests/adverts/catalogue",)
_TABLE: Final = ("tests/adverts/catalogue/table",)
_WRITING: Final = ("tests/adverts/writing",)

GUARDS: Final[dict[str, tuple[str, ...]]] = {
    # The chat
    "rip/chat/live/hub.py": (*_HUB, "tests/chat/live/test_session_checks.py"),
    "rip/chat/live/room.py": (
        "tests/chat/live/test_room_catching_up.py",
        "tests/chat/live/test_room_marks.py",
        "tests/chat/live/test_room_reads.py",
        *_HUB,
    ),
    "rip/chat/live/bus.py": (
        "tests/chat/live/test_bus.py",
        "tests/chat/live/test_bus_health.py",
    ),
    "rip/chat/live/checks.py": (
        "tests/chat/live/test_checks.py",
        "tests/chat/live/test_checks_heartbeats.py",
        "tests/chat/live/test_session_checks.py",
        "tests/chat/live/test_bus_health.py",
    ),
    "rip/chat/live/marks.py": ("tests/chat/live/test_hub_marks.py",),
    "rip/chat/live/socket.py": ("tests/chat/live/test_socket_queue.py",),
    "rip/chat/messages/drafts.py": _MESSAGES,
    "rip/chat/messages/queue.py": _MESSAGES,
    "rip/chat/messages/log.py": (
        "tests/chat/messages/test_log_failures.py",
        "tests/chat/messages/test_log_groups.py",
        "tests/chat/messages/test_log_numbers.py",
        "tests/chat/messages/test_log_retries.py",
    ),
    "rip/chat/messages/read_marks.py": ("tests/chat/messages/test_read_marks.py",),
    "rip/chat/protocol/frames.py": _PROTOCOL,
    "rip/chat/protocol/typed.py": _PROTOCOL,
    # Accounts
    "rip/accounts/sessions.py": _SIGNED_IN,
    "rip/accounts/tokens.py": (
        "tests/accounts/test_tokens_claims.py",
        "tests/accounts/test_tokens_forged.py",
        "tests/accounts/test_tokens_garbage.py",
        *_SIGNED_IN,
    ),
    "rip/accounts/tickets.py": (
        "tests/accounts/test_tickets.py",
        "tests/accounts/test_ticket_stores.py",
    ),
    # HTTP
    "rip/core/http/cursors.py": ("tests/core/http", "tests/adverts/catalogue/test_paging.py"),
    "rip/core/http/limits.py": ("tests/core/http/test_limits.py", "tests/adverts/test_limits.py"),
    "rip/core/http/bodies.py": ("tests/core/http/test_bodies.py",),
    # Shared work
    "rip/core/work/group_commit.py": (
        "tests/core/work/test_group_commit.py",
        "tests/chat/messages/test_queue_group_commit.py",
    ),
    "rip/core/work/coalesce.py": ("tests/core/work/test_coalesce.py",),
    "rip/core/work/lru.py": ("tests/core/work/test_lru.py",),
    "rip/core/work/periodic.py": ("tests/core/work/test_periodic.py",),
    "rip/core/work/shutdown.py": ("tests/core/work/test_shutdown.py",),
    "rip/core/database/numbering.py": ("tests/core/database/test_numbering.py",),
    # The feed
    "rip/adverts/feed/changes.py": ("tests/adverts/feed/test_changes.py",),
    "rip/adverts/feed/compaction.py": ("tests/adverts/feed/test_compaction.py",),
    "rip/adverts/feed/follower.py": (
        "tests/adverts/feed/test_follower.py",
        "tests/adverts/feed/test_follower_gaps.py",
    ),
    "rip/adverts/feed/long_poll.py": ("tests/adverts/feed/test_long_poll.py",),
    "rip/adverts/feed/recent_changes.py": (
        "tests/adverts/feed",
        "tests/adverts/catalogue/test_as_of.py",
        "tests/adverts/catalogue/test_fresh.py",
    ),
    # The catalogue
    "rip/adverts/catalogue/as_of.py": ("tests/adverts/catalogue/test_as_of.py",),
    "rip/adverts/catalogue/cache.py": _CATALOGUE,
    "rip/adverts/catalogue/cached_adverts.py": _CATALOGUE,
    "rip/adverts/catalogue/cached_pages.py": _CATALOGUE,
    "rip/adverts/catalogue/counts.py": _CATALOGUE,
    "rip/adverts/catalogue/full_list.py": _CATALOGUE,
    "rip/adverts/catalogue/pages.py": _CATALOGUE,
    "rip/adverts/catalogue/search_follow.py": ("tests/adverts/catalogue/test_search_follow.py",),
    "rip/adverts/catalogue/table/codes.py": _TABLE,
    "rip/adverts/catalogue/table/rows.py": _TABLE,
    "rip/adverts/catalogue/table/search_hits.py": (
        "tests/adverts/catalogue/test_hits.py",
        *_TABLE,
    ),
    "rip/adverts/catalogue/table/sorted_rows.py": _TABLE,
    "rip/adverts/catalogue/table/table.py": _TABLE,
    # Writing adverts
    "rip/adverts/writing/deletions.py": ("tests/adverts/writing/test_deletions.py",),
    "rip/adverts/writing/idempotency.py": ("tests/adverts/writing/test_idempotency.py",),
    "rip/adverts/writing/log.py": _WRITING,
}
