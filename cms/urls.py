"""Every address of the site. The app of the stories comes last: its section pages take any word."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path

from . import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("health/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("icon-<int:size>-<slug:version>.png", views.icon, name="icon"),
    path("site.webmanifest", views.manifest, name="manifest"),
    path("", include("comments.urls")),
    path("", include("articles.urls")),
]
if settings.MEDIA_S3 is None:
    urlpatterns.insert(0, re_path(r"^media/(?P<path>.+)$", views.media, name="media"))

handler400 = "cms.views.bad_request"
handler403 = "cms.views.forbidden"
handler404 = "cms.views.not_found"
handler500 = "cms.views.server_error"
