from django.core.management.base import BaseCommand

from comments import starter_words


class Command(BaseCommand):
    help = (
        "Adds watch words to start with: loans, betting, jobs, investment, goods. Not in use yet, "
        "so that moderators can look at what each finds; --in-use puts them in use at once."
    )

    def add_arguments(self, parser):
        parser.add_argument("--in-use", action="store_true")

    def handle(self, *args, in_use, **options):
        added = starter_words.add(in_use=in_use)
        self.stdout.write(self.style.SUCCESS(f"Added {added} watch words."))
