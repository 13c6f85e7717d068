from django.core.management.base import BaseCommand

from cms import outbox
from comments import digests, telling


class Command(BaseCommand):
    help = (
        "Sends what is due to readers and moderators about comments. Run it every few minutes from "
        "a timer: digests have no other clock."
    )

    def handle(self, **options):
        told, digested = telling.tell_due.func(), digests.send()
        outbox.deliver.enqueue()
        self.stdout.write(f"{told} told, {digested} digests")
