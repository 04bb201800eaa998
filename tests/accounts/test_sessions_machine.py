"""Whatever people do and whenever: tokens and tickets are good exactly as long as they may be."""

import asyncio
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import pytest
from django.db import IntegrityError, transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from jwt import api_jwt
from pytest_django import Settings

from rip.accounts import tokens
from rip.accounts.guests import guest_create, guest_promote
from rip.accounts.models import RefreshFamily, User
from rip.accounts.personal_data import account_erase
from rip.accounts.registration import user_register, user_rename
from rip.accounts.sessions import (
    Session,
    TokenPair,
    WrongPassword,
    families_revoke,
    family_open,
    family_refresh,
    family_revoke,
    session_of,
    session_of_refresh,
    sessions_alive,
    user_sign_in,
)
from rip.accounts.tickets import InvalidTicket, stores, ticket_issue, ticket_redeem
from rip.accounts.tokens import InvalidToken
from rip.core.errors import BadInput
from tests.accounts.model import (
    ACCESS,
    GRACE,
    REFRESH,
    TICKET,
    Access,
    Clock,
    LogIn,
    Person,
    Site,
    Ticket,
)
from tests.chat.rooms import at_once
from tests.kit.machines import Machine, patient, run_machine

NAMES = st.sampled_from(["Мария", "МАРИЯ", "Olga", "Ｏlga", "masha"])
PASSWORDS = st.sampled_from(["кошка-на-окошке-7", "another-passphrase-8", "собака-у-двери-9"])
# The ends of an account, each with a name and a password in case it takes them.
CHANGES = st.tuples(
    st.sampled_from(["everywhere", "password", "away", "back", "name", "erase"]), NAMES, PASSWORDS
)
Change: TypeAlias = tuple[str, str, str]
PAST = st.none() | st.integers(-1, 1)
# Mostly the latest.
WHICH = st.sampled_from([0, 0, 0, 1, 2])
LATEST = 3
CHECKED = 5
MOST_PEOPLE = 3


