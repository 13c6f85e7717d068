import sys

from django.core.management.base import BaseCommand

from cms.events import Kind, record
from comments.moving import out


class Command(BaseCommand):
    help = (
        "Writes every comment with its state and its log as a line of JSON, to a file or to the "
        "screen. What a line holds is said in comments/moving/__init__.py."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="Left out: the screen.")
        parser.add_argument(
            "--with-contacts",
            action="store_true",
            help="E-mail and network of the writers, too. That it was done is logged.",
        )

    def handle(self, *, file, with_contacts, **options):
        if with_contacts:  # first: whoever reads may stop in the middle
            record(Kind.READER_EXPORT, about="export_comments --with-contacts")
        count = 0
        target = open(file, "w", encoding="utf-8") if file else sys.stdout  # noqa: SIM115
        try:
            for line in out.lines(with_contacts=with_contacts):
                target.write(line + "\n")
                count += 1
        finally:
            if file:
                target.close()
        self.stderr.write(f"{count} comments")
