"""An advert as people write it on a page. The API's schema alone decides what is right."""

from collections.abc import Iterator
from typing import Any, Final, cast

from django import forms
from django.utils.translation import pgettext_lazy
from pydantic import ValidationError

from rip.adverts.api.schemas import AdvertIn
from rip.adverts.declarations import Choice, Field, Flag, Label, LongText, Money, Text, Whole
from rip.adverts.fields import SUGGESTED
from rip.adverts.models import Advert
from rip.adverts.pages.layout import FORM, FORM_FIELDS
from rip.adverts.writing.commands import AdvertValues
from rip.core.http.problems import bad_fields

TEXT_ROWS: Final = 7
NOT_GIVEN: Final = pgettext_lazy("a choice", "not given")
# Spaces of all kinds between thousands.
SPACES: Final = str.maketrans("", "", " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}")


class PostForm(forms.Form):
    """`values` are the advert's fields once the form is valid."""

    use_required_attribute = False
    suggested: Final = [field.name for field in SUGGESTED]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.values: AdvertValues = {}
        for field in FORM_FIELDS:
            self.fields[field.name] = _form_field(field)
            if isinstance(field, Money) and field.zero is not None:
                self.fields[field.zero.name] = _zero_field(field, field.zero.form_label)

    @classmethod
    def of(cls, advert: Advert) -> "PostForm":
        """The form as it is shown first for an advert that is there."""
        initial: dict[str, Any] = {}
        for field in FORM_FIELDS:
            value = getattr(advert, field.name)
            initial[field.name] = _as_typed(field, value)
            if isinstance(field, Money) and field.zero is not None and not value:
                initial |= {field.name: "", field.zero.name: True}
        return cls(initial=initial)

    def sections(self) -> Iterator[list[list[forms.BoundField]]]:
        """The fields in the rows of each section; a checkbox for 0 has a row of its own."""
        for section in FORM:
            rows = [[self[field.name] for field in row] for row in section if row]
            zeros = [
                [self[field.zero.name]]
                for row in section
                for field in row
                if isinstance(field, Money) and field.zero is not None
            ]
            yield rows + zeros

    def clean(self) -> dict[str, Any]:
        given = {field.name: self._given(field) for field in FORM_FIELDS}
        # Empty ones are missing; the schema's messages say so.
        given = {name: value for name, value in given.items() if value.strip()}
        self.errors.clear()
        try:
            written = AdvertIn.model_validate(given).values()
        except ValidationError as error:
            for name, messages in bad_fields(error).errors.items():
                for message in messages:
                    self.add_error(name if name in self.fields else None, str(message))
        else:
            # A field that the form lacks stays as it is.
            shown = {name: value for name, value in written.items() if name in self.fields}
            self.values = cast("AdvertValues", shown)
        return self.cleaned_data

    def _given(self, field: Field) -> str:
        """The field's value as the schema reads it."""
        text: str = self.data.get(field.name, "")
        match field:
            case Flag():
                return "true" if self.cleaned_data.get(field.name) else "false"
            case Money(zero=zero) if zero is not None and self.cleaned_data.get(zero.name):
                return "0"
            case Money():
                # People write 16 000 and 10,50.
                return text.translate(SPACES).replace(",", ".")
        return text


def _form_field(field: Field) -> forms.Field:
    found = _make(field)
    # Required by the schema, whose messages say it; the mark is for readers of the form.
    found.required = False
    found.widget.is_required = field.in_seed
    if not field.in_seed:
        found.initial = _as_typed(field, field.blank)
    if isinstance(field, Text | LongText):
        found.widget.attrs["maxlength"] = field.max_length
    if field.is_suggested:
        found.widget.attrs |= {"list": f"known-{field.name}", "data-suggest-into": field.name}
    return found


def _make(field: Field) -> forms.Field:
    named: dict[str, Any] = {"label": field.title, "help_text": field.help_text}
    match field:
        case LongText():
            return forms.CharField(widget=forms.Textarea(attrs={"rows": TEXT_ROWS}), **named)
        case Choice():
            choices = [(option.value, option.label) for option in field.options()]
            if not field.in_seed:
                choices.insert(0, ("", NOT_GIVEN))
            return forms.ChoiceField(widget=forms.RadioSelect, choices=choices, **named)
        case Whole():
            attrs = {"inputmode": "numeric", "max": field.most}
            return forms.CharField(widget=forms.TextInput(attrs=attrs), **named)
        case Money():
            return forms.CharField(widget=forms.TextInput({"inputmode": "decimal"}), **named)
        case Flag():
            return forms.BooleanField(**named)
    return forms.CharField(**named)


def _as_typed(field: Field, value: Any) -> Any:
    """The value as people type it; of an optional number they leave 0 out."""
    if isinstance(field, Whole | Money) and not field.in_seed and value == field.blank:
        return ""
    return f"{value.normalize():f}" if isinstance(field, Money) else value


def _zero_field(field: Money, label: Label) -> forms.Field:
    """The checkbox that stands for an amount of 0."""
    found = forms.BooleanField(label=label, required=False)
    found.widget.is_required = False
    found.widget.attrs["data-instead-of"] = field.name
    return found
