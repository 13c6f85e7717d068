"""What the newsroom's pages cost when the archive grows: 1,000 stories beside 100,000.

    TEST_DATABASE=postgres DJANGO_SETTINGS_MODULE=tests.settings python -m tests.benchmarks.desk [n]

Five photos to a story. Each page is asked several times through Django's test client, once to warm
up; the table shows its queries, the medians at both sizes and their ratio. Fails when a page takes
more than half as long again, or a query more, at the larger size.
"""

import random
import statistics
import sys
import time
from datetime import timedelta

import django

from .table import Table

SMALL, LARGE = 1_000, 100_000
PHOTOS = 5
ROUNDS, MOST_RATIO = 15, 1.5
# Below this a ratio says more about the machine than about the page.
NOISE_MS = 3
WORDS = (
    "thành phố hà nội chính phủ hội nghị công an giao thông cầu đường kinh tế giáo dục bão lũ "
    "học sinh bệnh viện thị trường giá vàng dự án đầu tư xây dựng bóng đá du lịch văn hóa lễ hội"
).split()
RARE = "xyloglyphe"


def main(large):
    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        house = House()
        house.fill(SMALL)
        small = house.measure()
        house.fill(large)
        return report("Newsroom", small, house.measure(), large)
    finally:
        teardown_databases(databases, verbosity=0)


