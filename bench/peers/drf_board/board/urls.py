# mypy: ignore-errors
from django.urls import include, path
from rest_framework.routers import DefaultRouter

from board.views import Adverts, AllAdverts

router = DefaultRouter()
router.register("adverts", Adverts)

urlpatterns = [
    path("api/all/", AllAdverts.as_view()),
    path("api/", include(router.urls)),
]
