"""What feeds, sitemaps and the archive cost when a paper grows old: 1,000 stories beside 100,000.

    TEST_DATABASE=postgres DJANGO_SETTINGS_MODULE=tests.settings \\
        python -m tests.benchmarks.old_paper [n]

Twenty years of stories: of the small paper 500 in the last five weeks and 500 before, of the large
one one every 105 minutes. So both have as many months, as many stories in this one, and full lists.
The table is that of ``tests/benchmarks/desk.py``, and fails as that does.
"""

import sys
from datetime import timedelta

import django

from . import desk

EVERY = timedelta(minutes=105)
SELDOM = timedelta(days=14)
DENSE, BUSY_TOPICS = 500, 20


def main(large):
    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        paper = OldPaper()
        paper.fill(desk.SMALL)
        small = paper.measure()
        paper.fill(large)
        return desk.report("Feeds, sitemaps, archive", small, paper.measure(), large)
    finally:
        teardown_databases(databases, verbosity=0)


class OldPaper(desk.House):
    """Published stories only, the oldest last; and what machines and librarians read."""

    def __init__(self):
        from django.utils import timezone

        super().__init__()
        self.now = timezone.now()

    def _photos(self, number):
        pass

    def moment(self, n):
        """When the ``n``-th story appeared."""
        if DENSE <= n < desk.SMALL:
            return self.now - DENSE * EVERY - (n - DENSE) * SELDOM
        return self.now - (n if n < DENSE else n - desk.SMALL + DENSE) * EVERY

    def _stories(self, start, number):
        from articles.models import Article, Byline, Publication, Stage

        rows = Article.objects.bulk_create(
            Article(
                headline=self.sentence(10), standfirst=self.sentence(30), slug="tin",
                body=f"<p>{self.sentence(120)}</p>" * 4, section=self.chance.choice(self.sections),
                published_at=self.moment(n), first_published_at=self.moment(n),
                publication=Publication.PUBLISHED, stage=Stage.DONE,
            )
            for n in range(start, start + number)
        )  # fmt: skip
        links = Article.topics.through
        links.objects.bulk_create(
            links(article=row, topic=topic)
            for row in rows
            for topic in (
                self.chance.choice(self.topics[:BUSY_TOPICS]),
                self.chance.choice(self.topics[BUSY_TOPICS:]),
            )
        )
        Byline.objects.bulk_create(
            Byline(article=row, author=self.chance.choice(self.authors), position=0) for row in rows
        )

    def pages(self):
        from django.test import Client
        from django.utils import timezone

        from articles import listing

        client = Client()
        day = timezone.localtime(self.now - 10 * EVERY)
        section = self.sections[3]
        deep = listing.write_key(self.now - timedelta(days=16 * 365), 10**9)
        addresses = {
            "feed": "/rss.xml",
            "feed of a section": f"/rss/{section.slug}.xml",
            "feed of a topic": f"/chu-de/{self.topics[3].slug}/rss.xml",
            "feed of an author": f"/tac-gia/{self.authors[3].slug}/rss.xml",
            "sitemap, index": "/sitemap.xml",
            "sitemap, a month": f"/sitemap/{day:%Y-%m}.xml",
            "sitemap, news": "/sitemap-news.xml",
            "sitemap, pages": "/sitemap/trang.xml",
            "sitemap, topics": "/sitemap/chu-de.xml",
            "sitemap, authors": "/sitemap/tac-gia.xml",
            "archive": "/luu-tru/",
            "archive, a year": f"/luu-tru/{day:%Y}/",
            "archive, a month": f"/luu-tru/{day:%Y/%m}/",
            "archive, a day": f"/luu-tru/{day:%Y/%m/%d}/",
            "section": section.get_absolute_url(),
            "section, far back": f"{section.get_absolute_url()}?truoc={deep}",
        }
        for name, address in addresses.items():
            yield name, lambda address=address: client.get(address)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else desk.LARGE))
