from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from comments import retention


class Command(BaseCommand):
    help = (
        "Erases what readers left whose time is over: contacts, texts that are not published, "
        "addresses that were never confirmed. What is under a legal hold stays. Run it once a day "
        "from a timer; a second run finds nothing to do."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would go, and change nothing."
        )

    def handle(self, *, dry_run, **options):
        with translation.override(settings.LANGUAGE_CODE):
            for rule in retention.rules():
                count = rule.count() if dry_run else rule.run()
                self.stdout.write(f"{_(rule.title)}: {count}")
        if dry_run:
            self.stdout.write("Nothing was changed.")
