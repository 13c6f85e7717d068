"""What the story form asks while somebody writes: photos to choose, pictures, our own stories."""

import json

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import date as format_date
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from articles import search
from articles.models import Article, Photo
from articles.photos import renditions
from cms.forms import is_id

from .thumbnail import described

PHOTOS_SHOWN = 24
_STORIES_SHOWN = 10


class PhotoPicker:
    """A part of `ArticleAdmin`."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("photos/", view(self.photos_view), name="articles_photo_picker"),
            path("photos/<int:pk>/", view(self.picture_view), name="articles_photo_image"),
            path("links/", view(self.links_view), name="articles_article_links"),
            *super().get_urls(),
        ]

    def photos_view(self, request):
        """The dialog to choose a photo in (``?dialog``), or some photos.

        By words (``?q``), page by page (``?before``), or a single one (``?only``).
        """
        _demand(request, "articles.view_photo")
        if "dialog" in request.GET:
            return TemplateResponse(request, "admin/articles/photo_picker/dialog.html")
        before = request.GET.get("before", "")
        rows = Photo.objects.select_related("file").order_by("-pk")
        if is_id(before):
            rows = rows.filter(pk__lt=int(before))
        if is_id(only := request.GET.get("only", "")):
            rows = rows.filter(pk=int(only))
        rows = search.words(rows, request.GET.get("q", ""), PHOTOS_SHOWN)
        found = list(rows[: PHOTOS_SHOWN + 1])
        shown = found[:PHOTOS_SHOWN]
        context = {
            "cards": [(photo, json.dumps(described(photo))) for photo in shown],
            "older": shown[-1].pk if len(found) > PHOTOS_SHOWN else None,
        }
        return TemplateResponse(request, "admin/articles/photo_picker/photos.html", context)

    def picture_view(self, request, pk):
        """The picture of a photo: a figure in the editor knows its number only."""
        _demand(request, "articles.view_photo")
        if not is_id(str(pk)):
            pk = 0
        photo = get_object_or_404(Photo.objects.select_related("file"), pk=pk)
        return HttpResponseRedirect(renditions.picture(photo.shot, "free").url)

    def links_view(self, request):
        """Stories that readers have, by words, to link to; without words the newest."""
        _demand(request, "articles.view_article")
        live = Article.objects.live().select_related("section").order_by("-published_at", "-pk")
        stories = search.stories(live, request.GET.get("q", ""), _STORIES_SHOWN)
        return JsonResponse({"stories": [_link(story) for story in stories[:_STORIES_SHOWN]]})


def _demand(request, permission):
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _link(story):
    published = timezone.localtime(story.published_at)
    return {
        "headline": story.headline,
        "address": story.get_absolute_url(),
        "about": f"{format_date(published, 'd/m/Y')} · {story.section}",
    }
