from django.urls import path, re_path

from rip.adverts.pages import advert, favourites, mine, posting, reports, robots
from rip.adverts.pages.board import view

urlpatterns = [
    path("", view.board, name="board"),
    path("adverts/new/", posting.advert_new, name="advert_new"),
    path("adverts/pictures/", posting.picture_upload, name="picture_upload"),
    path("adverts/<int:advert_id>/edit/", posting.advert_edit, name="advert_edit"),
    path("adverts/<int:advert_id>/report/", reports.report_page, name="advert_report"),
    path("adverts/<int:advert_id>/favourite/", favourites.favourite_change, name="favourite"),
    path("adverts/<int:advert_id>/act/", mine.advert_act, name="advert_act"),
    path("adverts/<int:advert_id>/", advert.advert_page, name="advert"),
    re_path(r"^adverts/(?P<advert_id>[0-9]{1,19})-(?P<slug>[^/]*)/$", advert.advert_slug),
    path("my/adverts/", mine.my_adverts, name="my_adverts"),
    path("favourites/", favourites.favourites_page, name="favourites"),
    path("favourites/merge/", favourites.favourites_merge, name="favourites_merge"),
    path("sitemap.xml", robots.sitemap),
    path("sitemap-<int:number>.xml", robots.sitemap_file),
    path("robots.txt", robots.robots),
]
