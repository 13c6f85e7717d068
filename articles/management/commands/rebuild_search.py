from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from tqdm import tqdm

from articles.models import Article, Publication, SearchEntry
from articles.search import index

# So many stories wait while one batch is written: a colleague who publishes waits that long.
_AT_ONCE = 50


class Command(BaseCommand):
    help = (
        "Makes what the readers' search looks into, where it is missing or older than this "
        "program; with --all, anew for every story. Readers go on searching meanwhile. It may be "
        "stopped at any moment and started again: what is there is left alone."
    )

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="Make all entries anew.")

    def handle(self, **options):
        if options["all"]:
            SearchEntry.objects.update(form=0)
        hidden = SearchEntry.objects.exclude(article__publication=Publication.PUBLISHED)
        hidden.delete()
        to_do = self._to_do()
        total, done = to_do.count(), 0
        with tqdm(total=total, unit=" stories", leave=False, file=self.stderr._out) as progress:
            try:
                last = 0
                while batch := self._batch(to_do, last):
                    last = batch[-1].pk
                    done += len(batch)
                    progress.update(len(batch))
            except KeyboardInterrupt:
                progress.close()
                raise CommandError(
                    f"Stopped after {done} of {total}. Start it again (without --all) to go on.",
                    returncode=130,
                ) from None
        self.stdout.write(self.style.SUCCESS(f"{done} made, nothing is missing."))

    def _to_do(self):
        form = SearchEntry.objects.filter(article=OuterRef("pk")).values("form")
        published = Article.objects.filter(publication=Publication.PUBLISHED)
        published = published.alias(form=Subquery(form))
        return published.filter(Q(form=None) | ~Q(form=index.FORM)).order_by("pk")

    @transaction.atomic
    def _batch(self, to_do, last):
        """Locked, so that what a colleague publishes now is not written over with older text."""
        ids = list(to_do.filter(pk__gt=last).values_list("pk", flat=True)[:_AT_ONCE])
        rows = Article.objects.select_for_update().filter(pk__in=ids).order_by("pk")
        stories = list(
            rows.filter(publication=Publication.PUBLISHED).prefetch_related(
                "further_sections", "topics", "bylines"
            )
        )
        index.put_all(stories)
        return stories
