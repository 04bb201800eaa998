"""The form of canned replies in the admin."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rip.support.models import CannedReply


class CannedReplyForm(forms.ModelForm[CannedReply]):
    class Meta:
        model = CannedReply
        fields = ["shortcut", "title", "text_ru", "text_en"]
        help_texts = {
            "shortcut": _("What operators type after “/” to find this reply."),
            "text_ru": _("{name} becomes the customer's name, {operator} yours."),
            "text_en": _("{name} becomes the customer's name, {operator} yours."),
        }
