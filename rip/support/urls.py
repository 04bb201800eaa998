from django.urls import path

from rip.support import pages

urlpatterns = [
    path("chat/", pages.chat, name="chat"),
    path("desk/", pages.desk, name="desk"),
]
