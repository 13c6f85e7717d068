"""Indexes the folded texts of the larger tables, where the database is PostgreSQL.

The look-up ``folded__words`` (``cms/fields.py``) asks in the words of these indexes. SQLite, which
is for one machine and a small paper, reads the texts themselves.
"""

from django.db import migrations

TABLES = ["articles_article", "articles_photo", "articles_topic"]


def make(apps, schema_editor):
    for table in TABLES if schema_editor.connection.vendor == "postgresql" else ():
        schema_editor.execute(
            f"CREATE INDEX {table}_words ON {table} USING gin (to_tsvector('simple', folded))"
        )


def remove(apps, schema_editor):
    for table in TABLES if schema_editor.connection.vendor == "postgresql" else ():
        schema_editor.execute(f"DROP INDEX {table}_words")


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(make, remove)]
