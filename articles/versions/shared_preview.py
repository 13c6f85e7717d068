"""The one public page that does not start from `live()`: a story for who has its secret link."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..body import embeds
from ..models import PreviewLink
from . import preview


@never_cache
@require_safe
def shared_preview(request, token):
    """No cache keeps it, no search engine lists it, and nothing it leads to learns its address."""
    links = PreviewLink.objects.usable().select_related("article__latest_revision", "revision")
    link = get_object_or_404(links, token=token)
    revision = link.revision or link.article.latest_revision
    context = preview.context(link.article, revision) | {"shared": link}
    response = render(request, "articles/article.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    if request.method == "GET":
        link.count_opening()
    return embeds.let_frames_in(response, context["article"].body)
