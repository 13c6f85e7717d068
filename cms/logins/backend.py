"""What a login may do: asked for once, however many pages and parts of a page want to know."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q


class StaffBackend(ModelBackend):
    """Django's own, with the rights of someone's groups and those given in person in one query."""

    def get_all_permissions(self, user_obj, obj=None):
        asks = obj is None and user_obj.is_active and not user_obj.is_anonymous
        if asks and not user_obj.is_superuser and not hasattr(user_obj, "_perm_cache"):
            groups = user_obj.groups.through.objects.filter(user=user_obj).values("group")
            own = user_obj.user_permissions.through.objects.filter(user=user_obj)
            rows = Permission.objects.filter(
                Q(pk__in=own.values("permission")) | Q(group__in=groups)
            ).values_list("content_type__app_label", "codename")
            user_obj._perm_cache = {f"{app}.{name}" for app, name in rows.order_by().distinct()}
        return super().get_all_permissions(user_obj, obj)
