"""Full-text search that finds the same on SQLite (FTS5) and on MySQL and MariaDB (FULLTEXT).

The databases' own ideas of words, forms, cases and stop words differ, so they are left out: an
advert is stored as tokens made here (`entry_text`), a query consists of tokens (`Query`), and the
database does nothing but find the rows that hold them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any, Final

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler

from rip.adverts.search.words import stem, words

# The index must be rebuilt when this changes: raise the first number when tokens change.
VERSION: Final = f"1/{version('snowballstemmer')}"

# The prefixes of tokens: of words in the head of the text, and of words in the whole text. Three
# characters also make every token longer than InnoDB's shortest word, and none a stop word.
IN_HEAD: Final = "hd_"
ANYWHERE: Final = "in_"

# Both databases take these letters for letters; whatever else there is becomes `_hex_`.
_FOREIGN: Final = re.compile("[^0-9a-zа-я]")
# InnoDB leaves words of more than 84 characters out.
_LONGEST: Final = 64
_MOST_WORDS: Final = 12
# Longer pieces of a text without a space would fill the cache with entries that are never hit.
_LONGEST_CACHED: Final = 40
# The part of the adverts from which a word is common, see `Query.planned`.
_COMMON: Final = 0.02

Sql = tuple[str, tuple[str | int, ...]]

# These words say nothing about a pet, and an advert may do without them.
_STOP_WORDS: Final = re.compile(
    "[a-zа-я]|без|во|для|до|за|из|или|на|не|но|об|от|по|под|при|со"
    "|an|and|for|from|in|of|on|or|the|to|with"
)
# So many words begin with a single letter that it is taken for a whole word.
_SINGLE: Final = re.compile("[0-9a-zа-я]")


def entry_text(*, head: str, rest: str) -> str:
    """The tokens of an advert, as its index entry holds them: every word as it is written and its
    stem, marked if it is in the `head`."""
    in_head = dict.fromkeys(head.split())
    everywhere = in_head | dict.fromkeys(rest.split())
    of_head, of_all = _in_head.__getitem__, _anywhere.__getitem__
    return f"{''.join(map(of_head, in_head))}{''.join(map(of_all, everywhere))} "


class Pieces(dict[str, str]):
    """A cache of the tokens of pieces of texts. The same pieces between two spaces come again and
    again, and looking one up costs a tenth of finding its words."""

    def __init__(self, part: str, most: int) -> None:
        self._part = part
        self._most = most

    def __missing__(self, piece: str) -> str:
        tokens = _tokens(self._part, piece)
        if len(piece) <= _LONGEST_CACHED:
            if len(self) >= self._most:
                self.clear()
            self[piece] = tokens
        return tokens


_in_head: Final = Pieces(IN_HEAD, 10_000)
_anywhere: Final = Pieces(ANYWHERE, 50_000)


def _tokens(part: str, piece: str) -> str:
    """The tokens of a piece of text, with the prefix `part` and a space before each."""
    found = words(piece)
    tokens = dict.fromkeys(map(_encoded, (*found, *map(stem, found))))
    return "".join(f" {part}{token}" for token in tokens)


def _encoded(word: str) -> str:
    return _FOREIGN.sub(lambda letter: f"_{ord(letter[0]):x}_", word)[:_LONGEST]


@dataclass(frozen=True)
class Term:
    """A word of a query: an advert must have the token or, if `beginning` is given, any token that
    begins with that."""

    token: str
    beginning: str | None = None

    def fts5(self, part: str) -> str:
        token = f'"{part}{self.token}"'
        return f'({token} OR "{part}{self.beginning}" *)' if self.beginning else token

    def boolean_mode(self, part: str) -> str:
        token = f"{part}{self.token}"
        return f"+({token} {part}{self.beginning}*)" if self.beginning else f"+{token}"

    def snippets(self, part: str) -> list[str]:
        """Snippets of an entry's text, any of which shows that the advert has the word."""
        snippets = [f" {part}{self.token} "]
        return [*snippets, f" {part}{self.beginning}"] if self.beginning else snippets


