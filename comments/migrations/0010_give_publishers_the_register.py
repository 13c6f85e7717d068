"""Requests about personal data and legal holds are the publisher's.

And who looked at a contact is known of the comment, so that the log outlives the contact.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations, models

KEEPING = [
    f"{verb}_{model}"
    for model in ("privacyrequest", "hold")
    for verb in (
        "view",
        "add",
        "change",
    )
]


def give(apps, schema_editor):
    config = apps.get_app_config("comments")
    config.models_module = True
    create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
    config.models_module = None
    Permission = apps.get_model("auth", "Permission")
    found = Permission.objects.filter(content_type__app_label="comments", codename__in=KEEPING)
    for group in apps.get_model("auth", "Group").objects.filter(name="Publisher"):
        group.permissions.add(*found)


def point_looks_at_comments(apps, schema_editor):
    ContactView = apps.get_model("comments", "ContactView")
    Contact = apps.get_model("comments", "Contact")
    of_contact = Contact.objects.filter(pk=models.OuterRef("contact")).values("comment")
    ContactView.objects.update(comment=models.Subquery(of_contact))


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0009_rights_of_readers"),
        ("cms", "0002_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(give, migrations.RunPython.noop),
        migrations.RunPython(point_looks_at_comments, migrations.RunPython.noop),
    ]
