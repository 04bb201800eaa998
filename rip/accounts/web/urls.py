from django.urls import include, path

from rip.accounts.web import pages

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("profile/", pages.profile, name="profile"),
    path("profile/name/", pages.change_name, name="change_name"),
    path("profile/log-out-everywhere/", pages.log_out_everywhere, name="log_out_everywhere"),
    path("profile/data/", pages.personal_data, name="personal_data"),
    path("profile/delete/", pages.delete_account, name="delete_account"),
    path("session/token/", pages.session_token, name="session_token"),
    path("privacy/", pages.privacy, name="privacy"),
]
