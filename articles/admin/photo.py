"""The photo library."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles import photos, renditions
from articles.forms import refuse_impossible_times
from articles.models import Article, Photo

from .base import NewsroomAdmin


def thumbnail(shot, size=64):
    """The square of a photo, or of its use, as an ``<img>``, or nothing."""
    if shot is None:
        return ""
    return format_html(
        '<img class="thumbnail" src="{}" width="{}" height="{}" alt="" loading="lazy">',
        renditions.picture(shot, "square").url,
        size,
        size,
    )


class PhotoForm(forms.ModelForm):
    """The picture is chosen once; its words can change later."""

    upload = forms.FileField(
        label=_("Picture"), widget=forms.ClearableFileInput(attrs={"accept": "image/*"})
    )

    class Meta:
        model = Photo
        fields = [
            "caption", "credit", "alt", "decorative", "kind", "focal_x", "focal_y",
            "taken_at", "place", "rights_note", "rights_expire",
        ]  # fmt: skip
        widgets = {
            "caption": forms.Textarea(attrs={"rows": 2}),
            "alt": forms.Textarea(attrs={"rows": 2}),
        }

    def clean(self):
        data = super().clean()
        refuse_impossible_times(self, ["taken_at"])
        return data

    def clean_upload(self):
        file = self.cleaned_data["upload"]
        self.opened = renditions.source(file)
        twin = photos.twin(file)
        if twin:
            raise ValidationError(
                format_html(
                    _('This picture is in the library already: <a href="{}">{}</a>'),
                    reverse("admin:articles_photo_change", args=[twin.pk]),
                    twin,
                ),
                code="duplicate",
            )
        return file


class RightsFilter(admin.SimpleListFilter):
    title = _("to mend")
    parameter_name = "mend"

    def lookups(self, request, model_admin):
        return [
            ("credit", _("without credit")),
            ("alt", _("without alternative text")),
            ("rights", _("rights expired")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "credit":
            return queryset.filter(credit="")
        if self.value() == "alt":
            return queryset.filter(alt="", decorative=False)
        if self.value() == "rights":
            return queryset.rights_expired(timezone.localdate())
        return queryset


@admin.register(Photo)
class PhotoAdmin(NewsroomAdmin):
    form = PhotoForm
    list_display = ["picture", "caption_or_number", "credit", "place", "uploader", "uploaded_at"]
    list_display_links = ["picture", "caption_or_number"]
    list_filter = [RightsFilter, "uploaded_at"]
    list_select_related = ["file", "uploader"]
    readonly_fields = ["preview", "used_in", "uploader", "uploaded_at"]

    @admin.display(description="")
    def picture(self, photo):
        return thumbnail(photo.shot)

    @admin.display(description=_("caption"), ordering="caption")
    def caption_or_number(self, photo):
        return str(photo)

    @admin.display(description=_("picture"))
    def preview(self, photo):
        if not photo.pk:
            return "–"
        image = renditions.picture(photo.shot, "free")
        return format_html('<img class="photo-preview" src="{}" alt="">', image.url)

    @admin.display(description=_("used in"))
    def used_in(self, photo):
        stories = (
            Article.objects.live()
            .filter(photo_uses__photo=photo, photo_uses__current=True)
            .order_by("-pk")[:50]
        )
        if not stories:
            return _("no story yet")
        return format_html_join(
            "",
            '<a class="used-in" href="{}">{}</a>',
            ((reverse("admin:articles_article_change", args=[s.pk]), s.headline) for s in stories),
        )

    def get_fieldsets(self, request, obj=None):
        words = ["caption", "credit", "alt", "decorative", "kind"]
        facts = ["place", "taken_at", "rights_note", "rights_expire"]
        focus = ("focal_x", "focal_y")
        if obj is None:
            return [
                (None, {"fields": ["upload", *words]}),
                (_("More"), {"fields": [*facts, focus]}),
            ]
        about = ["used_in", "uploader", "uploaded_at"]
        return [
            (None, {"fields": ["preview", *words, focus]}),
            (_("More"), {"fields": [*facts, *about]}),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is not None:
            form.base_fields.pop("upload", None)
        return form

    def get_urls(self):
        words = self.admin_site.admin_view(self.words)
        return [path("<int:pk>/words/", words, name="articles_photo_words"), *super().get_urls()]

    def words(self, request, pk):
        """What the story form copies when this photo is chosen, as JSON."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        photo = get_object_or_404(Photo.objects.select_related("file"), pk=pk)
        return JsonResponse(
            {
                "caption": photo.caption,
                "credit": photo.credit,
                "alt": photo.alt,
                "decorative": photo.decorative,
                "thumbnail": renditions.picture(photo.shot, "wide").url,
            }
        )

    def save_model(self, request, obj, form, change):
        if change:
            obj.save()
            photos.draw(obj)
            return
        words = {name: form.cleaned_data[name] for name in PhotoForm.Meta.fields}
        try:
            stored = photos.store(form.cleaned_data["upload"], request.user, form.opened, **words)
        except photos.Duplicate as duplicate:  # stored by somebody else since the form was checked
            stored = duplicate.photo
        # Django goes on with the object it was given: the links it shows need the stored row.
        obj.__dict__.update(stored.__dict__)
