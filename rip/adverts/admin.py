"""Adverts, and the reports about them, in the admin."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User
from rip.adverts import fields, reports
from rip.adverts.declarations import Choice, Shown
from rip.adverts.models import Advert
from rip.adverts.models.readers import AdvertReport
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues
from rip.core.errors import Conflict, NotFound, RipError
from rip.core.pictures.convert import ConvertedPicture, convert_blocking


def _shown(where: Shown) -> list[str]:
    return [field.name for field in fields.FIELDS if where in field.shown]


class OptionsFilter(admin.AllValuesFieldListFilter):
    """The options of today and the one that is chosen: to find all values that are stored would
    read the whole table for each list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = next(one for one in fields.FIELDS if one.name == self.field_path)
        assert isinstance(field, Choice)
        options = dict.fromkeys([*field.values(), *(self.lookup_val or ())])
        # Nothing but iterated.
        self.lookup_choices = list(options)  # type: ignore[assignment]


def _filters() -> list[Any]:
    return [
        (field.name, OptionsFilter)
        if isinstance(field, Choice) and field.may_change
        else field.name
        for field in fields.FIELDS
        if Shown.ADMIN_FILTER in field.shown
    ]


class AdvertForm(forms.ModelForm[Advert]):
    """An advert as a form; `cleaned_data["picture"]` is a converted picture or None."""

    picture = forms.FileField(label=_("new main picture"), required=False)

    class Meta:
        model = Advert
        fields = (*(field.name for field in fields.FIELDS), "status")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in fields.FIELDS:
            if isinstance(field, Choice) and field.may_change:
                self.fields[field.name] = self._choice(field)

    def _choice(self, field: Choice) -> forms.ChoiceField:
        """The options of today, and the advert's own value, which may be none of them."""
        values = list(field.values())
        own = getattr(self.instance, field.name)
        if own and own not in values:
            values.append(own)
        choices = [(value, value) for value in values]
        return forms.ChoiceField(label=field.label, choices=choices, required=field.in_seed)

    def clean(self) -> dict[str, Any]:
        """Give an optional number that is left empty its default."""
        super().clean()
        for field in fields.OTHERS:
            if self.cleaned_data.get(field.name, "") is None:
                self.cleaned_data[field.name] = field.blank
        return self.cleaned_data

    def clean_picture(self) -> ConvertedPicture | None:
        upload = self.cleaned_data.get("picture")
        if not isinstance(upload, UploadedFile):
            return None
        try:
            return convert_blocking(upload.read())
        except RipError as error:
            messages = error.errors.get("image", [error.detail])
            raise forms.ValidationError([str(message) for message in messages]) from error


@admin.register(Advert)
class AdvertAdmin(admin.ModelAdmin[Advert]):
    """Adverts, written through the commands so that every change gets its number."""

    form = AdvertForm
    list_display = ["thumbnail", *_shown(Shown.ADMIN_LIST), "status", "created"]
    list_display_links = ["thumbnail", "title"]
    list_filter = ["status", *_filters(), "created"]
    search_fields = [*(field.name for field in (*fields.HEAD, *fields.REST)), "owner__username"]
    readonly_fields = ["thumbnail", "owner", "created", "updated", "seq"]
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Advert]:
        return super().get_queryset(request).prefetch_related("pictures")

    @admin.display(description=_("picture"))
    def thumbnail(self, advert: Advert) -> SafeString | str:
        pictures = list(advert.pictures.all()) if advert.pk else []
        if not pictures:
            return "—"
        return format_html(
            '<img src="{}" alt="" width="80" height="60" class="rip-thumbnail">',
            pictures[0].thumbnail,
        )

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (NotFound, Conflict) as error:
            # Somebody deleted it while the form was open, or its status does not lead there.
            messages.error(request, str(error.detail))
            return redirect("admin:adverts_advert_changelist")

    def save_model(self, request: HttpRequest, obj: Advert, form: Any, change: bool) -> None:
        written = {
            name: value
            for name, value in form.cleaned_data.items()
            if name != "picture" and (not change or name in form.changed_data)
        }
        values = cast("AdvertValues", written)
        user = cast("User", request.user)
        picture = form.cleaned_data["picture"]
        if change:
            commands.advert_update(user=user, advert_id=obj.pk, values=values, picture=picture)
        else:
            obj.pk = commands.advert_create(user=user, values=values, picture=picture).pk
        obj.refresh_from_db()

    def delete_model(self, request: HttpRequest, obj: Advert) -> None:
        commands.advert_delete(user=cast("User", request.user), advert_id=obj.pk)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Advert]) -> None:
        for advert in queryset:
            self.delete_model(request, advert)


@admin.register(AdvertReport)
class AdvertReportAdmin(admin.ModelAdmin[AdvertReport]):
    """Reports of readers. Staff decide by two actions; nobody rewrites a report."""

    list_display = ["created", "advert", "reason", "text", "reporter", "status", "decided_by"]
    list_filter = ["status", "reason"]
    list_select_related = ["advert", "reporter", "decided_by"]
    ordering = ["-pk"]
    actions = ["close_adverts", "leave_adverts"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("Close the adverts"), permissions=["view"])
    def close_adverts(self, request: HttpRequest, queryset: QuerySet[AdvertReport]) -> None:
        for advert_id in set(queryset.values_list("advert_id", flat=True)):
            reports.reports_uphold(user=cast("User", request.user), advert_id=advert_id)
        messages.success(request, _("Done."))

    @admin.action(description=_("Leave the adverts as they are"), permissions=["view"])
    def leave_adverts(self, request: HttpRequest, queryset: QuerySet[AdvertReport]) -> None:
        for report in queryset:
            reports.report_dismiss(user=cast("User", request.user), report_id=report.pk)
        messages.success(request, _("Done."))
