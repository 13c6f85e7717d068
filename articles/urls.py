from django.urls import path, re_path

from . import archive, feeds, sitemaps, views
from .reads import beacon
from .versions import shared_preview

app_name = "articles"

YEAR, MONTH, DAY = r"(?P<year>[0-9]{4})", r"(?P<month>[0-9]{2})", r"(?P<day>[0-9]{2})"

urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("tim-kiem/", views.search, name="search"),
    path("chu-de/<slug:slug>/", views.topic, name="topic"),
    path("chu-de/<slug:slug>/rss.xml", feeds.topic, name="topic_feed"),
    path("tac-gia/<slug:slug>/", views.author, name="author"),
    path("tac-gia/<slug:slug>/rss.xml", feeds.author, name="author_feed"),
    path("luu-tru/", archive.archive, name="archive"),
    re_path(rf"^luu-tru/{YEAR}/$", archive.year, name="archive_year"),
    re_path(rf"^luu-tru/{YEAR}/{MONTH}/$", archive.month, name="archive_month"),
    re_path(rf"^luu-tru/{YEAR}/{MONTH}/{DAY}/$", archive.day, name="archive_day"),
    path("rss/", views.feeds, name="feeds"),
    path("rss.xml", feeds.paper, name="feed"),
    path("rss/<slug:slug>.xml", feeds.section, name="section_feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    re_path(rf"^sitemap/{YEAR}-{MONTH}\.xml$", sitemaps.month, name="sitemap_month"),
    re_path(r"^sitemap/(?P<kind>trang|chu-de|tac-gia)\.xml$", sitemaps.pages, name="sitemap_pages"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    path("xem-truoc/<slug:token>/", shared_preview.shared_preview, name="shared_preview"),
    path("luot-doc/", beacon.count_read, name="count_read"),
    path("dinh-chinh/", views.corrections, name="corrections"),
    path("trang/<slug:slug>.html", views.page, name="page"),
    re_path(
        r"^(?P<section>[-\w]+)/(?P<slug>[-\w]+)-(?P<pk>\d{1,18})\.html$",
        views.article,
        name="article",
    ),
    re_path(
        r"^(?P<section>[-\w]+)/(?P<slug>[-\w]+)-(?P<pk>\d{1,18})/in/$",
        views.print_page,
        name="print",
    ),
    path("<slug:slug>/", views.section, name="section"),
]
