"""A comment can be taken down on demand, and its writer is told so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0021_tell_more_and_keep_less"),
    ]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("off_topic", "off topic"),
                    ("insult", "insults somebody"),
                    ("advertising", "advertising or links"),
                    ("unverified", "claims that cannot be verified"),
                    ("personal_data", "personal data"),
                    ("duplicate", "sent before"),
                    ("language", "hard to read, or without diacritics"),
                    ("demand", "taken down on demand"),
                ],
                max_length=20,
                verbose_name="reason",
            ),
        ),
    ]