class House:
    """A newsroom of any size, and the pages that people open in it."""

    def __init__(self):
        from cms.roles import Role
        from tests import factories

        self.chance = random.Random(7)
        self.sections = [factories.section(f"Chuyên mục số {n}") for n in range(12)]
        self.authors = [factories.author(f"Tác giả số {n}") for n in range(20)]
        self.topics = [factories.topic(f"Chủ đề số {n}") for n in range(500)]
        self.reporters = [factories.reporter() for _n in range(20)]
        self.editor = factories.user(Role.PUBLISHER)
        self.photo = factories.photo()
        self.stories = 0

    def sentence(self, length):
        return " ".join(self.chance.choices(WORDS, k=length)).capitalize()

    def fill(self, number):
        from tqdm import tqdm

        step = 1000
        for start in tqdm(range(self.stories, number, step), unit=" × 1,000 stories"):
            self._photos(step * PHOTOS)
            self._stories(start, step)
        self.stories = number
        from django.db import connection

        # As the database does by itself, minutes later: beside the measuring it would take a core.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")

    def _photos(self, number):
        from django.utils import timezone

        from articles.models import Photo

        now = timezone.now()
        rows = Photo.objects.bulk_create(
            Photo(
                file=self.photo.file, caption=self.sentence(8), credit="Ảnh: Mỹ Lệ", alt="Cảnh",
                uploader=self.chance.choice(self.reporters),
            )
            for _n in range(number)
        )  # fmt: skip
        for row in rows:
            row.uploaded_at = now - timedelta(minutes=self.chance.randrange(10**6))
        Photo.objects.bulk_update(rows, ["uploaded_at"], batch_size=5000)
        self.last_photos = rows

    def _stories(self, start, number):
        from django.utils import timezone

        from articles.models import Article, Byline, PhotoUse, Publication, Revision, Stage
        from articles.versions import revisions
        from tests import factories

        now = timezone.now()
        stories = []
        for n in range(start, start + number):
            section, photo = self.chance.choice(self.sections), self.chance.choice(self.last_photos)
            moment = now - timedelta(minutes=self.chance.randrange(10**6))
            word = f" {RARE}" if n % (start + number) == 7 else ""
            data = factories.snapshot(
                section=section, headline=self.sentence(10) + word, standfirst=self.sentence(30),
                body=f"<p>{self.sentence(120)}</p>" * 4, lead_photo=photo, lead_caption="Cảnh",
                lead_credit="Ảnh: Mỹ Lệ", lead_alt="Cảnh", published_at=moment.isoformat(),
            )  # fmt: skip
            text = {name: data[name] for name in revisions.TEXT}
            story = Article(
                **text, section=section, slug="tin", lead_photo=photo, published_at=moment,
                first_published_at=moment, publication=Publication.PUBLISHED, stage=Stage.DONE,
                reporter=self.chance.choice(self.reporters),
            )  # fmt: skip
            stories.append((story, data))
        Article.objects.bulk_create(story for story, _data in stories)
        revisions_made = Revision.objects.bulk_create(
            Revision(article=story, snapshot=data, author_name="PV") for story, data in stories
        )
        for (story, _data), revision in zip(stories, revisions_made, strict=True):
            story.latest_revision = story.live_revision = revision
            story.modified_at = story.published_at
        rows = [story for story, _data in stories]
        Article.objects.bulk_update(
            rows, ["latest_revision", "live_revision", "modified_at"], batch_size=500
        )
        Byline.objects.bulk_create(
            Byline(article=row, author=self.chance.choice(self.authors), position=0) for row in rows
        )
        PhotoUse.objects.bulk_create(
            PhotoUse(article=row, photo_id=row.lead_photo_id, file=self.photo.file) for row in rows
        )

    # --- Pages ----------------------------------------------------------------------------

    def pages(self):
        """``(name, call)`` of every page that is timed; a call answers a response."""
        from django.test import Client

        client, reporter = Client(), Client()
        client.force_login(self.editor)
        reporter.force_login(self.reporters[0])
        desk, library = "/admin/articles/article/", "/admin/articles/photo/"
        section, author = self.sections[3].pk, self.authors[3].pk
        addresses = {
            "index": "/admin/",
            "stories": desk,
            "stories, page 20": f"{desk}?p=20",
            "stories, published": f"{desk}?status=live",
            "stories, submitted": f"{desk}?status=submitted",
            "stories, a section": f"{desk}?section={section}",
            "stories, a section, words": f"{desk}?section={section}&q=hoi nghi",
            "stories, an author": f"{desk}?author={author}",
            "stories, a rare word": f"{desk}?q={RARE}",
            "stories, a common word": f"{desk}?q=thanh",
            "stories, three words": f"{desk}?q=hoi nghi chinh",
            "photos": library,
            "photos, without credit": f"{library}?mend=credit",
            "photos, rights expired": f"{library}?mend=rights",
            "photos, mine": f"{library}?by=mine",
            "photos, in no story": f"{library}?used=no",
            "photos, a common word": f"{library}?q=thanh",
            "photo picker": f"{desk}photos/?q=cau duong",
            "topics": "/admin/articles/topic/",
            "new story": f"{desk}add/",
        }
        for field in ("related", "section", "lead_photo", "topics", "authors"):
            addresses[f"autocomplete {field}"] = (
                f"/admin/autocomplete/?app_label=articles&model_name=article&field_name={field}"
                "&term=so"
            )
        for name, address in addresses.items():
            yield name, lambda address=address: client.get(address)
        for name, address in (("stories", desk), ("stories, mine", f"{desk}?whose=mine")):
            yield f"{name} (reporter)", lambda address=address: reporter.get(address)
        yield from self._story_pages(client, desk, library)

    def _story_pages(self, client, desk, library):
        from articles.models import Article
        from tests import factories
        from tests.articles.desk import form_data

        article = factories.draft(by=self.reporters[0], section=self.sections[0])
        form = f"{desk}{article.pk}/change/"
        photo = Article.objects.exclude(lead_photo=None).first().lead_photo_id

        def save(**changes):
            data = form_data(article, headline=self.sentence(8), **changes)
            return lambda: client.post(form, data)

        yield "story form", lambda: client.get(form)
        yield "history of a story", lambda: client.get(f"{desk}{article.pk}/history/")
        yield "where a photo is used", lambda: client.get(f"{library}{photo}/change/")
        yield "save", save
        yield "save and publish", lambda: save(_verb="publish")

    def measure(self):
        from django.db import connection, reset_queries
        from django.test.utils import CaptureQueriesContext

        from cms.models import SiteSettings

        found = {}
        for name, call in self.pages():
            seconds = []
            for number in range(ROUNDS + 1):
                reset_queries()
                SiteSettings.forget()  # known for a second: which page asks would be chance
                asked = call() if name.startswith("save") else call
                with CaptureQueriesContext(connection) as queries:
                    before = time.perf_counter()
                    response = asked()
                    if number:
                        seconds.append(time.perf_counter() - before)
                assert response.status_code in (200, 302), (name, response.status_code)
            count = sum(not q["sql"].startswith(("SAVEPOINT", "RELEASE")) for q in queries)
            found[name] = (count, 1000 * statistics.median(seconds), len(response.content))
        return found


def report(title, small, large, number):
    columns = {
        f"at {SMALL:,}": 0, f"at {number:,}": 0, f"ms at {SMALL:,}": 1, f"ms at {number:,}": 1,
        "ratio": 2, "kB": 0,
    }  # fmt: skip
    table = Table(f"{title}: queries and time", columns, "ratio")
    for name, (queries, before, _size) in small.items():
        more, after, size = large[name]
        ratio = after / before
        slow = ratio > MOST_RATIO and after - before > NOISE_MS
        values = (queries, more, before, after, ratio, size / 1000)
        table.row(name, *values, most=MOST_RATIO, failed=slow or more > queries)
    table.keep()
    return int(table.failed)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else LARGE))
