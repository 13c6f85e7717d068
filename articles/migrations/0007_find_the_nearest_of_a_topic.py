"""Indexes the stories of a topic in their order: a page asks for the nearest few of many."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_count_reads")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX articles_of_topic ON articles_article_topics (topic_id, article_id)",
            "DROP INDEX articles_of_topic",
        )
    ]
