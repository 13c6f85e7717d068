"""Makes the five roles as groups, with the permissions of the matrix in README.md.

And the index that the log page reads Django's own log by, which has none over its time.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

READING = {"articles": ["view_section", "view_topic", "view_author", "view_photo"]}
WRITING = {
    "articles": [
        "view_article",
        "add_article",
        "change_article",
        "add_photo",
        "change_photo",
    ]
}
EDITING = {
    "articles": [
        "edit_any_article",
        "approve_article",
        "add_topic",
        "change_topic",
        "add_author",
        "change_author",
    ]
}
PUBLISHING = {
    "articles": [
        "publish_article",
        "arrange_front_page",
        "add_section",
        "change_section",
        "view_page",
        "add_page",
        "change_page",
        "view_takedown",
        "add_takedown",
        "change_takedown",
        "view_redirect",
        "add_redirect",
        "change_redirect",
        "view_houseword",
        "add_houseword",
        "change_houseword",
    ]
}
MODERATING = {"comments": ["view_comment", "moderate_comment"]}
CONTACTS = {"comments": ["view_contact"]}
RUNNING = {
    "cms": [
        "view_user",
        "add_user",
        "change_user",
        "view_sitesettings",
        "change_sitesettings",
        "view_event",
        "view_delivery",
    ]
}

ROLES = {
    "Reporter": [READING, WRITING],
    "Editor": [READING, WRITING, EDITING],
    "Managing editor": [READING, WRITING, EDITING, PUBLISHING, MODERATING],
    "Moderator": [MODERATING, CONTACTS],
    "Publisher": [READING, WRITING, EDITING, PUBLISHING, MODERATING, CONTACTS, RUNNING],
}


def make_roles(apps, schema_editor):
    # Django makes permissions after all migrations; here they are needed now.
    for label in ("cms", "articles", "comments"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
        config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, parts in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        for part in parts:
            for label, codenames in part.items():
                found = Permission.objects.filter(
                    content_type__app_label=label, codename__in=codenames
                )
                group.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_initial"),
        ("articles", "0001_initial"),
        ("comments", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [
        migrations.RunPython(make_roles, migrations.RunPython.noop),
        migrations.RunSQL(
            "CREATE INDEX admin_log_by_time ON django_admin_log (action_time DESC, id DESC)",
            "DROP INDEX admin_log_by_time",
        ),
    ]
