from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from rip.adverts.models import Advert
from rip.adverts.models.readers import Reason
from rip.core.errors import RipError
from rip.core.pictures.convert import ConvertedPicture, picture_convert


class AdvertForm(forms.ModelForm[Advert]):
    """An advert as a form; `cleaned_data["picture"]` is a prepared picture or None."""

    kind = forms.ChoiceField(label=_("kind"), choices=[])
    picture = forms.FileField(label=_("new main picture"), required=False)

    class Meta:
        model = Advert
        fields = [
            "title",
            "description",
            "kind",
            "breed",
            "age",
            "gender",
            "location",
            "price",
            "status",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [*settings.RIP_KINDS]
        if self.instance.kind and self.instance.kind not in known:
            known.append(self.instance.kind)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind, kind) for kind in known]

    def clean_picture(self) -> ConvertedPicture | None:
        upload = self.cleaned_data.get("picture")
        if not isinstance(upload, UploadedFile):
            return None
        try:
            return picture_convert(upload.read())
        except RipError as error:
            messages = error.errors.get("image", [error.detail])
            raise forms.ValidationError([str(message) for message in messages]) from error


class ReportForm(forms.Form):
    """What is wrong with an advert."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"), widget=forms.RadioSelect, choices=Reason.choices
    )
    text = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
