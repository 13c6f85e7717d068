from django.urls import path, re_path

from . import views
from .versions import shared_preview

app_name = "articles"

urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("tim-kiem/", views.search, name="search"),
    path("chu-de/<slug:slug>/", views.topic, name="topic"),
    path("tac-gia/<slug:slug>/", views.author, name="author"),
    path("xem-truoc/<slug:token>/", shared_preview.shared_preview, name="shared_preview"),
    path("dinh-chinh/", views.corrections, name="corrections"),
    path("trang/<slug:slug>.html", views.page, name="page"),
    re_path(
        r"^(?P<section>[-\w]+)/(?P<slug>[-\w]+)-(?P<pk>\d{1,18})\.html$",
        views.article,
        name="article",
    ),
    path("<slug:slug>/", views.section, name="section"),
]
