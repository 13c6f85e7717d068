from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("The paper")

    def ready(self):
        from . import (
            checks,  # noqa: F401  registers the system checks
            page_tags,  # noqa: F401  purges kept pages
        )
        from .logins import signals  # noqa: F401  notes logins


class NewsroomAdminConfig(AdminConfig):
    default_site = "cms.admin_site.NewsroomSite"
