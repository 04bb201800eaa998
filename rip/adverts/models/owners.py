"""The tables of an owner's unfinished work: pictures for an advert to come, pending deletions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User
from rip.core.pictures.stored import StoredPicture


class UploadedPicture(StoredPicture):
    """A picture that waits for its advert. Its files stay where they are when the advert gets it;
    whoever knows the random name, and is the same user, may use it once."""

    FOLDER = "adverts"
    OWNER = "user"

    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("uploaded picture")
        verbose_name_plural = _("uploaded pictures")


class PendingDeletion(models.Model):
    """An advert that its owner has deleted and may still take back.

    It is closed meanwhile; `was` is its status before, `seq` the number of the change that closed
    it: an advert that somebody has changed since is not deleted any more.
    """

    advert = models.OneToOneField(
        "adverts.Advert", on_delete=models.CASCADE, related_name="pending_deletion"
    )
    was = models.CharField(max_length=16)
    seq = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("pending deletion")
        verbose_name_plural = _("pending deletions")
