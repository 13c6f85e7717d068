"""Staff: accounts, roles, sections, sessions, and what a leaver leaves."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from articles import workflow
from articles.admin.base import FoldedSearchMixin, Guarded
from articles.models import Section
from cms.events import Kind, record
from cms.forms import PossibleIds
from cms.logins import second_factor
from cms.models import User
from cms.roles import role_label

from . import rights

# The devices of the second factor have no pages: whoever reads their keys could log in with them.
admin.site.unregister([Group, StaticDevice, TOTPDevice])


def _grantable(user):
    """Groups whose every permission ``user`` has: nobody grants more than their own rights."""
    groups = Group.objects.prefetch_related("permissions__content_type").order_by("pk")
    return [group for group in groups if user.has_perms(map(_full_name, group.permissions.all()))]


def _outranks(user, other):
    """Does ``user`` have at least the rights of ``other``?"""
    if user.is_superuser:
        return True
    # Not get_all_permissions(): whose login is switched off has none there, and may get it back.
    rights = Permission.objects.filter(Q(group__user=other) | Q(user=other)).distinct()
    return not other.is_superuser and user.has_perms(map(_full_name, rights))


def _full_name(permission):
    return f"{permission.content_type.app_label}.{permission.codename}"


_RIGHTS = {"is_active", "groups"}


class _RoleChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, group):
        return role_label(group)


class StaffForm(PossibleIds, UserChangeForm):
    """A member of the staff: name, roles, sections."""

    groups = _RoleChoice(
        Group.objects.all(),
        label=gettext_lazy("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    desks = forms.ModelMultipleChoiceField(
        Section.objects.all(),
        label=gettext_lazy("Bound to sections"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=Section._meta.get_field("desk").help_text,
    )

    # Who is editing. Set by the admin.
    editor = None

    class Meta:
        model = User
        fields = ["username", "full_name", "email", "language", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "desks" in self.fields:
            self.initial["desks"] = list(self.instance.desks.all())
        if "groups" in self.fields:
            grantable = [group.pk for group in _grantable(self.editor)]
            self.fields["groups"].queryset = Group.objects.filter(pk__in=grantable)
        if self.instance == self.editor:
            # So there is always somebody left who can give rights back.
            for name in _RIGHTS & self.fields.keys():
                self.fields[name].disabled = True
                self.fields[name].help_text = gettext_lazy(
                    "Nobody takes rights away from themselves; a colleague can."
                )


class NewStaffForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["username", "full_name", "email"]


class HandOverForm(PossibleIds, forms.Form):
    # Whoever can log in and go on writing. Set by the admin.
    heir = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Give them to"))


class RoleFilter(admin.SimpleListFilter):
    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return [(group.pk, role_label(group)) for group in Group.objects.order_by("pk")]

    def queryset(self, request, queryset):
        if self.value() not in {str(pk) for pk, _label in self.lookup_choices}:
            return queryset
        return queryset.filter(groups=self.value())


@admin.register(User)
class StaffAdmin(Guarded, FoldedSearchMixin, UserAdmin):
    form = StaffForm
    add_form = NewStaffForm
    list_display = ["full_name", "username", "roles", "is_active", "last_login"]
    list_filter = ["is_active", RoleFilter]
    ordering = ["full_name"]
    search_fields = ["folded"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "full_name", "email", "language", "password"]}),
        (gettext_lazy("Rights"), {"fields": ["is_active", "groups", "desks"]}),
    ]
    # For those who may only look.
    fieldsets_to_read = [
        (None, {"fields": ["username", "full_name", "email", "language"]}),
        (gettext_lazy("Rights"), {"fields": ["is_active", "roles", "sections"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "full_name", "email", "password1", "password2"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, user):
        if user.is_superuser:
            return _("Administrator")
        return ", ".join(role_label(group) for group in user.groups.all())

    @admin.display(description=gettext_lazy("Bound to sections"))
    def sections(self, user):
        return ", ".join(section.name for section in user.desks.all())

    def get_fieldsets(self, request, obj=None):
        if obj and not self.has_change_permission(request, obj):
            return self.fieldsets_to_read
        return super().get_fieldsets(request, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"editor": request.user})

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or _outranks(request.user, obj))

    def save_model(self, request, obj, form, change):
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        if not change:
            return
        user = form.instance
        before = rights.of_person(user)
        grantable = {group.pk for group in _grantable(request.user)}
        # Roles that this person may not grant stay as they are.
        kept = [group for group in user.groups.all() if group.pk not in grantable]
        user.groups.set([*kept, *form.cleaned_data["groups"]])
        user.desks.set(form.cleaned_data["desks"])
        switched = {"active": user.is_active} if "is_active" in form.changed_data else {}
        rights.note(request, before, rights.of_person(user), person=user, **switched)

    def response_add(self, request, obj, post_url_continue=None):
        # Roles and sections come next.
        self.message_user(
            request, _("The account is made. Now choose roles and sections."), messages.SUCCESS
        )
        return HttpResponseRedirect(reverse("admin:cms_user_change", args=[obj.pk]))

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/end-sessions/", view(self.end_sessions), name="cms_user_end_sessions"),
            path("<int:pk>/hand-over/", view(self.hand_over), name="cms_user_hand_over"),
            path("<int:pk>/second-factor/", view(self.reset_factor), name="cms_user_second_factor"),
            *super().get_urls(),
        ]

    @method_decorator(sensitive_post_parameters())
    def user_change_password(self, request, id, form_url=""):
        # Django asks for the permission to change users; we also ask whom.
        if self._person(request, id) == request.user:
            # There the present password is asked for, and cannot be taken away.
            return HttpResponseRedirect(reverse("admin:password_change"))
        return super().user_change_password(request, id, form_url)

    def end_sessions(self, request, pk):
        """Logs a person out everywhere."""
        person = self._person(request, pk)
        if request.method == "POST":
            person.end_sessions()
            record(Kind.SESSIONS_ENDED, request=request, actor=request.user, person=person)
            self.message_user(
                request,
                _("%(name)s is logged out everywhere.") % {"name": person},
                messages.SUCCESS,
            )
            return self._back(person)
        return self._ask(request, person, _("Log out everywhere"))

    def reset_factor(self, request, pk):
        """Takes away the second factor of a colleague who lost their device."""
        person = self._person(request, pk)
        if person == request.user:
            # One's own takes a code to replace.
            return HttpResponseRedirect(reverse("admin:account"))
        if request.method == "POST":
            second_factor.reset(request, person)
            text = _("The second factor of %(name)s is reset, and they are logged out everywhere.")
            self.message_user(request, text % {"name": person}, messages.SUCCESS)
            return self._back(person)
        return self._ask(request, person, _("Reset the second factor"))

    def hand_over(self, request, pk):
        """Gives the unpublished stories of a leaver to a colleague."""
        person = self._person(request, pk)
        form = HandOverForm(request.POST or None)
        writers = User.objects.with_perm(
            "articles.change_article", backend="django.contrib.auth.backends.ModelBackend"
        )
        form.fields["heir"].queryset = writers.exclude(pk=person.pk)
        if request.method == "POST" and form.is_valid():
            heir = form.cleaned_data["heir"]
            count = workflow.hand_over(person, heir, request.user)
            text = ngettext(
                "%(count)s story went to %(name)s.", "%(count)s stories went to %(name)s.", count
            )
            self.message_user(request, text % {"count": count, "name": heir}, messages.SUCCESS)
            return self._back(person)
        return self._ask(request, person, _("Hand over unpublished stories"), form)

    def _person(self, request, pk):
        person = self.get_object(request, str(pk))
        if person is None:
            raise Http404("no such person")
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        return person

    def _ask(self, request, person, title, form=None):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "person": person,
            "form": form,
        }
        return TemplateResponse(request, "admin/cms/user/ask.html", context)

    def _back(self, person):
        return HttpResponseRedirect(reverse("admin:cms_user_change", args=[person.pk]))


@admin.register(Group)
class RoleAdmin(Guarded, GroupAdmin):
    """For the operator who composes roles of their own; the five roles exist already."""

    def has_module_permission(self, request):
        return request.user.is_superuser

    def save_related(self, request, form, formsets, change):
        group = form.instance
        before = rights.of_group(group) if change else (set(), set())
        super().save_related(request, form, formsets, change)
        rights.note(request, before, rights.of_group(group), about=group.name)