class SessionsMachine(Machine):
    def __init__(self) -> None:
        super().__init__()
        User.objects.all().delete()
        self.clock = Clock()
        self.site = Site()
        self.open: list[tuple[Session, LogIn]] = []
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(tokens, "now", self.clock.now)
        self.patch.setattr(api_jwt, "datetime", self.clock.as_datetime())
        self.runner = asyncio.Runner()
        stores.cache_clear()

    def teardown(self) -> None:
        self.runner.close()
        self.patch.undo()
        stores.cache_clear()

    # Coming in

    @initialize(guest=st.booleans(), password=PASSWORDS)
    def two_are_there(self, guest: bool, password: str) -> None:
        self.come(False, "masha", password)
        self.come(guest, "olga", password)
        self.sign_in(0, False, None)

    @precondition(lambda self: len(self.site.people) < MOST_PEOPLE)
    @rule(guest=st.booleans(), name=NAMES, password=PASSWORDS)
    def come(self, guest: bool, name: str, password: str) -> None:
        if guest:
            pair = guest_create()
            user = session_of(access=pair.access).user
            person = Person(user.pk, user.username, None, guest=True)
            self.site.people.append(person)
            self._opened(person, person.version, pair)
        elif self.site.named(name) is not None:
            with pytest.raises(BadInput):
                user_register(username=name, password=password)
        else:
            user = user_register(username=name, password=password)
            self.site.people.append(Person(user.pk, user.username, password))

    def _come_anew(self) -> None:
        """Little would happen once everything has ended."""
        self.come(False, f"new-{len(self.site.people)}", "another-passphrase-8")
        self.sign_in(-1, False, None)

    @rule(which=WHICH, token=st.integers(0, 3), name=NAMES, password=PASSWORDS)
    def promote(self, which: int, token: int, name: str, password: str) -> None:
        """Somebody signs up with the refresh token of this browser."""
        log_in, index = self._token(which, token)
        person = log_in.person
        promoted = self.site.may_read(log_in, index, self.clock.time) and person.guest
        namesake = self.site.named(name)
        try:
            with transaction.atomic():
                user = guest_promote(refresh=log_in.tokens[index][0])
                assert (user is not None) == promoted
                if user is None:
                    return
                user.username = name
                user.set_password(password)
                user.save()
        except IntegrityError:
            assert namesake is not None
            return
        assert namesake is None
        person.name, person.password, person.guest = name, password, False
        person.version += 1

    @rule(who=WHICH, wrong=st.booleans(), meanwhile=st.none() | CHANGES)
    def sign_in(self, who: int, wrong: bool, meanwhile: Change | None) -> None:
        """Something may happen after the password was checked, and then it is as if before."""
        person = self._person(who)
        given = "not the password" if wrong else person.password or ""
        if wrong or person.password is None or not person.active:
            with pytest.raises(WrongPassword):
                user_sign_in(username=person.name, password=given)
        elif meanwhile is None:
            pair = user_sign_in(username=person.name.upper(), password=given)
            self._opened(person, person.version, pair)
        else:
            user, version = User.objects.get(pk=person.number), person.version
            self._change(person, meanwhile)
            self._opened(person, version, family_open(user=user))

    # Tokens

    @rule(which=WHICH)
    def refresh(self, which: int) -> None:
        self._refresh(which, 0, 1)

    @rule(which=WHICH, back=st.sampled_from([1, 1, 2]), past=PAST)
    def refresh_again(self, which: int, back: int, past: int | None) -> None:
        self._wait_until(self._log_in(which).rotated + GRACE, past)
        self._refresh(which, back, 1)

    @rule(which=WHICH, back=st.integers(0, 3), times=st.integers(1, 3))
    def refresh_at_once(self, which: int, back: int, times: int) -> None:
        """At the same moment in several tabs, with whichever token they have."""
        self._refresh(which, back, times)

    def _refresh(self, which: int, back: int, times: int) -> None:
        if not any(self.site.may_read(one, -1, self.clock.time) for one in self.site.log_ins):
            self._come_anew()
        log_in, index = self._token(which, back)
        text = log_in.tokens[index][0]
        rotates = self.site.rotates(log_in, index, self.clock.time)
        good = self.site.refresh(log_in, index, self.clock.time)
        pairs = at_once(*[lambda: self._refreshed(text)] * times)
        assert [pair is not None for pair in pairs] == [good] * times
        got = [pair for pair in pairs if pair is not None]
        if got and rotates:
            assert got[0].refresh not in [token for token, _ in log_in.tokens]
            log_in.tokens.append((got[0].refresh, self.clock.time))
            log_in.parent = index
        for pair in got:
            assert pair.refresh == log_in.newest
            self.site.accesses.append(Access(pair.access, log_in, self.clock.time))

    def _refreshed(self, text: str) -> TokenPair | None:
        try:
            return family_refresh(refresh=text)
        except InvalidToken:
            return None

    # Tickets

    @rule(which=WHICH)
    def issue_ticket(self, which: int) -> None:
        for access in self.site.accesses[-1 - which :]:
            if access.is_good(self.clock.time):
                session = session_of(access=access.text)
                text = self.runner.run(ticket_issue(session=session))
                self.site.tickets.append(Ticket(text, access.log_in, self.clock.time))

    @rule(which=WHICH, times=st.integers(1, 3), past=PAST, meanwhile=st.none() | CHANGES)
    def redeem_ticket(
        self, which: int, times: int, past: int | None, meanwhile: Change | None
    ) -> None:
        tickets = [one for one in self.site.tickets if not one.used] or self.site.tickets
        if not tickets:
            return
        ticket = tickets[-1 - which % min(len(tickets), LATEST)]
        if meanwhile is not None:
            self._change(ticket.log_in.person, meanwhile)
        self._wait_until(ticket.given + TICKET, past)
        good = ticket.is_good(self.clock.time)
        redeemed = self.runner.run(self._redeemed(ticket.text, times))
        # One that had expired is not used up, but it never becomes good again.
        ticket.used = True
        families = [session.family_id for session in redeemed]
        assert families == ([ticket.log_in.family_id] if good else [])

    async def _redeemed(self, text: str, times: int) -> list[Session]:
        results = await asyncio.gather(
            *[ticket_redeem(ticket=text) for _ in range(times)], return_exceptions=True
        )
        assert all(isinstance(one, Session | InvalidTicket) for one in results), results
        return [one for one in results if isinstance(one, Session)]

    # Endings, and what ends nothing

    @rule(which=WHICH, somebody=WHICH, own=st.booleans())
    def log_out(self, which: int, somebody: int, own: bool) -> None:
        """Only one's own log-in ends, whoever's number one gives."""
        log_in = self._log_in(which)
        person = log_in.person if own else self._person(somebody)
        family_revoke(user=User.objects.get(pk=person.number), family_id=log_in.family_id)
        log_in.revoked |= person is log_in.person

    @rule(which=WHICH, change=CHANGES)
    def change(self, which: int, change: Change) -> None:
        self._change(self._log_in(which).person, change)

    def _change(self, person: Person, given: Change) -> None:
        change, name, password = given
        user = User.objects.get(pk=person.number)
        if change == "everywhere":
            families_revoke(user=user)
            person.version += 1
        elif change == "password" and person.password is not None:
            user.set_password(password)
            user.save()
            person.password = password
            person.version += 1
        elif change in ("away", "back"):
            user.is_active = person.active = change == "back"
            user.save()
        elif change == "name":
            self._rename(person, user, name)
        elif change == "erase":
            account_erase(user=user)
            person.name = User.objects.get(pk=person.number).username
            person.password, person.active = None, False
            person.version += 1

    def _rename(self, person: Person, user: User, name: str) -> None:
        if self.site.named(name) in (None, person):
            user_rename(user=user, username=name)
            person.name = User.normalize_username(name)
        else:
            with pytest.raises(BadInput):
                user_rename(user=user, username=name)

    @rule(seconds=st.integers(1, 100))
    def wait(self, seconds: int) -> None:
        self.clock.time += timedelta(seconds=seconds)

    @rule(which=WHICH, limit=st.sampled_from([ACCESS, REFRESH]), first=st.booleans(), past=PAST)
    def wait_for_limit(self, which: int, limit: timedelta, first: bool, past: int | None) -> None:
        """Of the newest token of a log-in, or of its first."""
        _, given = self._log_in(which).tokens[0 if first else -1]
        self._wait_until(given + limit, past)

    def _wait_until(self, limit: datetime, past: int | None) -> None:
        """Until the second before, at or after a limit."""
        if past is not None:
            self.clock.time = max(self.clock.time, limit + timedelta(seconds=past))

    # Always

    @invariant()
    def access_tokens_are_as_good_as_they_may_be(self) -> None:
        for access in self.site.accesses[-CHECKED:]:
            good = access.is_good(self.clock.time)
            self._names(good, access.log_in, lambda text=access.text: session_of(access=text))

    @invariant()
    def refresh_tokens_are_as_good_as_they_may_be(self) -> None:
        for log_in in self.site.log_ins[-CHECKED:]:
            for index in range(max(0, len(log_in.tokens) - 3), len(log_in.tokens)):
                good = self.site.may_read(log_in, index, self.clock.time)
                text = log_in.tokens[index][0]
                self._names(good, log_in, lambda text=text: session_of_refresh(refresh=text))

    @invariant()
    def open_sessions_end_with_their_log_ins(self) -> None:
        alive = sessions_alive(sessions=[session for session, _ in self.open])
        assert set(alive) == {session for session, log_in in self.open if log_in.is_open}
        names = {person.number: person.name for person in self.site.people}
        assert all(user.username == names[user.pk] for user in alive.values())

    def _names(self, good: bool, log_in: LogIn, read: Any) -> None:
        """A good token names its log-in, and any other nobody's."""
        if not good:
            with pytest.raises(InvalidToken):
                read()
            return
        session: Session = read()
        user = session.user
        assert (session.family_id, user.pk) == (log_in.family_id, log_in.person.number)
        assert (user.username, user.is_guest) == (log_in.person.name, log_in.person.guest)

    def _opened(self, person: Person, version: int, pair: TokenPair) -> None:
        self.site.forget_expired(person, self.clock.time)
        family = RefreshFamily.objects.get(token_hash=tokens.hash_of(pair.refresh))
        log_in = LogIn(person, version, family.pk, [(pair.refresh, self.clock.time)])
        self.site.log_ins.append(log_in)
        access = Access(pair.access, log_in, self.clock.time)
        self.site.accesses.append(access)
        if access.is_good(self.clock.time):
            self.open.append((session_of(access=access.text), log_in))

    def _person(self, which: int) -> Person:
        return self.site.people[which % len(self.site.people)]

    def _log_in(self, which: int) -> LogIn:
        """One of those that are open, if any is; what has ended is seen by what holds always."""
        now, log_ins = self.clock.time, self.site.log_ins
        still_open = [one for one in log_ins if self.site.may_read(one, -1, now)]
        some = (still_open or log_ins)[-LATEST:]
        return some[-1 - which % len(some)]

    def _token(self, which: int, back: int) -> tuple[LogIn, int]:
        log_in = self._log_in(which)
        return log_in, max(0, len(log_in.tokens) - 1 - back)


@patient
@pytest.mark.django_db(transaction=True)
def test_tokens_and_tickets_are_good_exactly_as_long_as_they_may_be(settings: Settings) -> None:
    # This is no test of how hard a password is to guess.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.RIP_REDIS_URL = ""
    run_machine(SessionsMachine, examples=30, steps=40)
