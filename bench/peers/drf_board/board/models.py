# mypy: ignore-errors
from django.db import models


class Advert(models.Model):
    title = models.CharField(max_length=200)
    description = models.TextField(max_length=10_000)
    kind = models.CharField(max_length=32, choices=[("Dog", "dog"), ("Cat", "cat")])
    breed = models.CharField(max_length=100)
    age = models.PositiveSmallIntegerField()
    gender = models.CharField(max_length=1, choices=[("M", "male"), ("F", "female")])
    location = models.CharField(max_length=200)
    price = models.DecimalField(max_digits=12, decimal_places=2)
    image = models.CharField(max_length=200, null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "price"], name="advert_by_kind_and_price"),
            models.Index(fields=["price"], name="advert_by_price"),
        ]
