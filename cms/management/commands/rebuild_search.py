from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.search import rebuilding
from comments import search

ALL = (rebuilding.STORIES, search.REBUILDING)


class Command(BaseCommand):
    help = (
        "Makes what the readers' search looks into, where it is missing or older than this "
        "program; with --all, anew for every story and comment. Readers go on searching meanwhile. "
        "It may be stopped at any moment and started again: what is there is left alone."
    )

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="Make all entries anew.")

    def handle(self, **options):
        for each in ALL:
            if options["all"]:
                each.forget()
            each.drop()
        done = [f"{self._make(each)} {each.unit}" for each in ALL]
        self.stdout.write(self.style.SUCCESS(f"{', '.join(done)} made, nothing is missing."))

    def _make(self, each):
        total, done, last = each.to_do().count(), 0, 0
        with tqdm(
            total=total, unit=f" {each.unit}", leave=False, file=self.stderr._out
        ) as progress:
            try:
                while batch := each.batch(last):
                    last = batch[-1].pk
                    done += len(batch)
                    progress.update(len(batch))
            except KeyboardInterrupt:
                progress.close()
                raise CommandError(
                    f"Stopped after {done} of {total} {each.unit}. "
                    "Start it again (without --all) to go on.",
                    returncode=130,
                ) from None
        return done
