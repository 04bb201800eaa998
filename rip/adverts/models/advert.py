import functools
import operator
import time
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, Self

from django.db import connection, models
from django.db.models import Case, Exists, F, OuterRef, Value, When
from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User
from rip.adverts import fields
from rip.adverts.declarations import Money
from rip.adverts.listing.listing import FOLDED, SORTS, Filter, Sort, SortKey
from rip.adverts.listing.orm import beyond, conditions, without_index
from rip.adverts.models.paths import path_of
from rip.adverts.search.query import Holds, Query, TokensField
from rip.adverts.statuses import ON_BOARD, PUBLIC, Status, Traits, may_change, may_see, traits_of
from rip.core.database.columns import ChoiceField
from rip.core.pictures.stored import StoredPicture

# The names by which the log stores values, with the attributes that hold them.
_COMPARED: Final = {field.name: field.name for field in fields.COMPARED} | {
    "owner": "owner_id",
    "status": "status",
}
_AMOUNTS: Final = [field.name for field in fields.COMPARED if isinstance(field, Money)]
_read_compared: Final = operator.attrgetter(*_COMPARED.values())
_read_texts: Final = operator.attrgetter(*[field.name for field in (*fields.HEAD, *fields.REST)])

# Its index holds most of the columns that are compared.
_WIDEST: Final = SORTS[fields.PRICE.orders[0].name]

_SAMPLE: Final = 200
_SAMPLE_SECONDS: Final = 60


