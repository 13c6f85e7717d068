"""Readers can report comments; what they reported can be kept."""

import django.db.models.deletion
from django.db import migrations, models

import cms.fields


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0011_know_the_comment_of_each_look"),
    ]

    operations = [
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
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("insult", "It insults or threatens somebody"),
                            ("false", "It is not true"),
                            ("advertising", "It advertises, or lures elsewhere"),
                            ("personal", "It tells of somebody’s private matters"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                (
                    "text",
                    cms.fields.ProseField(blank=True, max_length=500, verbose_name="what is wrong"),
                ),
                ("ip_network", models.CharField(blank=True, max_length=50)),
                ("nonce", models.CharField(editable=False, max_length=64, unique=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="comments.decision",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="comments.comment",
                    ),
                ),
            ],
            options={
                "verbose_name": "report of a comment",
                "verbose_name_plural": "reports of comments",
                "ordering": ["id"],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        models.F("comment"),
                        condition=models.Q(("closed_by", None)),
                        name="open_reports",
                    )
                ],
            },
        ),
    ]
