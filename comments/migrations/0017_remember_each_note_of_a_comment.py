"""A comment may be passed to the newsroom more than once: each note is erased with it."""

from django.db import migrations, models


def carry_over(apps, schema_editor):
    comment = apps.get_model("comments", "Comment")
    passed_on = comment.objects.exclude(note=None).values_list("pk", "note")
    through = comment.notes.through
    through.objects.bulk_create(
        (through(comment_id=pk, note_id=note) for pk, note in passed_on.iterator()), batch_size=1000
    )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_close_comments_of_a_section"),
        ("comments", "0016_forget_what_blocked_senders_matched"),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="notes",
            field=models.ManyToManyField(
                blank=True, editable=False, related_name="+", to="articles.note"
            ),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
