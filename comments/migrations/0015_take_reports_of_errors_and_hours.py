"""Readers report errors in stories, and are told when comments are approved."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_close_comments_of_a_section"),
        ("comments", "0014_like_pick_and_count_comments"),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="for_newsroom",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="report of an error"
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="note",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.note",
            ),
        ),
        migrations.AddField(
            model_name="commentsettings",
            name="desk_closes",
            field=models.TimeField(blank=True, null=True, verbose_name="until"),
        ),
        migrations.AddField(
            model_name="commentsettings",
            name="desk_opens",
            field=models.TimeField(
                blank=True,
                help_text="Readers are told that what they send at another hour waits until then.",
                null=True,
                verbose_name="comments are approved from",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("for_newsroom", False),
                    models.Q(("status__in", ("pending", "approved")), _negated=True),
                    _connector="OR",
                ),
                name="reports_of_errors_are_never_public",
            ),
        ),
    ]