class AdvertQuerySet(models.QuerySet["Advert"]):
    def published(self) -> Self:
        """The adverts on the board, the newest first."""
        return self.filter(status=ON_BOARD).order_by("-id")

    def matching(self, wanted: Filter) -> Self:
        found = self.filter(**dict(conditions(wanted)))
        return found.having_words(wanted.q) if wanted.q is not None else found

    def listed(
        self, wanted: Filter, sort: Sort, *, after: SortKey | None = None, few: bool = False
    ) -> Self:
        """Those that match, sorted, from behind the sort key `after` on.

        The index of the sort is walked until enough adverts match; but when `few` match at all,
        they are found by their conditions and then sorted. Databases guess badly which of the two
        is quicker, so each form leaves them one choice: no index serves an expression.
        """
        if few:
            found = self.matching(wanted)
            keys: list[Any] = [without_index(name) for name in sort.columns()]
        else:
            found = self.walked(wanted, sort)
            keys = [F(name) for name in sort.columns()]
        ordered = found.order_by(*[key.desc() if sort.descending else key.asc() for key in keys])
        return ordered.filter(beyond(sort, after)) if after is not None else ordered

    def walked(self, wanted: Filter, sort: Sort) -> Self:
        """Those that match, by conditions of which only the status and the sort have an index."""
        found = self.having_words(wanted.q) if wanted.q is not None else self
        for lookup, value in conditions(wanted):
            column = lookup.partition("__")[0]
            if column in ("status", sort.column):
                found = found.filter(**{lookup: value})
            else:
                found = found.alias(**{f"any_{column}": without_index(column)})
                found = found.filter(**{f"any_{lookup}": value})
        return found

    def counted(self, wanted: Filter) -> Self:
        """Those that match, for counting them: databases would go by an index of few values and
        look each up in the table, where reading one index from end to end is quicker."""
        is_narrow = any(one.comparison == FOLDED for one in wanted.conditions)
        if is_narrow or wanted.owner is not None or wanted.q is not None:
            return self.matching(wanted)
        return self.walked(wanted, _WIDEST)

    def public(self) -> Self:
        """The adverts that everyone may see by their ids."""
        return self.filter(status__in=PUBLIC)

    def with_pictures(self) -> Self:
        """Bring the pictures along, so that showing adverts costs no query per advert."""
        return self.prefetch_related("pictures")

    def with_albums(self) -> list["Advert"]:
        """These adverts, each with its album, for whoever reads nothing but that of their pictures.
        It takes half the time of `with_pictures`, which makes a manager for each advert."""
        adverts = list(self)
        albums: defaultdict[int, list[Picture]] = defaultdict(list)
        # In their order, which is the model's.
        for picture in Picture.objects.filter(advert__in=[one.pk for one in adverts]):
            albums[picture.advert_id].append(picture)
        for advert in adverts:
            advert.album = albums[advert.pk]
        return adverts

    def search(self, q: str) -> Self:
        """Adverts that have every word of `q` in title, breed, description or location, in any
        form; the last word may be only begun. If `q` has no words: every advert.

        Annotates `rank`: 0 if title and breed have all words, else 1. Ordered by rank, then the
        newest first. All hits must be ranked before the first is known: `search_page` gives the
        first ones of many, and `having_words` any other order.
        """
        query = Query.parse(q)
        if not query.terms:
            return self.annotate(rank=Value(0)).order_by("-id")
        found = self.filter(pk__in=SearchEntry.objects.filter(tokens__matches=query).values("pk"))
        head = When(Holds(F("search_entry__tokens"), query.in_head()), then=Value(0))
        return found.annotate(rank=Case(head, default=Value(1))).order_by("rank", "-id")

    def having_words(self, q: str) -> Self:
        """The adverts of `search(q)`, neither ranked nor ordered."""
        query = Query.parse(q)
        if not query.terms:
            return self.all()
        return self.filter(pk__in=SearchEntry.planned_for(query).values("pk"))

    def search_page(
        self, q: str, *, after: tuple[int, int] | None = None, limit: int
    ) -> list["Advert"]:
        """The first `limit` of `search(q)` that come after the (rank, id) `after`.

        The same adverts with `rank`, in the same order, but found from the newest on, so that
        finding many costs no more than finding some.
        """
        query = Query.parse(q)
        if not query.terms:
            page = self.filter(pk__lt=after[1]) if after else self.all()
            return list(page.annotate(rank=Value(0)).order_by("-id")[:limit])  # type: ignore[no-redef]
        ranks: dict[int, int] = {}
        for rank, part in enumerate((query.in_head(), query.not_all_in_head())):
            if len(ranks) < limit and (after is None or after[0] <= rank):
                newer = after[1] if after is not None and after[0] == rank else None
                ids = self._newest_ids(part, before=newer, limit=limit - len(ranks))
                ranks.update(dict.fromkeys(ids, rank))
        adverts = list(self.filter(pk__in=ranks))
        for advert in adverts:
            advert.rank = ranks[advert.pk]
        return sorted(adverts, key=lambda advert: (advert.rank, -advert.pk))

    def _newest_ids(self, query: Query, *, before: int | None, limit: int) -> list[int]:
        # As a subquery the filters cannot tempt SQLite to go through adverts and to look each up in
        # the full-text index.
        entries = SearchEntry.planned_for(query).filter(
            Exists(self.filter(pk=OuterRef("pk")).order_by())
        )
        if before is not None:
            entries = entries.filter(pk__lt=before)
        return list(entries.order_by("-pk").values_list("pk", flat=True)[:limit])


