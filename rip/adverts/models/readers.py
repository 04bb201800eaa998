"""The tables of readers: their favourites and their reports."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User


class FavouriteQuerySet(models.QuerySet["Favourite"]):
    def of(self, user: User, *, before: int | None = None) -> Self:
        """This person's, the last added first."""
        found = self.filter(user=user)
        if before is not None:
            found = found.filter(pk__lt=before)
        return found.order_by("-id")


class Favourite(models.Model):
    """An advert that somebody wants to find again.

    It outlives the advert, so that its owner sees what became of it: `title` is the advert's title
    when it was added.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="favourites")
    advert = models.ForeignKey(
        "adverts.Advert", on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    title = models.CharField(max_length=200)
    added = models.DateTimeField(auto_now_add=True)

    objects = FavouriteQuerySet.as_manager()

    class Meta:
        verbose_name = _("favourite")
        verbose_name_plural = _("favourites")
        constraints = [models.UniqueConstraint(fields=["user", "advert"], name="favourite_once")]


class Reason(models.TextChoices):
    GONE = "gone", _("The pet has found a home already")
    FRAUD = "fraud", _("It looks like a fraud")
    CRUELTY = "cruelty", _("The animal is treated badly")
    WRONG = "wrong", _("Something in it is not true")
    SPAM = "spam", _("It is not about a pet, or is posted again and again")
    OTHER = "other", _("Something else")


class ReportStatus(models.TextChoices):
    OPEN = "open", _("open")
    UPHELD = "upheld", _("advert closed")
    DISMISSED = "dismissed", _("dismissed")


class AdvertReportQuerySet(models.QuerySet["AdvertReport"]):
    def open(self) -> Self:
        """Those that nobody has decided about."""
        return self.filter(status=ReportStatus.OPEN)


class AdvertReport(models.Model):
    """Somebody says that something is wrong with an advert. Only staff ever see who."""

    advert = models.ForeignKey(
        "adverts.Advert",
        verbose_name=_("advert"),
        on_delete=models.CASCADE,
        related_name="reports",
    )
    reporter = models.ForeignKey(
        User,
        verbose_name=_("reporter"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=16, choices=Reason)
    text = models.TextField(_("what happened"), max_length=2000, blank=True)
    status = models.CharField(
        _("status"), max_length=16, choices=ReportStatus, default=ReportStatus.OPEN
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)
    decided_by = models.ForeignKey(
        User,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = AdvertReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [models.Index(fields=["status", "-id"], name="report_newest")]

    def __str__(self) -> str:
        return self.get_reason_display()
