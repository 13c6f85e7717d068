"""What one moderator wants mailed: a page of one's own."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.admin.base import Guarded

from .. import digests
from ..models import ModeratorMail


class MailForm(forms.ModelForm):
    class Meta:
        model = ModeratorMail
        fields = ["digest", "floods"]
        widgets = {"digest": forms.RadioSelect}


@admin.register(ModeratorMail)
class ModeratorMailAdmin(Guarded, admin.ModelAdmin):
    """No list of what others chose: the address of the list is one's own page."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.mine_view)
        return [path("", view, name="comments_moderatormail_changelist")]

    def has_module_permission(self, request):
        return request.user.has_perm("comments.moderate_comment")

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def mine_view(self, request):
        if not self.has_module_permission(request):
            raise PermissionDenied
        form = MailForm(request.POST or None, instance=digests.choice_of(request.user))
        if request.method == "POST" and form.is_valid():
            form.save()
            self.message_user(request, _("Your choice is saved."), messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:comments_moderatormail_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": capfirst(self.opts.verbose_name),
            "form": form,
        }
        return TemplateResponse(request, "admin/comments/moderatormail/mine.html", context)
