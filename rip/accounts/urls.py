from django.urls import path

from rip.accounts import pages

urlpatterns = [path("session/token/", pages.session_token, name="session_token")]
