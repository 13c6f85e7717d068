"""What the search knows of comments. `manage.py rebuild_search` fills it from those that exist.

The index is made as that of the stories: see articles/migrations/0003_search_entry.py.
"""

import django.db.models.deletion
from django.db import migrations, models

import cms.lexemes


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX comments_lexemes ON comments_commententry USING gin (lexemes)"
            " WITH (fastupdate = off)"
        )
        schema_editor.execute(
            "ALTER TABLE comments_commententry ALTER COLUMN lexemes SET STATISTICS 0"
        )


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX comments_lexemes")


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="CommentEntry",
            fields=[
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="comments.comment",
                    ),
                ),
                ("published_at", models.DateTimeField()),
                ("lexemes", cms.lexemes.LexemesField(editable=False)),
                ("form", models.PositiveSmallIntegerField()),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("published_at"), descending=True),
                        models.OrderBy(models.F("comment"), descending=True),
                        name="comments_newest",
                    )
                ],
            },
        ),
        migrations.RunPython(make, remove),
    ]
