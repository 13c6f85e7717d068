"""A blocked sender says who blocked it, and when."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import cms.fields


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0018_forget_the_single_note"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="block",
            name="actor",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="block",
            name="actor_name",
            field=cms.fields.LineField(
                blank=True, editable=False, max_length=120, verbose_name="by"
            ),
        ),
        migrations.AddField(
            model_name="block",
            name="at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="at"
            ),
        ),
    ]
