from django.urls import path
from django.views.generic import TemplateView

from rip.accounts import pages

urlpatterns = [
    path("session/token/", pages.session_token, name="session_token"),
    path("privacy/", TemplateView.as_view(template_name="accounts/privacy.html"), name="privacy"),
]
