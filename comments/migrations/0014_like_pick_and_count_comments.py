"""Readers like comments, the newsroom picks some, and lists tell how many a story has."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Count, Q


def count(apps, schema_editor):
    comments = apps.get_model("comments", "Comment").objects.filter(
        Q(parent=None) | Q(parent__status="approved"), status="approved", erased_at=None
    )
    numbers = comments.order_by().values_list("article").annotate(number=Count("pk"))
    discussions = apps.get_model("comments", "Discussion").objects
    rows = (
        discussions.model(article_id=pk, comments=number)
        for pk, number in numbers.iterator(chunk_size=1000)
    )
    discussions.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_close_comments_of_a_section"),
        ("comments", "0013_bring_comments_along"),
    ]

    operations = [
        migrations.CreateModel(
            name="Discussion",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("comments", models.PositiveIntegerField(default=0)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Like",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("browser", models.CharField(max_length=64)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.RemoveIndex(
            model_name="comment",
            name="comment_thread",
        ),
        migrations.AddField(
            model_name="comment",
            name="likes",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="comment",
            name="picked_at",
            field=models.DateTimeField(editable=False, null=True),
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
                    ("pick", "picked"),
                    ("unpick", "picked no more"),
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
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                models.F("article"),
                models.OrderBy(models.F("submitted_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("parent", None), ("status", "approved")),
                name="thread_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                models.F("article"),
                models.OrderBy(models.F("likes"), descending=True),
                models.OrderBy(models.F("submitted_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("parent", None), ("status", "approved")),
                name="thread_most_liked",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                models.F("article"),
                condition=models.Q(("picked_at__isnull", False)),
                name="thread_picks",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                models.F("article"),
                condition=models.Q(("status", "approved")),
                name="comments_of_story",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                models.F("parent"),
                models.F("submitted_at"),
                condition=models.Q(("status", "approved")),
                name="replies_in_order",
            ),
        ),
        migrations.AddField(
            model_name="like",
            name="comment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="likers",
                to="comments.comment",
            ),
        ),
        migrations.AddConstraint(
            model_name="like",
            constraint=models.UniqueConstraint(
                models.F("comment"), models.F("browser"), name="one_like_of_a_browser"
            ),
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
