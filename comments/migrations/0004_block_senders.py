"""The list of blocked senders, and indexes by which floods are counted."""

import django.db.models.functions.text
from django.db import migrations, models

import cms.fields


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_find_the_nearest_of_a_topic"),
        ("comments", "0003_watch_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="Block",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("email", "e-mail address"),
                            ("domain", "mail domain"),
                            ("network", "network"),
                        ],
                        default="email",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "value",
                    cms.fields.LineField(
                        help_text="“ten@example.org”, “example.org”, “203.0.113.0/24”.",
                        max_length=254,
                        verbose_name="address, domain or network",
                    ),
                ),
                ("note", cms.fields.LineField(blank=True, max_length=200, verbose_name="note")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="last day")),
            ],
            options={
                "verbose_name": "blocked sender",
                "verbose_name_plural": "blocked senders",
                "ordering": ["kind", "value"],
            },
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(models.F("submitted_at"), name="comments_by_time"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                django.db.models.functions.text.Upper("email"), name="contacts_by_email"
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(models.F("ip_network"), name="contacts_by_network"),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.UniqueConstraint(
                fields=("kind", "value"),
                name="blocks_once",
                violation_error_message="This is on the list already.",
            ),
        ),
    ]
