from django.core.management.base import BaseCommand

from articles.timed_updates import apply_due


class Command(BaseCommand):
    help = (
        "Brings timed updates whose moment has come to the readers. Any page that is asked for "
        "does the same; a timer that runs this keeps caches and logs punctual on a quiet night."
    )

    def handle(self, **options):
        self.stdout.write(f"{apply_due()} due")
