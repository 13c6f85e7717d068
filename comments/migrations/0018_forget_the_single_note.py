"""The notes of a comment have taken its place. And what the months are about is said in full."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0017_remember_each_note_of_a_comment"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="comment",
            name="note",
        ),
        migrations.AlterField(
            model_name="commentsettings",
            name="refused_months",
            field=models.PositiveSmallIntegerField(
                default=12,
                help_text=(
                    "Name and text of what readers do not see, so long after the last step; and "
                    "earlier texts of what they see."
                ),
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="months until refused texts are erased",
            ),
        ),
    ]
