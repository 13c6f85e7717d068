"""What readers may ask for about themselves, what is mailed to them, and what has to be kept."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import cms.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0002_roles"),
        ("comments", "0008_index_the_queues"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FloodAlarm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=30, unique=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ModeratorMail",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        choices=[
                            ("none", "none"),
                            ("hourly", "every hour, while something waits"),
                            ("morning", "in the morning"),
                        ],
                        default="none",
                        max_length=8,
                        verbose_name="digest of the queue",
                    ),
                ),
                (
                    "floods",
                    models.BooleanField(
                        default=True, verbose_name="alarm me when comments flood in"
                    ),
                ),
                ("sent_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "mail about comments",
                "verbose_name_plural": "mail about comments",
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="erased_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="commentsettings",
            name="contact_months",
            field=models.PositiveSmallIntegerField(
                default=12,
                help_text="E-mail, network and browser of a commenter. The law wants 12 or more.",
                validators=[django.core.validators.MinValueValidator(12)],
                verbose_name="months until contacts are erased",
            ),
        ),
        migrations.AddField(
            model_name="commentsettings",
            name="refused_months",
            field=models.PositiveSmallIntegerField(
                default=12,
                help_text="Name and text of what was rejected, marked as spam or withdrawn.",
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="months until refused texts are erased",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="wants_notices",
            field=models.BooleanField(default=False, verbose_name="wants to be told by mail"),
        ),
        migrations.AddField(
            model_name="contactview",
            name="comment",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="comments.comment",
            ),
        ),
        migrations.AlterField(
            model_name="contactview",
            name="contact",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="views",
                to="comments.contact",
            ),
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
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "actor_name",
                    cms.fields.LineField(
                        blank=True, editable=False, max_length=120, verbose_name="by"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="at"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="All that was written from this address.",
                        max_length=254,
                        verbose_name="e-mail",
                    ),
                ),
                (
                    "reason",
                    cms.fields.ProseField(
                        help_text="Who wants it to be kept, for what, with which document.",
                        verbose_name="reason",
                    ),
                ),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "actor",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holds",
                        to="comments.comment",
                        verbose_name="number of the comment",
                    ),
                ),
            ],
            options={
                "verbose_name": "legal hold",
                "verbose_name_plural": "legal holds",
                "ordering": ["-at", "-pk"],
                "default_permissions": ("view", "add", "change"),
            },
        ),
        migrations.CreateModel(
            name="PrivacyRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("see", "see what is kept"),
                            ("correct", "correct it"),
                            ("erase", "erase it"),
                            ("consent", "withdraw the consent"),
                        ],
                        max_length=8,
                        verbose_name="what",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "shown",
                    models.CharField(
                        editable=False, max_length=120, verbose_name="e-mail, shortened"
                    ),
                ),
                ("print", models.CharField(db_index=True, editable=False, max_length=64)),
                (
                    "words",
                    cms.fields.ProseField(
                        blank=True, default="", verbose_name="in the reader’s words"
                    ),
                ),
                (
                    "received_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="received at"
                    ),
                ),
                ("answer_by", models.DateTimeField(editable=False, verbose_name="answer by")),
                ("due_at", models.DateTimeField(editable=False, verbose_name="done by")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "open"),
                            ("done", "done"),
                            ("held", "held back by law"),
                            ("refused", "refused"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "note",
                    cms.fields.ProseField(blank=True, default="", verbose_name="what was done"),
                ),
                (
                    "closed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="closed at"),
                ),
                (
                    "closed_by",
                    cms.fields.LineField(
                        blank=True, editable=False, max_length=120, verbose_name="closed by"
                    ),
                ),
            ],
            options={
                "verbose_name": "request about personal data",
                "verbose_name_plural": "requests about personal data",
                "ordering": ["-received_at", "-pk"],
                "default_permissions": ("view", "add", "change"),
                "indexes": [
                    models.Index(models.F("outcome"), models.F("due_at"), name="privacy_due")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReaderAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("asked_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("counted_on", models.DateField(null=True)),
                ("counted", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        django.db.models.functions.text.Upper("email"), name="addresses_by_email"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReaderNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("approved", "the comment was approved"),
                            ("declined", "the comment was declined"),
                            ("reply", "somebody replied"),
                        ],
                        max_length=8,
                    ),
                ),
                ("due_at", models.DateTimeField(db_index=True, null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "cause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="comments.comment",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="comments.comment",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("comment", "about", "cause"), name="told_once")
                ],
            },
        ),
    ]
