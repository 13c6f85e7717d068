"""Parts of the admin classes: who may, and who did."""


class KeptByModerators:
    """A list that whoever moderates keeps."""

    def has_module_permission(self, request):
        return request.user.has_perm("comments.moderate_comment")

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_module_permission(request)


class SignsNew:
    """A new row of a `Signed` model says who made it."""

    def save_model(self, request, obj, form, change):
        if not change:
            obj.actor, obj.actor_name = request.user, str(request.user)
        super().save_model(request, obj, form, change)
