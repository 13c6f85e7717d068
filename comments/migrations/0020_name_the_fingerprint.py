"""The fingerprint of an address is called so; an index that nothing asked goes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0019_sign_blocks"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="readeraddress",
            name="addresses_by_email",
        ),
        migrations.RenameField(
            model_name="privacyrequest",
            old_name="print",
            new_name="fingerprint",
        ),
    ]
