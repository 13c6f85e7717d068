from django.db import migrations, models

import cms.models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0002_roles"),
    ]

    operations = [
        migrations.AddField(
            model_name="sitesettings",
            name="feed_text",
            field=models.CharField(
                choices=[
                    ("summary", "summary: headline, standfirst and photo"),
                    ("full", "full text with all photos"),
                ],
                default="summary",
                help_text=(
                    "What feed readers and other sites get. What went out in a feed cannot be "
                    "called back."
                ),
                max_length=8,
                verbose_name="text in feeds",
            ),
        ),
        migrations.AddField(
            model_name="sitesettings",
            name="icon",
            field=models.ImageField(
                blank=True,
                help_text=(
                    "A square picture of 512 pixels or more, for tabs and home screens. Left "
                    "empty, one is drawn in the accent colour."
                ),
                upload_to=cms.models._icon_name,
                verbose_name="icon",
            ),
        ),
    ]
