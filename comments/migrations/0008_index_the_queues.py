"""Counting a queue reads no more than the queue."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_close_comments_of_a_section"),
        ("comments", "0007_keep_what_makes_comments_alike"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                models.F("weight"),
                condition=models.Q(
                    ("status", "pending"),
                    models.Q(("status", "approved"), models.Q(("proposed", ""), _negated=True)),
                    _connector="OR",
                ),
                name="comments_flagged",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                models.F("submitted_at"),
                models.F("id"),
                condition=models.Q(("status", "spam")),
                name="comments_spam",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                models.F("submitted_at"),
                models.F("id"),
                condition=models.Q(("status", "forwarded")),
                name="comments_passed_on",
            ),
        ),
    ]
