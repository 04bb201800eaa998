"""The tables of the board's log, and of the keys that POSTs are repeated under.

They refer to adverts by number alone, because they outlive them.
"""

from django.db import models

from rip.core.database.columns import ExactCharField, RowNumberField


class AdvertLog(models.Model):
    """The board's numbered log: its one row holds the last number given to a change.

    Changes up to `compacted_seq` are deleted: a follower that stands before that must reload.
    """

    last_seq = models.BigIntegerField(default=0)
    compacted_seq = models.BigIntegerField(default=0)


class SearchIndex(models.Model):
    """The position of the search entries in the log: one row, locked by whoever makes entries.

    They hold the texts of the adverts as of the change `seq`, and `version` is the `search.VERSION`
    they were made by.
    """

    seq = models.BigIntegerField(default=0)
    version = models.CharField(max_length=40, default="")


class AdvertChange(models.Model):
    """One change of the board: advert `advert_id` was written, or is gone (a tombstone).

    `before` and `after` hold the fields one can filter by as they were and as they became, so that
    a reader can tell which pages the change touches without having seen the advert; None is an
    advert that was not there.
    """

    seq = RowNumberField(primary_key=True)
    advert_id = models.BigIntegerField()
    deleted = models.BooleanField(default=False)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["seq"]


class PostKey(models.Model):
    """The Idempotency-Key of a POST that created an advert, so that its repeat creates no other.

    `owner_id` is 0 for adverts posted without a token; `fingerprint` is a hash of what was posted.
    """

    owner_id = models.BigIntegerField()
    key = ExactCharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    advert_id = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner_id", "key"], name="post_key_once")]
