import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0003_feeds_and_icon"),
    ]

    operations = [
        migrations.CreateModel(
            name="PagePurge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tags", models.JSONField(default=list)),
                ("everything", models.BooleanField(default=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField(null=True)),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(models.F("at"), name="page_purges_by_time"),
                    models.Index(
                        models.F("due_at"),
                        condition=models.Q(("due_at__isnull", False)),
                        name="page_purges_due",
                    ),
                    models.Index(
                        models.F("id"),
                        condition=models.Q(("everything", True)),
                        name="page_generations",
                    ),
                ],
            },
        ),
    ]
