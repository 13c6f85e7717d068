from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from comments.moving import within


class Command(BaseCommand):
    help = (
        "Takes in comments from a file of JSON lines, with their states and threads. Run again, it "
        "changes nothing; broken off, it is run again. What a line holds is said in "
        "comments/moving/__init__.py. Nothing becomes public that the file does not call approved."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", default="import", help="Who stands in the log (“import”).")
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would happen, and change nothing."
        )

    def handle(self, *, file, by, dry_run, **options):
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        open_file = partial(open, file, encoding="utf-8", errors="replace")
        told = within.take_in(open_file, by=by, dry_run=dry_run)
        for number, why in told.wrong[:100]:
            self.stderr.write(f"line {number}: {why}")
        if len(told.wrong) > 100:
            self.stderr.write(f"… and {len(told.wrong) - 100} more")
        verb = "would be added" if dry_run else "added"
        self.stdout.write(
            f"{told.added} {verb}, {told.known} were here already, {len(told.wrong)} are wrong"
        )