@dataclass(frozen=True)
class Query:
    """Finds the adverts that have all `terms` in one part of their text and, if `but_not` is given,
    not all of them in that other one. `common` are those of the terms that so many adverts
    have in that part that MySQL should read entries for them instead of using its index."""

    terms: tuple[Term, ...]
    part: str = ANYWHERE
    but_not: str | None = None
    common: frozenset[Term] = frozenset()

    @classmethod
    def parse(cls, q: str) -> "Query":
        """The words of `q`, the last of which may be only begun.

        Prepositions, conjunctions and single letters do not count beside other words, and neither
        do words after the first dozen.
        """
        given = words(q)
        chosen = [word for word in given if not _STOP_WORDS.fullmatch(word)] or given
        terms = [Term(_encoded(stem(word))) for word in chosen[:_MOST_WORDS]]
        begun = chosen and chosen[-1] == given[-1] and not _SINGLE.fullmatch(given[-1])
        if begun and len(chosen) <= _MOST_WORDS:
            terms[-1] = Term(terms[-1].token, beginning=_encoded(given[-1]))
        return cls(tuple(dict.fromkeys(terms)))

    def in_head(self) -> "Query":
        """Adverts that have all words in the head of their text."""
        return replace(self, part=IN_HEAD)

    def not_all_in_head(self) -> "Query":
        return replace(self, but_not=IN_HEAD)

    def planned(self, newest: list[str]) -> "Query":
        """The same, knowing which words are common in `newest`, the texts of some entries.

        If a good part of the adverts matches, the newest ones are soon found by reading. If not,
        the full-text index finds the rarest words, and its hits are read for the others.
        """
        few = len(newest) * _COMMON
        if sum(map(self.holds, newest)) > few:
            return replace(self, common=frozenset(self.terms))
        counts = {term: sum(_has(text, term, self.part) for text in newest) for term in self.terms}
        rarest = min(counts.values())
        return replace(self, common=frozenset(t for t in self.terms if few < counts[t] != rarest))

    def fts5(self) -> str:
        """The query in the language of FTS5."""
        match = " AND ".join(term.fts5(self.part) for term in self.terms)
        if self.but_not is None:
            return match
        unwanted = " AND ".join(term.fts5(self.but_not) for term in self.terms)
        return f"({match}) NOT ({unwanted})"

    def holds(self, text: str) -> bool:
        """True if an entry with this text matches."""
        return self._has_all(text, self.part) and not (
            self.but_not and self._has_all(text, self.but_not)
        )

    def _has_all(self, text: str, part: str) -> bool:
        return all(_has(text, term, part) for term in self.terms)


def _has(text: str, term: Term, part: str) -> bool:
    return any(snippet in text for snippet in term.snippets(part))


class TokensField(models.TextField[str, str]):
    """The text of an index entry, under the full-text index."""


@TokensField.register_lookup
class Matches(Lookup[Any]):
    """`tokens__matches=Query`. SQLite takes it only where it alone decides about a row: under AND,
    not under OR or in an expression."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        # A table of FTS5 is searched through the hidden column that has the table's name.
        table = connection.ops.quote_name(self.lhs.target.model._meta.db_table)
        query: Query = self.rhs
        return f"{connection.ops.quote_name(self.lhs.alias)}.{table} MATCH %s", (query.fts5(),)

    def as_mysql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        query: Query = self.rhs
        column, _ = compiler.compile(self.lhs)
        conditions: list[Sql] = []
        if rare := [term for term in query.terms if term not in query.common]:
            match = " ".join(term.boolean_mode(query.part) for term in rare)
            conditions.append((f"MATCH ({column}) AGAINST (%s IN BOOLEAN MODE)", (match,)))
        if common := [term for term in query.terms if term in query.common]:
            conditions.append(_read(column, common, query.part))
        if query.but_not is not None:
            unwanted, parameters = _read(column, query.terms, query.but_not)
            conditions.append((f"NOT {unwanted}", parameters))
        return (
            " AND ".join(sql for sql, _ in conditions),
            tuple(parameter for _, parameters in conditions for parameter in parameters),
        )


class Holds(Lookup[bool]):
    """True for an entry that has all terms of a query, found by reading the entry: an expression,
    for rows that are found already."""

    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        column, _ = compiler.compile(self.lhs)
        return _read(column, self.rhs.terms, self.rhs.part)


def _read(column: str, terms: Iterable[Term], part: str) -> Sql:
    """A condition that an entry's text has all terms."""
    snippets = [term.snippets(part) for term in terms]
    sql = " AND ".join(
        "(" + " OR ".join([f"INSTR({column}, %s) > 0"] * len(either)) + ")" for either in snippets
    )
    return f"({sql})", tuple(one for either in snippets for one in either)
