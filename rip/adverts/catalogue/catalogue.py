"""The read model of the board: every answer is fresh, and made of bytes that are ready.

Before it answers, the catalogue learns what has changed (`follower.py`) and forgets what that makes
untrue; what is missing is read from the database. So a read that starts after a write was
acknowledged shows that write, in any process. What one can filter by is read in the background
(`board.py`), all else when it is asked for; RIP_CATALOGUE_MEMORY bounds all that is kept.
"""

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Final, cast

from django.conf import settings

from rip.adverts.catalogue.cached_adverts import CachedAdverts
from rip.adverts.catalogue.cached_pages import CachedPage, Found, find, found_at
from rip.adverts.catalogue.counts import Counts, tally_in_database
from rip.adverts.catalogue.fragments import Fragment, join
from rip.adverts.catalogue.full_list import SMALLEST_ADVERT, FullList, published_ids
from rip.adverts.catalogue.kept import Followed, Kept, Key
from rip.adverts.catalogue.search_follow import SearchFollower
from rip.adverts.catalogue.table.search_hits import SearchHits, listed, matches_of
from rip.adverts.catalogue.table.table import Table
from rip.adverts.feed.follower import LogFollower, follower
from rip.adverts.feed.recent_changes import Change
from rip.adverts.listing.listing import Filter, Listing
from rip.adverts.statuses import ON_BOARD
from rip.core.database import threads
from rip.core.http.responses import CachedResponse
from rip.core.work.coalesce import SingleFlight
from rip.core.work.lru import LRUCache, SeenRecently

# The whole list may take this share of the memory, so that its adverts fit beside it.
SHARE_OF_WHOLE: Final = 4
SECONDS_TOO_LARGE: Final = 60.0
CHUNK: Final = 500
# The columns of the board may take this part of the memory.
PART_OF_BOARD: Final = 2 / 3
# Pages that were asked for among so many others are kept when they are asked for again.
PAGES_ASKED: Final = 4096
WHOLE: Final = "whole"
TRIES: Final = 3


