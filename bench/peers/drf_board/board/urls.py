# mypy: ignore-errors
from django.conf import settings
from django.urls import include, path
from rest_framework.routers import DefaultRouter

from board.views import Adverts, AllAdverts

router = DefaultRouter()
router.register("adverts", Adverts)

urlpatterns = [
    path("api/all/", AllAdverts.as_view()),
    path("api/", include(router.urls)),
]

if "rest_framework.authtoken" in settings.INSTALLED_APPS:
    from rest_framework.authtoken.views import obtain_auth_token

    urlpatterns.append(path("api/token/", obtain_auth_token))
