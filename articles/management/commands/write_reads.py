from django.core.management.base import BaseCommand

from articles.reads import writing


class Command(BaseCommand):
    help = (
        "Writes the reads that were gathered in Redis into the database. The site does the same "
        "once a minute while somebody reads; before Redis is stopped, this loses nothing."
    )

    def handle(self, **options):
        self.stdout.write(f"{writing.write()} reads")
