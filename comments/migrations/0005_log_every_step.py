"""Every step in the life of a comment is logged and can be taken back; texts can be renewed."""

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cms.fields

_VERBS = {"approved": "approve", "rejected": "reject", "spam": "spam", "pending": "reopen"}


def name_earlier_steps(apps, schema_editor):
    decisions = apps.get_model("comments", "Decision").objects
    for after, verb in _VERBS.items():
        decisions.filter(verb="", after=after).update(verb=verb)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_find_the_nearest_of_a_topic"),
        ("comments", "0004_block_senders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="comment",
            name="comment_queue",
        ),
        migrations.AddField(
            model_name="comment",
            name="alike",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="comments.comment",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="from_paper",
            field=models.BooleanField(default=False, verbose_name="from the paper"),
        ),
        migrations.AddField(
            model_name="comment",
            name="house_edited_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="proposed",
            field=cms.fields.ProseField(blank=True, default="", verbose_name="newer text"),
        ),
        migrations.AddField(
            model_name="comment",
            name="weight",
            field=models.PositiveSmallIntegerField(
                default=0, editable=False, verbose_name="weight of findings"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="note",
            field=cms.fields.LineField(blank=True, max_length=200, verbose_name="note"),
        ),
        migrations.AddField(
            model_name="decision",
            name="replaced",
            field=models.JSONField(
                default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="verb",
            field=models.CharField(
                choices=[
                    ("approve", "approved"),
                    ("reject", "rejected"),
                    ("spam", "marked as spam"),
                    ("forward", "passed to the newsroom"),
                    ("reopen", "put back into the queue"),
                    ("edit", "edited"),
                    ("mask", "masked numbers"),
                    ("undo", "undid the last step"),
                    ("answer", "answered in the name of the paper"),
                    ("confirm", "confirmed the e-mail address"),
                    ("revise", "changed the text"),
                    ("withdraw", "withdrew the comment"),
                ],
                default="",
                max_length=10,
                verbose_name="step",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="decision",
            name="version",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="comment",
            name="status",
            field=models.CharField(
                choices=[
                    ("pending", "waiting"),
                    ("approved", "approved"),
                    ("rejected", "rejected"),
                    ("spam", "spam"),
                    ("forwarded", "passed to the newsroom"),
                    ("unconfirmed", "e-mail not confirmed yet"),
                    ("withdrawn", "withdrawn by its writer"),
                ],
                default="pending",
                max_length=12,
                verbose_name="status",
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="after",
            field=models.CharField(
                choices=[
                    ("pending", "waiting"),
                    ("approved", "approved"),
                    ("rejected", "rejected"),
                    ("spam", "spam"),
                    ("forwarded", "passed to the newsroom"),
                    ("unconfirmed", "e-mail not confirmed yet"),
                    ("withdrawn", "withdrawn by its writer"),
                ],
                max_length=12,
                verbose_name="after",
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="before",
            field=models.CharField(
                choices=[
                    ("pending", "waiting"),
                    ("approved", "approved"),
                    ("rejected", "rejected"),
                    ("spam", "spam"),
                    ("forwarded", "passed to the newsroom"),
                    ("unconfirmed", "e-mail not confirmed yet"),
                    ("withdrawn", "withdrawn by its writer"),
                ],
                max_length=12,
                verbose_name="before",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                models.F("submitted_at"),
                models.F("id"),
                condition=models.Q(
                    ("status", "pending"),
                    models.Q(("status", "approved"), models.Q(("proposed", ""), _negated=True)),
                    _connector="OR",
                ),
                name="comment_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                models.F("actor"),
                models.OrderBy(models.F("at"), descending=True),
                name="decisions_by_actor",
            ),
        ),
        migrations.RunPython(name_earlier_steps, migrations.RunPython.noop),
    ]
