"""Writers hear that their comment went to the newsroom; a report keeps no network."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0020_name_the_fingerprint"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="report",
            name="ip_network",
        ),
        migrations.AlterField(
            model_name="readernotice",
            name="about",
            field=models.CharField(
                choices=[
                    ("approved", "the comment was approved"),
                    ("declined", "the comment was declined"),
                    ("passed", "the comment was passed to the newsroom"),
                    ("reply", "somebody replied"),
                ],
                max_length=8,
            ),
        ),
    ]