class Catalogue:
    """The board as one process knows it. Its methods raise Unavailable without the database."""

    def __init__(self, follower: LogFollower, most_bytes: int | None = None) -> None:
        self.memory: LRUCache[Key, Fragment | Followed] = LRUCache(
            settings.RIP_CATALOGUE_BYTES if most_bytes is None else most_bytes
        )
        self.follower = follower
        follower.subscribe(on_changes=self._on_changes, on_restart=self._on_restart)
        self.adverts = CachedAdverts(self.memory, follower)
        board_bytes = int(self.memory.most_bytes * PART_OF_BOARD)
        self.board = Table(self.follower, board_bytes, self.memory.reserve)
        self.searching = SearchFollower(self.follower)
        self._asked: SeenRecently[str] = SeenRecently(PAGES_ASKED)
        self._kept = Kept(self.memory, self.follower)
        self._work = SingleFlight()
        self._too_large_until = 0.0

    def start(self) -> None:
        """Read the board in the background, and let the search index follow what is written."""
        self.board.begin()
        self.searching.start()

    async def advert(self, advert_id: int) -> Fragment | None:
        """One advert, whatever its status."""
        if advert_id not in self.memory:
            # What is read now is as fresh as it can be, whatever the log's number is.
            return await self.adverts.as_read_now(advert_id)
        await self.follower.catch_up()
        return await self.adverts.one(advert_id)

    async def page(self, listing: Listing) -> CachedResponse:
        """A page with its total and facets."""
        number = await self.follower.catch_up()
        page = self._page_at_once(number, listing)
        if page is None:
            page = await self._kept.get(number, listing.key, lambda: self._make_page(listing))
        total = await self._total_beside(page, number)
        facets = [
            (field, (await self._tally(number, wanted, field)).most_used())
            for field, wanted in listing.counted
        ]
        return page.with_counts(total, facets)

    async def suggestions(self, field: str, prefix: str) -> CachedResponse:
        """The most used values of `field` on the board that begin with `prefix`, as folded."""
        number = await self.follower.catch_up()
        return (await self._tally(number, Filter(), field)).suggestions(prefix)

    async def every(self, listing: Listing) -> CachedResponse | AsyncIterator[bytes]:
        """All adverts of a listing as one list; in pieces when it does not fit the memory."""
        number = await self.follower.catch_up()
        if listing == Listing(seed_only=True):
            answer = await self._whole(number)
            if answer is not None:
                return answer
        listing = replace(listing, limit=CHUNK)
        first = await self._kept.get(number, listing.key, lambda: self._make_page(listing))
        return self._pieces(listing) if first.has_more else first.as_list()

    def _on_restart(self) -> None:
        self.memory.clear()
        self.board.forget()

    def _on_changes(self, changes: list[Change]) -> None:
        for change in changes:
            self.memory.drop(change.advert_id)
        self.board.keep_up(changes)

    def _page_at_once(self, number: int, listing: Listing) -> CachedPage | None:
        """The page that is kept, or one that is made without waiting for anybody."""
        page = cast("CachedPage | None", self.memory.get(listing.key))
        if page is not None and page.advance(self.follower.recent):
            return page
        answered = self.board.answer(listing)
        if answered is None:
            return None
        found = found_at(answered.sort_keys, listing.limit)
        shown = self.adverts.at_once(found.ids)
        # One that has changed since belongs here perhaps no more.
        if shown is None or len(shown) < len(found.ids) or any(one.seq > number for one in shown):
            return None
        page = CachedPage(listing, number, found, shown)
        page.total = (number, answered.total)
        self._keep_if_asked_again(page)
        return page

    def _keep_if_asked_again(self, page: CachedPage) -> None:
        """Pages that nobody asks for twice would drive out adverts that somebody does."""
        if self._asked.again(page.listing.key):
            self.memory.put(page.listing.key, page)

    async def _total_beside(self, page: CachedPage, number: int) -> int:
        known = self.follower.number
        if page.total is None or page.total[0] != known:
            total = self.board.total(page.listing.filter)
            if total is None:
                return await self._total(number, page.listing.filter)
            page.total = (known, total)
        return page.total[1]

    async def _total(self, number: int, wanted: Filter) -> int:
        return (await self._tally(number, wanted, None)).total

    async def _tally(self, number: int, wanted: Filter, field: str | None) -> Counts:
        key = (field, wanted)

        async def make() -> Counts:
            tally = await self._tally_of_board(wanted, field)
            if tally is None:
                tally = await self._tally_in_database(wanted, field)
            self.memory.put(key, tally)
            return tally

        return await self._kept.get(number, key, make)

    async def _tally_of_board(self, wanted: Filter, field: str | None) -> Counts | None:
        number = self.follower.number
        matches = await self._matches(number, wanted)
        if field is not None:
            counted = self.board.counts(wanted, field, matches)
        else:
            total = self.board.total(wanted, matches)
            counted = [("", "", total)] if total is not None else None
        return Counts(wanted, field, number, counted) if counted is not None else None

    async def _matches(self, number: int, wanted: Filter) -> SearchHits | None:
        """What the words of a filter find, true as of `number`; None without words, and where the
        database is to be asked for adverts instead."""
        if wanted.q is None:
            return None
        await self.searching.catch_up(number)
        query = listed(wanted.q) if self.board.serves(wanted) else None
        if query is None:
            return None
        key = ("words", wanted.q)

        async def make() -> SearchHits:
            matches = await threads.read(matches_of, query, self.searching.number)
            self.memory.put(key, matches)
            return matches

        return await self._kept.get(number, key, make)

    async def _tally_in_database(self, wanted: Filter, field: str | None) -> Counts:
        if wanted.q is None:
            return await threads.read(tally_in_database, wanted, field)
        await self.searching.catch_up(self.follower.number)
        number = self.searching.number
        tally = await threads.read(tally_in_database, wanted, field)
        # The words of what came between may not be counted yet.
        tally.number = min(tally.number, number)
        return tally

    async def _make_page(self, listing: Listing) -> CachedPage:
        for _ in range(TRIES):
            number = await self.follower.catch_up()
            matches = await self._matches(number, listing.filter)
            restarts = self.follower.restarts
            answered = self.board.answer(listing, matches)
            if answered is not None:
                found = found_at(answered.sort_keys, listing.limit)
                shown = await self.adverts.get(found.ids)
            else:
                few = await self._are_few(number, listing)
                found, shown, read = await threads.read(self._find, listing, few=few)
                self.adverts.keep(read, number, restarts)
            if len(shown) == len(found.ids) and all(one.seq <= number for one in shown):
                break
            # Some have changed between being found and being read: they may not belong here.
        shown = [one for one in shown if one.status == listing.filter.status]
        page = CachedPage(listing, number, found, shown)
        if answered is not None:
            page.total = (number, answered.total)
            self._keep_if_asked_again(page)
        else:
            self.memory.put(listing.key, page)
        return page

    async def _are_few(self, number: int, listing: Listing) -> bool:
        """Whether sorting all that match is cheaper than meeting enough of them one by one."""
        total = await self._total(number, listing.filter)
        board = await self._total(number, Filter(status=listing.filter.status))
        return total * total < listing.limit * board

    def _find(self, listing: Listing, *, few: bool) -> tuple[Found, list[Fragment], list[Fragment]]:
        """In a database thread: what is on a page, its adverts, and which of them were read."""
        found = find(listing, few=few)
        return found, *self.adverts.looked_up(found.ids)

    async def _whole(self, number: int) -> CachedResponse | None:
        """The board as one list, or None when it does not fit."""
        whole = cast("FullList | None", self.memory.get(WHOLE))
        if whole is not None and whole.advance(self.follower.recent) and whole.answer is not None:
            return whole.answer
        while time.monotonic() >= self._too_large_until:
            made = await self._work.do(WHOLE, self._make_whole)
            if made is not None and made[0] >= number:
                return made[1]
        return None

    async def _make_whole(self) -> tuple[int, CachedResponse] | None:
        """The list, and the number it is true as of; None when it does not fit."""
        number = await self.follower.catch_up()
        whole = cast("FullList | None", self.memory.get(WHOLE))
        if whole is None or not whole.advance(self.follower.recent):
            most = self.memory.most_bytes // SHARE_OF_WHOLE // SMALLEST_ADVERT
            ids = await threads.read(published_ids, most)
            whole = FullList(number, ids) if ids is not None else None
        if whole is not None:
            # Others may make it know more meanwhile; this list is true as of what it knows now.
            number, ids = whole.number, whole.ids
            shown = await self._shown(ids)
            if shown is not None:
                answer = CachedResponse(join(shown, seed_only=True))
                whole.keep(answer, number)
                self.memory.put(WHOLE, whole)
                return number, answer
        self._too_large_until = time.monotonic() + SECONDS_TOO_LARGE
        return None

    async def _shown(self, ids: list[int]) -> list[Fragment] | None:
        """The adverts of the whole list; None when they are too many bytes."""
        shown: list[Fragment] = []
        room = self.memory.most_bytes // SHARE_OF_WHOLE
        for start in range(0, len(ids), CHUNK):
            # One that was closed since is on the board no more.
            some = await self.adverts.get(ids[start : start + CHUNK])
            shown += [one for one in some if one.status == ON_BOARD]
            room -= sum(len(one.body) for one in some)
            if room < 0:
                return None
        return shown

    async def _pieces(self, listing: Listing) -> AsyncIterator[bytes]:
        """A list, read from the database as it is sent, and not kept."""
        opening = b"["
        while True:
            found, shown, _read = await threads.read(self._find, listing, few=False)
            if shown:
                yield opening + join(shown, seed_only=True)[1:-1]
                opening = b","
            if found.until is None:
                break
            listing = replace(listing, after=found.last)
        yield b"]" if opening == b"," else b"[]"


catalogue = Catalogue(follower)