class Advert(models.Model):
    """A pet looking for a home. Every change of it has a number in the board's log (`seq`)."""

    title = fields.TITLE.column()
    description = fields.DESCRIPTION.column()
    kind = fields.KIND.column()
    breed = fields.BREED.column()
    age = fields.AGE.column()
    gender = fields.GENDER.column()
    location = fields.LOCATION.column()
    price = fields.PRICE.column()
    owner = models.ForeignKey(
        User,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="adverts",
        # `advert_of_owner` begins with it.
        db_index=False,
    )
    status = ChoiceField(_("status"), max_length=16, choices=Status.choices, default=ON_BOARD.value)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)
    seq = models.BigIntegerField(_("change number"), unique=True, editable=False)
    breed_key = fields.BREED.key_column()
    location_key = fields.LOCATION.key_column()

    objects = AdvertQuerySet.as_manager()

    class Meta:
        verbose_name = _("advert")
        verbose_name_plural = _("adverts")
        indexes = [
            models.Index(fields=["status", "-id"], name="advert_newest"),
            models.Index(fields=["status", "age", "id"], name="advert_by_age"),
            models.Index(fields=["status", "breed_key", "id"], name="advert_of_breed"),
            models.Index(fields=["status", "location_key", "id"], name="advert_at_location"),
            models.Index(fields=["owner", "status", "id"], name="advert_of_owner"),
            # Counting and walking read nothing else, without a condition on breed or location.
            models.Index(
                fields=["status", "price", "id", "kind", "gender", "age"], name="advert_by_price"
            ),
        ]

    if TYPE_CHECKING:
        rank: int  # only of what search finds

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return path_of(self.pk, self.title)

    @classmethod
    def unsaved(cls, owner: User | None, values: Mapping[str, Any]) -> Self:
        """One that is not saved. Django takes half as long for values in their order as by name."""
        owner_id = owner.pk if owner is not None else None
        advert = cls(*{**_blank(), **values, "owner_id": owner_id}.values())
        advert.album = []
        return advert

    def filter_values(self) -> dict[str, Any]:
        """The values that listings filter and sort by, as the log stores them."""
        values = dict(zip(_COMPARED, _read_compared(self), strict=True))
        for name in _AMOUNTS:
            values[name] = str(values[name])
        values["words"] = self._digest_of_words()
        return values

    def _digest_of_words(self) -> str:
        """Tells readers of the log whether what search finds an advert by has changed."""
        return blake2b("\0".join(map(str, _read_texts(self))).encode(), digest_size=8).hexdigest()

    @property
    def traits(self) -> Traits:
        """The traits of its status."""
        return traits_of(self.status)

    def may_be_seen_by(self, user: User | None) -> bool:
        return may_see(user, owner_id=self.owner_id, status=self.status)

    def may_be_changed_by(self, user: User | None) -> bool:
        return may_change(user, owner_id=self.owner_id)

    @cached_property
    def album(self) -> "list[Picture]":
        """The pictures in their order, as they were when first read."""
        return list(self.pictures.all())

    @property
    def image(self) -> str | None:
        """The URL path of the main picture, or None."""
        return self.album[0].url if self.album else None


@functools.cache
def _blank() -> dict[str, Any]:
    """The defaults of all columns of an advert, in their order."""
    return {field.attname: field.get_default() for field in Advert._meta.concrete_fields}


class SearchEntry(models.Model):
    """The tokens that search finds an advert by, as of `SearchIndex.seq`.

    On SQLite a table of FTS5, elsewhere one with a FULLTEXT index; a migration makes both.
    """

    advert = models.OneToOneField(
        Advert,
        on_delete=models.CASCADE,
        primary_key=True,
        db_column="rowid",
        db_constraint=False,
        related_name="search_entry",
    )
    tokens = TokensField()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def planned_for(cls, query: Query) -> "models.QuerySet[SearchEntry]":
        """The entries that `query` wants, found in the way that gives the first ones soonest."""
        if connection.vendor == "mysql":
            query = query.planned(newest_entries(int(time.monotonic() / _SAMPLE_SECONDS)))
        return cls.objects.filter(tokens__matches=query)


@functools.lru_cache(maxsize=1)
def newest_entries(_age: int) -> list[str]:
    """A sample for planning searches, so it may be somewhat old."""
    newest = SearchEntry.objects.order_by("-pk").values_list("tokens", flat=True)
    return list(newest[:_SAMPLE])


class Picture(StoredPicture):
    """A picture of an advert."""

    FOLDER = "adverts"
    OWNER = "advert__owner"

    advert = models.ForeignKey(Advert, on_delete=models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["advert", "position"], name="picture_in_order")]
