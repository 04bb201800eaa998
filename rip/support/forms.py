"""Forms: canned replies in the admin, messages on the page of the chat."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rip.chat.fault_texts import FAULT_TEXTS
from rip.chat.protocol import frames
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


class ChatForm(forms.Form):
    """A message, by the rules of the protocol."""

    message = forms.CharField(label=_("Message"), widget=forms.Textarea(attrs={"rows": 3}))
    # Sending the same form again does not send the message again.
    client_message_id = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        try:
            frames.read_post({"message": "-", **fields})
        except frames.Fault as fault:
            raise forms.ValidationError({"message": FAULT_TEXTS[fault.code]}) from fault
        return fields
