"""A finding says that a sender is blocked, and no longer by which address."""

from django.db import migrations


def forget(apps, schema_editor):
    apps.get_model("comments", "Finding").objects.filter(rule="blocked").update(detail="")


class Migration(migrations.Migration):
    dependencies = [("comments", "0015_take_reports_of_errors_and_hours")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
