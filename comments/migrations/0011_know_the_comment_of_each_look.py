"""Every look at a contact has a comment now."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0010_give_publishers_the_register")]

    operations = [
        migrations.AlterField(
            model_name="contactview",
            name="comment",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="comments.comment",
            ),
        ),
    ]
