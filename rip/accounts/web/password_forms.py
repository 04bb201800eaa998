"""The form that compares the current password by way of the backend, which counts attempts."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm


class ChangePassword(ChangePasswordForm):
    """On the account's page."""

    def clean_oldpassword(self) -> str:
        password = str(self.cleaned_data.get("oldpassword") or "")
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password
