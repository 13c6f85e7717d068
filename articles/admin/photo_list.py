"""The list of the photo library: a grid to look through or a table to read, and its filters."""

from django.contrib import admin, messages
from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import Kind, Photo, PhotoUse
from cms.forms import is_id
from cms.models import User

from .thumbnail import card

GRID, TABLE = "grid", "table"
_COOKIE = "photo_view"
_A_YEAR = 365 * 24 * 3600
# A page of words for more would be longer than anybody fills in, and than Django takes.
MOST_AT_ONCE = 100


class MendFilter(admin.SimpleListFilter):
    title = gettext_lazy("to mend")
    parameter_name = "mend"

    def lookups(self, request, model_admin):
        return [
            ("credit", gettext_lazy("without credit")),
            ("alt", gettext_lazy("without alternative text")),
            ("rights", gettext_lazy("rights expired")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "credit":
            return queryset.filter(credit="")
        if self.value() == "alt":
            return queryset.filter(alt="", decorative=False)
        if self.value() == "rights":
            return queryset.rights_expired(timezone.localdate())
        return queryset


class UploaderFilter(admin.SimpleListFilter):
    title = gettext_lazy("uploaded by")
    parameter_name = "by"

    def lookups(self, request, model_admin):
        others = User.objects.filter(Exists(Photo.objects.filter(uploader=OuterRef("pk"))))
        names = [(str(user.pk), str(user)) for user in others.exclude(pk=request.user.pk)[:200]]
        return [("mine", gettext_lazy("me")), *names]

    def queryset(self, request, queryset):
        if self.value() == "mine":
            return queryset.filter(uploader=request.user)
        return queryset.filter(uploader=self.value()) if is_id(self.value()) else queryset


class UsedFilter(admin.SimpleListFilter):
    title = gettext_lazy("use")
    parameter_name = "used"

    def lookups(self, request, model_admin):
        return [("yes", gettext_lazy("in a story")), ("no", gettext_lazy("in no story yet"))]

    def queryset(self, request, queryset):
        used = Exists(PhotoUse.objects.filter(photo=OuterRef("pk")))
        return {"yes": queryset.filter(used), "no": queryset.filter(~used)}.get(
            self.value(), queryset
        )


class PhotoList:
    """A part of `PhotoAdmin`."""

    list_display = ["picture", "title", "credit_line", "marks", "used", "uploader", "uploaded"]
    list_display_links = ["picture", "title"]
    list_filter = [MendFilter, UsedFilter, UploaderFilter, "uploaded_at", "kind"]
    list_select_related = ["file", "uploader"]
    list_per_page = 60
    sortable_by = ["uploaded"]
    actions = ["caption_selected"]
    search_help_text = gettext_lazy("Words of caption, credit, description or place")

    def get_queryset(self, request):
        photos = super().get_queryset(request).select_related("file", "uploader")
        match = request.resolver_match
        if match and match.url_name == "articles_photo_changelist":
            uses = PhotoUse.objects.filter(photo=OuterRef("pk")).order_by().values("photo")
            count = uses.annotate(n=Count("article", distinct=True)).values("n")
            photos = photos.annotate(
                stories=Coalesce(Subquery(count, output_field=IntegerField()), 0)
            )
        return photos

    def changelist_view(self, request, extra_context=None):
        wanted = request.GET.get("view")
        if wanted in (GRID, TABLE):
            return self._remember(request, wanted)
        context = {"as_grid": request.COOKIES.get(_COOKIE) != TABLE, **(extra_context or {})}
        return super().changelist_view(request, context)

    def _remember(self, request, view):
        """Back to the same list without the parameter; the choice stays with the browser."""
        query = request.GET.copy()
        del query["view"]
        response = HttpResponseRedirect(f"{request.path}?{query.urlencode()}".rstrip("?"))
        response.set_cookie(
            _COOKIE, view, max_age=_A_YEAR, path=request.path, httponly=True, samesite="Lax",
            secure=request.is_secure(),
        )  # fmt: skip
        return response

    @admin.display(description="")
    def picture(self, photo):
        return card(photo.shot)

    @admin.display(description=gettext_lazy("caption"))
    def title(self, photo):
        return str(photo)

    @admin.display(description=gettext_lazy("credit"))
    def credit_line(self, photo):
        return photo.credit and format_html("<span>{}</span>", photo.credit)

    @admin.display(description=gettext_lazy("remarks"))
    def marks(self, photo):
        """What is missing or special, in a few words."""
        found = []
        if photo.rights_expired:
            found.append(("withdrawn", _("rights expired")))
        if not photo.credit:
            found.append(("scheduled", _("without credit")))
        if not photo.alt and not photo.decorative:
            found.append(("scheduled", _("without alternative text")))
        if photo.kind != Kind.NEWS:
            found.append(("writing", photo.get_kind_display()))
        return format_html_join(" ", '<span class="status status-{}">{}</span>', found)

    @admin.display(description=gettext_lazy("use"))
    def used(self, photo):
        if not photo.stories:
            return ""
        count = ngettext("%(count)s story", "%(count)s stories", photo.stories)
        return format_html("<span>{}</span>", count % {"count": photo.stories})

    @admin.display(description=gettext_lazy("uploaded at"), ordering="uploaded_at")
    def uploaded(self, photo):
        return f"{timezone.localtime(photo.uploaded_at):%H:%M %d/%m/%Y}"

    @admin.action(
        description=gettext_lazy("Write captions for the selected photos"), permissions=["change"]
    )
    def caption_selected(self, request, queryset):
        ids = list(queryset.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        if len(ids) > MOST_AT_ONCE:
            self.message_user(
                request,
                _("Choose %(most)s photos at most.") % {"most": MOST_AT_ONCE},
                messages.WARNING,
            )
            return None
        return HttpResponseRedirect(captions_address(ids))


def captions_address(ids, *, popup=False):
    """The page for the words of exactly these photos."""
    address = f"{reverse('admin:articles_photo_captions')}?ids={','.join(map(str, ids))}"
    return address + "&_popup=1" if popup else address
