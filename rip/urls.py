from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView

from rip.pages import choices

admin.site.site_header = admin.site.site_title = "RIP"
admin.site.index_title = _("The board and its people")

urlpatterns = [
    path("favicon.ico", RedirectView.as_view(url=static("rip/icon.svg"))),
    # The admin's own form compares the password by itself, and counts no attempts.
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("i18n/setlang/", choices.choose_language, name="set_language"),
    path("theme/", choices.choose_theme, name="choose_theme"),
    path("", include("rip.accounts.web.urls")),
    path("", include("rip.adverts.urls")),
    path("", include("rip.support.urls")),
]
