"""Steps with one photo beside its form: another file, its uses brought up to date, deleting."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import workflow
from articles.models import Author, Photo
from articles.photos import library, photo_updates, photo_uses, renditions
from articles.versions import revisions
from cms.fields import digest
from cms.forms import is_id

from .filters import status_of
from .thumbnail import thumbnail

# What can be taken over, as the boxes of the page name it.
_WORDS = {
    "caption": gettext_lazy("caption"),
    "credit": gettext_lazy("credit"),
    "alt": gettext_lazy("alternative text"),
    "decorative": gettext_lazy("decorative"),
}


class PhotoSteps:
    """A part of `PhotoAdmin`."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/replace/", view(self.replace_view), name="articles_photo_replace"),
            path("<int:pk>/updates/", view(self.updates_view), name="articles_photo_updates"),
            *super().get_urls(),
        ]

    def _page(self, request, photo, name, title, **context):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "media": self.media,
            "photo": photo,
            "picture": renditions.picture(photo.shot, "free"),
            **context,
        }
        return TemplateResponse(request, f"admin/articles/photo/{name}.html", context)

    def _photo(self, request, pk):
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(Photo.objects.select_related("file"), pk=pk)

    # --- Another file ----------------------------------------------------------------------

    def replace_view(self, request, pk):
        photo = self._photo(request, pk)
        error = ""
        if request.method == "POST":
            error = self._replace(request, photo)
            if not error:
                return HttpResponseRedirect(reverse("admin:articles_photo_change", args=[pk]))
        used = photo_uses.where_used(photo, request.user)
        return self._page(request, photo, "replace", _("Replace the file"), error=error, used=used)

    def _replace(self, request, photo):
        """Takes the file that was sent; answers what is wrong with it, or nothing."""
        file = request.FILES.get("upload")
        if file is None:
            return _("No file arrived. Choose a picture.")
        before = photo.file_id
        try:
            library.replace(photo, file)
        except library.Duplicate as duplicate:
            return format_html(
                "{} {} <a href='{}'>{}</a>",
                thumbnail(duplicate.photo.shot),
                _("This file is another photo of the library:"),
                _address(duplicate.photo),
                duplicate.photo,
            )
        except ValidationError as refused:
            return " ".join(refused.messages)
        except OSError:
            return _("It could not be stored. Try again.")
        if photo.file_id == before:
            return _("This is the very file that the photo shows already.")
        self.log_change(request, photo, [{"changed": {"fields": ["file"]}}])
        self.message_user(
            request,
            _("The file was replaced. Look whether the focal point still fits."),
            messages.SUCCESS,
        )
        return ""

    # --- Its uses --------------------------------------------------------------------------

    def updates_view(self, request, pk):
        """Each use that says or shows something else than the library, to choose from."""
        photo = self._photo(request, pk)
        if request.method == "POST":
            if request.POST.get("seen") == _state(photo):
                self._update(request, photo)
                return HttpResponseRedirect(_address(photo))
            self.message_user(
                request,
                _("Somebody changed the photo in the meantime. Look at it again."),
                messages.WARNING,
            )
        rows = [
            (update, status_of(update.article), _outcome(update), list(_in_words(update)))
            for update in photo_updates.offered(photo, request.user)
        ]
        return self._page(
            request, photo, "updates", _("Bring stories up to date"), rows=rows, seen=_state(photo),
            names=[(name, _WORDS[name]) for name in photo_updates.WORDS],
        )  # fmt: skip

    def _update(self, request, photo):
        names = [name for name in photo_updates.WORDS if name in request.POST.getlist("take")]
        chosen = dict(_chosen(request.POST.getlist("use")))
        stories = {
            update.article.pk: update.article
            for update in photo_updates.offered(photo, request.user)
        }
        live, waiting = [], []
        for pk, base_id in chosen.items():
            if pk not in stories:
                continue  # nothing differs there any more, or it is not theirs
            story = stories[pk]
            try:
                update = photo_updates.take_over(
                    photo, story, request.user, base_id=base_id, names=names
                )
            except revisions.StaleSave:
                self._refuse(request, story, _("it was saved in the meantime, and stays as it is."))
            except workflow.Refused as refused:
                self._refuse(request, story, refused.message, refused.reasons)
            else:
                if update:
                    (live if update.publishes else waiting).append(story)
        self._say(request, live, waiting)

    def _refuse(self, request, story, message, reasons=()):
        form = reverse("admin:articles_article_change", args=[story.pk])
        items = format_html_join("", "<li>{}</li>", ((reason.message,) for reason in reasons))
        self.message_user(
            request,
            format_html('<a href="{}">{}</a>: {}<ul>{}</ul>', form, story, message, items),
            messages.ERROR,
        )

    def _say(self, request, live, waiting):
        if live:
            message = ngettext(
                "%(count)s story is up to date: readers have it now.",
                "%(count)s stories are up to date: readers have them now.",
                len(live),
            )
            self.message_user(request, message % {"count": len(live)}, messages.SUCCESS)
        if waiting:
            message = ngettext(
                "%(count)s story is changed in its newest version, which is not published yet.",
                "%(count)s stories are changed in their newest version, which is not published "
                "yet.",
                len(waiting),
            )
            self.message_user(request, message % {"count": len(waiting)}, messages.SUCCESS)
        if not live and not waiting:
            self.message_user(request, _("No story was changed."), messages.WARNING)

    # --- Deleting --------------------------------------------------------------------------

    def delete_view(self, request, object_id, extra_context=None):
        """Django's page, unless something shows the photo: then that, and no button."""
        photo = self.get_object(request, object_id)
        if photo is None or not self.has_delete_permission(request, photo):
            return super().delete_view(request, object_id, extra_context)
        used = photo_uses.where_used(photo, request.user)
        portraits = list(Author.objects.filter(portrait=photo))
        if not used and not portraits:
            return super().delete_view(request, object_id, extra_context)
        title = _("This photo cannot be deleted")
        stories = with_status(used)
        return self._page(
            request, photo, "in_use", title, used=used, stories=stories, portraits=portraits
        )


def with_status(whereabouts):
    """The stories of a `photo_uses.Whereabouts` with their ``(key, label)`` of a status."""
    return [(showing, status_of(showing.article)) for showing in whereabouts.named]


def _address(photo):
    return reverse("admin:articles_photo_change", args=[photo.pk])


def _state(photo):
    """What the page showed of the photo: nobody agrees to words that they have not seen."""
    words = [str(getattr(photo, name)) for name in (*photo_updates.WORDS, "decorative")]
    return digest("\n".join([str(photo.shot), *words]))


def _chosen(values):
    """``(story, revision)`` of the boxes that were ticked, as numbers."""
    for value in values:
        story, _colon, revision = value.partition(":")
        if is_id(story) and is_id(revision):
            yield int(story), int(revision)


def _outcome(update):
    if update.publishes:
        if update.article.is_live():
            return _("Readers get it at once, as a new version of the story.")
        return _("It goes into the version that is published, for when readers get it.")
    if update.article.is_published:
        if update.article.has_changes:
            return _("It goes into the version in preparation, and to readers with it.")
        return _("It waits as a new version until somebody publishes it.")
    return _("It goes into the story, which readers do not have.")


def _in_words(update):
    """``(place, label, before, after)`` of each change, for people."""
    places = {"lead": _("lead photo"), "text": _("in the text")}
    answers = {True: _("yes"), False: _("no")}
    for change in update.changes:
        before, after = change.before, change.after
        if change.name == "decorative":
            before, after = answers[before], answers[after]
        yield places[change.place], _WORDS[change.name], before, after
