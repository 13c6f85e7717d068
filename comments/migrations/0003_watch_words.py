"""The list of words that moderators watch for."""

from django.db import migrations, models

import cms.fields


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_make_comments_searchable")]
    operations = [
        migrations.CreateModel(
            name="WatchWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "text",
                    cms.fields.LineField(
                        help_text=(
                            "Found as whole words, in capitals too, and in disguise: letters set "
                            "apart, look-alike letters, digits for letters. A * stands for any "
                            "letters: “cá cược*”."
                        ),
                        max_length=80,
                        verbose_name="word or words",
                    ),
                ),
                (
                    "any_marks",
                    models.BooleanField(
                        default=False,
                        help_text=(
                            "Also without Vietnamese marks, or with others: “cho” then finds “chó”."
                        ),
                        verbose_name="with any marks",
                    ),
                ),
                (
                    "note",
                    cms.fields.LineField(
                        blank=True,
                        help_text="Why; shown to moderators here.",
                        max_length=200,
                        verbose_name="note",
                    ),
                ),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("in_use", models.BooleanField(default=False, verbose_name="in use")),
            ],
            options={
                "verbose_name": "watch word",
                "verbose_name_plural": "watch words",
                "ordering": ["text", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("text", "any_marks"),
                        name="watch_words_once",
                        violation_error_message="This is on the list already.",
                    )
                ],
            },
        ),
    ]
