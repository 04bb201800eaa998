from django.urls import path

from rip.adverts import pages

urlpatterns = [path("", pages.board, name="board")]
