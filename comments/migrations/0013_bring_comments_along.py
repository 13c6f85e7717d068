"""Comments that come from another system say so in their log, with its times."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0012_readers_report_comments"),
    ]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="at"),
        ),
        migrations.AlterField(
            model_name="decision",
            name="verb",
            field=models.CharField(
                choices=[
                    ("approve", "approved"),
                    ("reject", "rejected"),
                    ("spam", "marked as spam"),
                    ("forward", "passed to the newsroom"),
                    ("keep", "kept what was reported"),
                    ("reopen", "put back into the queue"),
                    ("edit", "edited"),
                    ("mask", "masked numbers"),
                    ("undo", "undid the last step"),
                    ("answer", "answered in the name of the paper"),
                    ("import", "brought from another system"),
                    ("confirm", "confirmed the e-mail address"),
                    ("revise", "changed the text"),
                    ("withdraw", "withdrew the comment"),
                    ("anonymise", "took the name off"),
                    ("erase", "erased"),
                ],
                max_length=10,
                verbose_name="step",
            ),
        ),
    ]
