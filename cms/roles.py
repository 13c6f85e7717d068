"""The roles of a newsroom. They are groups, made with their permissions by ``0002_roles``.

The code asks for permissions, never for a role: an operator may compose other groups.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Names of the groups, and what people call them."""

    REPORTER = "Reporter", _("Reporter")
    EDITOR = "Editor", _("Editor")
    MANAGING_EDITOR = "Managing editor", _("Managing editor")
    MODERATOR = "Moderator", _("Moderator")
    PUBLISHER = "Publisher", _("Publisher")


def role_label(group):
    """A group's name in the language of the reader, if it is one of ours."""
    return str(dict(Role.choices).get(group.name, group.name))
