from django.core.management.base import BaseCommand

from comments import counting


class Command(BaseCommand):
    help = "Counts the comments of every story and the likes of every comment anew."

    def handle(self, **options):
        self.stdout.write(f"{counting.recount_everything()} numbers were wrong.")
