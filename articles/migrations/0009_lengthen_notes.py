"""A note has room for a comment of a reader and a sentence about it."""

from django.db import migrations

import cms.fields


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_close_comments_of_a_section"),
    ]

    operations = [
        migrations.AlterField(
            model_name="note",
            name="text",
            field=cms.fields.ProseField(max_length=2500, verbose_name="note to colleagues"),
        ),
    ]
