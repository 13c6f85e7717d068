"""How a paper takes comments is data."""

import django.core.validators
from django.db import migrations, models

import cms.fields


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0005_log_every_step"),
    ]

    operations = [
        migrations.CreateModel(
            name="CommentSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "close_after_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text=(
                            "A story takes no comments any more so many days after its "
                            "publication. Left empty, it takes them for ever. A story whose "
                            "comments are set to “open” is exempt."
                        ),
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="close after so many days",
                    ),
                ),
                (
                    "stays_while_revised",
                    models.BooleanField(
                        default=True,
                        help_text=(
                            "When a reader changes a comment that is approved already. "
                            "Otherwise it is taken off the page until the new text is "
                            "approved."
                        ),
                        verbose_name="an approved comment stays while its new text waits",
                    ),
                ),
                (
                    "reserved_names",
                    cms.fields.ProseField(
                        blank=True,
                        default="",
                        help_text=(
                            "One on each line. The name of the paper, “Tòa soạn”, “Ban biên "
                            "tập”, “Admin” and the like are reserved anyway, in disguise too."
                        ),
                        verbose_name="names readers may not take",
                    ),
                ),
            ],
            options={
                "verbose_name": "settings of comments",
                "verbose_name_plural": "settings of comments",
                "default_permissions": (),
            },
        ),
    ]
