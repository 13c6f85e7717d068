"""What the readers' search looks into. `manage.py rebuild_search` fills it from stories that exist.

Where the database is PostgreSQL, with an index of the lexemes. It takes in what is published at
once (fastupdate = off): otherwise every search would read a list of what waits to be sorted in.
Statistics of lexemes are costly to keep, and not asked for: see `articles/search/finding.py`.
"""

import django.db.models.deletion
from django.db import migrations, models

import cms.lexemes


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX search_lexemes ON articles_searchentry USING gin (lexemes)"
            " WITH (fastupdate = off)"
        )
        schema_editor.execute(
            "ALTER TABLE articles_searchentry ALTER COLUMN lexemes SET STATISTICS 0"
        )


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX search_lexemes")


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_index_folded_text")]
    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("published_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("embargo_until", models.DateTimeField(null=True)),
                ("lexemes", cms.lexemes.LexemesField(editable=False)),
                ("form", models.PositiveSmallIntegerField()),
            ],
            options={
                "verbose_name": "entry of the search",
                "verbose_name_plural": "entries of the search",
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("published_at"), descending=True),
                        models.OrderBy(models.F("article"), descending=True),
                        name="search_newest",
                    )
                ],
            },
        ),
        migrations.RunPython(make, remove),
    ]
