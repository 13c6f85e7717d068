"""A section can take no comments."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_find_the_nearest_of_a_topic"),
    ]

    operations = [
        migrations.AddField(
            model_name="section",
            name="comments_open",
            field=models.BooleanField(
                default=True,
                help_text=(
                    "Also for the sections below. A story whose comments are set to “open” is"
                    " exempt."
                ),
                verbose_name="readers may comment",
            ),
        ),
    ]
