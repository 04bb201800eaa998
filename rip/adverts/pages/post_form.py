"""An advert as people write it on a page. What is right is decided by the API's schema alone."""

from decimal import Decimal
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from rip.adverts.api.schemas import AdvertIn
from rip.adverts.models import OLDEST, Advert, Gender
from rip.adverts.templatetags.advert_words import KIND_WORDS
from rip.adverts.writing.commands import AdvertValues
from rip.core.http.problems import bad_fields

FIELDS: Final = (
    "title", "kind", "gender", "breed", "age", "location", "price", "description",
)  # fmt: skip
# Spaces of all kinds between thousands.
SPACES: Final = str.maketrans("", "", " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}")


class PostForm(forms.Form):
    """`values` are the advert's fields once the form is valid."""

    use_required_attribute = False

    title = forms.CharField(label=_("Title"), help_text=_("What you would call out to a friend."))
    kind = forms.ChoiceField(label=_("Who is it?"), widget=forms.RadioSelect, choices=[])
    gender = forms.ChoiceField(label=_("Sex"), widget=forms.RadioSelect, choices=Gender.choices)
    breed = forms.CharField(label=_("Breed"), help_text=_("Not sure? Write “mixed”."))
    age = forms.CharField(label=_("Age, full years"), help_text=_("0 is under a year."))
    location = forms.CharField(label=_("City"))
    price = forms.CharField(label=_("Price, ₽"))
    free = forms.BooleanField(label=_("I give it away for free"))
    description = forms.CharField(
        label=_("About the pet"),
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Character, health, what it is used to, and why it looks for a home."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.values: AdvertValues = {}
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(name, KIND_WORDS.get(name, name)) for name in settings.RIP_KINDS]
        for name, field in self.fields.items():
            # Required by the schema, whose words say it; the mark is for readers of the form.
            field.required = False
            field.widget.is_required = name != "free"
        limits = {"title": 200, "breed": 100, "location": 200, "description": 10_000}
        for name, limit in limits.items():
            self.fields[name].widget.attrs["maxlength"] = limit
        self.fields["age"].widget.attrs |= {"inputmode": "numeric", "max": OLDEST}
        self.fields["price"].widget.attrs["inputmode"] = "decimal"
        for name in ("breed", "location"):
            self.fields[name].widget.attrs |= {"list": f"known-{name}", "data-suggest-into": name}

    @classmethod
    def of(cls, advert: Advert) -> "PostForm":
        """The form as it is shown first for an advert that is there."""
        initial = {name: getattr(advert, name) for name in FIELDS}
        price = advert.price.normalize() if advert.price else Decimal(0)
        initial |= {"free": not advert.price, "price": f"{price:f}" if advert.price else ""}
        return cls(initial=initial)

    def clean(self) -> dict[str, Any]:
        given = {name: self.data.get(name, "") for name in FIELDS}
        given["price"] = "0" if self.cleaned_data.get("free") else _number(given["price"])
        # What one leaves empty is missing; the schema says so in its own words.
        given = {name: value for name, value in given.items() if value.strip()}
        self.errors.clear()
        try:
            self.values = AdvertIn.model_validate(given).values()
        except ValidationError as error:
            for name, messages in bad_fields(error).errors.items():
                for message in messages:
                    self.add_error(name if name in self.fields else None, str(message))
        return self.cleaned_data


def _number(text: str) -> str:
    """As the schema reads numbers: people write 16 000 and 10,50."""
    return text.translate(SPACES).replace(",", ".")
