"""Two more things that the log tells: what was taken out and erased for a reader."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0004_keep_purges_of_pages"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
                choices=[
                    ("login", "logged in"),
                    ("half", "right password; the code is awaited"),
                    ("failed", "wrong password"),
                    ("code_failed", "wrong code of the second factor"),
                    ("locked", "too many attempts: the login rests"),
                    ("logout", "logged out"),
                    ("session_end", "ended a login on a device"),
                    ("sessions_end", "logged out everywhere"),
                    ("password", "changed the password"),
                    ("factor_on", "switched on the second factor"),
                    ("factor_new", "replaced the device of the second factor"),
                    ("factor_off", "switched off the second factor"),
                    ("factor_reset", "reset the second factor"),
                    ("codes_new", "made new recovery codes"),
                    ("let_in", "let back in by the operator"),
                    ("rights", "changed rights"),
                    ("export", "exported the log"),
                    ("reader_out", "exported what is kept of a reader"),
                    ("reader_gone", "erased what was kept of a reader"),
                    ("edit", "changed something"),
                ],
                max_length=14,
                verbose_name="what",
            ),
        ),
    ]
