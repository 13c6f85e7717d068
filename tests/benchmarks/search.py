"""What a reader's search costs in an archive of 200,000 stories, each with a comment.

    TEST_DATABASE=postgres DJANGO_SETTINGS_MODULE=tests.settings \
        python -m tests.benchmarks.search [n]

The text is of syllables that are as unevenly frequent as those of Vietnamese, some of them in fixed
company, about 170 to a story; each stands there ten times. Each page is asked through Django's test
client, whole. Fails when a page in the table that has a limit needs more than 100 ms in one of
twenty cases.
"""

import gc
import random
import sys
import time
from datetime import timedelta
from itertools import accumulate

import django

from .table import Table

LARGE = 200_000
ROUNDS, MOST_MS = 40, 100
STEP = 1000
COPIES = 10
RARE_EVERY = 5_000
# The most frequent syllables of newspapers, in their order; what follows them is made up.
FREQUENT = (
    "của và các có là được trong cho một người không với đã những công này năm thành khi đến để "
    "nhà về hội từ ra đồng nước tại ngày nhiều như việc trên phố sinh hành dân quốc phát làm bị "
    "động chính tế học sự đầu giá cũng sẽ đó theo vào trường lý kinh hiện sau quan trung đại án"
).split()
COMPANY = (
    "thành phố|đại hội đảng|chính phủ|công an|kinh tế|giáo dục|bệnh viện|Hà Nội|Kim Động|Hưng Yên|"
    "phát triển|đầu tư|xây dựng|người dân|học sinh|nghị định|giao thông|bóng đá|thị trường|hội nghị"
).split("|")
QUERIES = {
    "a rare word": ["xylophon0", "xylôphôn3", "xylophon2"],
    "the commonest syllables": ["cua", "và", "có"],
    "a phrase of three frequent ones": ['"người dân của"', '"các thành phố"', '"cua va cac"'],
    "a phrase in fixed company": ['"đại hội đảng"', '"kim dong"', '"thành phố Hà Nội"'],
}
ONSETS = "b c ch d đ g h kh l m n ng nh ph qu r s t th tr v x".split()
RIMES = (
    "a á à ạ ai ái an án àn ang áng ao áo ăn ăng ắc âm ấm ân ấn ần âu ầu e é eo ê ế êm ên ếp i í "
    "iên iến iệt iêu inh ình o ó oa óa oan oàn oi ói on òn ong óng ô ố ồ ôi ối ôn ông ồng ơ ớ ơi "
    "ới ơn u ú ua ung úng uôi uổi uông ư ứ ừ ưa ứa ưng ước ường ươi ưới"
).split()


def main(number):
    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        archive = Archive()
        started = time.perf_counter()
        archive.fill(number)
        print(f"{number:,} stories made in {time.perf_counter() - started:.0f} s; {archive.size()}")
        return report(archive)
    finally:
        teardown_databases(databases, verbosity=0)


# What numbers the rows of a model: where it is not the story.
_KEYS = {"Article": "", "Comment": "", "CommentEntry": "comment_", "": "article_"}


class Archive:
    def __init__(self):
        from tests import factories

        self.chance = random.Random(7)
        made_up = [onset + rime for onset in ONSETS for rime in RIMES]
        self.chance.shuffle(made_up)
        self.vocabulary = FREQUENT[:12] + COMPANY + FREQUENT[12:] + made_up
        # Zipf's law, a little flattened.
        self.weights = list(accumulate(1 / (n + 3) for n in range(len(self.vocabulary))))
        self.sections = [factories.section(f"Chuyên mục số {n}") for n in range(12)]
        self.authors = [factories.author(f"Tác giả số {n}") for n in range(60)]
        self.topics = [factories.topic(f"Chủ đề số {n}") for n in range(500)]

    def sentence(self, length):
        words = self.chance.choices(self.vocabulary, cum_weights=self.weights, k=length)
        return " ".join(words).capitalize() + "."

    # --- Filling --------------------------------------------------------------------------

    def fill(self, number):
        """As after a restore: the indexes of words are made when the rows are there."""
        from django.db import connection
        from tqdm import tqdm

        written = number // COPIES
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT indexdef FROM pg_indexes"
                " WHERE indexname IN ('search_lexemes', 'articles_article_words',"
                " 'comments_lexemes')"
            )
            indexes = [row[0] for row in cursor.fetchall()]
            cursor.execute("DROP INDEX search_lexemes, articles_article_words, comments_lexemes")
            for start in tqdm(range(0, written, STEP), unit=f" × {STEP} stories"):
                self._stories(start, written)
            for copy in tqdm(range(1, COPIES), unit=" copies"):
                self._copy(cursor, copy, written)
            cursor.execute("SET maintenance_work_mem = '2GB'")
            for index in tqdm(indexes, unit=" indexes"):
                cursor.execute(index)
            cursor.execute(
                "VACUUM ANALYZE articles_article, articles_searchentry, comments_comment,"
                " comments_commententry"
            )
            # As the database does by itself, minutes later: beside the measuring it takes a core.
            cursor.execute("CHECKPOINT")

    def _copy(self, cursor, copy, written):
        """All stories once more, at other moments: reading words takes Python too long."""
        from articles.models import Article, Byline, SearchEntry
        from comments.models import Comment, CommentEntry

        earlier = f"- interval '{25 * copy} minutes'"
        moments = ("published_at", "first_published_at", "submitted_at")
        changes = {name: f"{name} {earlier}" for name in moments}
        changes |= {f"{name}id": f"{name}id + {copy * written}" for name in _KEYS.values()}
        changes |= {"key": "gen_random_uuid()", "nonce": "gen_random_uuid()"}
        topics = Article.topics.through
        for model in (Article, Byline, topics, SearchEntry, Comment, CommentEntry):
            number = f"{_KEYS.get(model.__name__, 'article_')}id"
            names = [f.column for f in model._meta.concrete_fields if f.column != "id"]
            names += ["id"] if number == "id" else []
            told = ", ".join(changes.get(name, f'"{name}"') for name in names)
            table = model._meta.db_table
            quoted = ", ".join(f'"{name}"' for name in names)
            cursor.execute(
                f"INSERT INTO {table} ({quoted}) SELECT {told} FROM {table}"
                f" WHERE {number} <= {written}"
            )

    def _stories(self, start, total):
        from django.db.models import prefetch_related_objects
        from django.utils import timezone

        from articles.models import Article, Byline, Publication, Stage
        from articles.search import index

        now, chance, rows = timezone.now(), self.chance, []
        for n in range(start, start + STEP):
            # Ten years, the older ones first, as they were written.
            moment = now - timedelta(
                minutes=(total - n) * 5_000_000 // total + chance.randrange(99)
            )
            rare = f" xylôphôn{n // RARE_EVERY}" if n % RARE_EVERY == 3 else ""
            rows.append(
                Article(
                    headline=self.sentence(10), standfirst=self.sentence(26) + rare,
                    body="".join(f"<p>{self.sentence(45)}</p>" for _n in range(3)), slug="tin",
                    section=chance.choice(self.sections), published_at=moment,
                    first_published_at=moment, publication=Publication.PUBLISHED, stage=Stage.DONE,
                )
            )  # fmt: skip
        Article.objects.bulk_create(rows)
        Byline.objects.bulk_create(
            Byline(article=row, author=chance.choice(self.authors), position=0) for row in rows
        )
        link = Article.topics.through
        link.objects.bulk_create(
            link(article=row, topic=chance.choice(self.topics)) for row in rows
        )
        prefetch_related_objects(rows, "further_sections", "topics", "bylines")
        index.put_all(rows)
        self._comments(rows)

    def _comments(self, stories):
        from comments import search
        from comments.models import Comment, Status

        rows = [
            Comment(
                article=story, name=self.sentence(3),
                body=self.sentence(30) + story.standfirst[-14:],
                status=Status.APPROVED, submitted_at=story.published_at, nonce=f"{story.pk}",
            )
            for story in stories
        ]  # fmt: skip
        Comment.objects.bulk_create(rows)
        search.put_all(rows)

    def size(self):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_size_pretty(pg_total_relation_size('articles_searchentry')),"
                " pg_size_pretty(pg_relation_size('search_lexemes'))"
            )
            return "entries {}, of them {} of index".format(*cursor.fetchone())

    # --- Pages ----------------------------------------------------------------------------

    def pages(self):
        """``(name, has a limit, parameters)``; several of a kind, so that a page is asked anew."""
        section = {"muc": self.sections[3].slug}
        for name, queries in QUERIES.items():
            yield name, True, [{"q": query} for query in queries]
            yield f"{name}, a section", True, [{"q": query, **section} for query in queries]
        yield "three frequent words", True, [{"q": "thành phố người"}, {"q": "của đại hội"}]
        yield "rare marks of frequent words", True, [{"q": "cứa vá"}, {"q": "đại hồi đạng"}]
        yield "without a frequent word", True, [{"q": "hanoi -của"}, {"q": "nghị định -các"}]
        topic, author = {"chu_de": "Chủ đề số 7"}, {"tac_gia": "Tác giả số 7"}
        yield "a common syllable, a topic", True, [{"q": "cua", **topic}]
        yield "a common syllable, an author", True, [{"q": "cua", **author}]
        yield "a common syllable, old", True, [{"q": "của", "tu": "1/1/2019", "den": "3/1/2019"}]
        yield "a section, no word", True, [section]
        best = {"xep": "sat"}
        yield "best match, a common syllable", False, [{"q": "của", **best}]
        yield "best match, three frequent words", False, [{"q": "thành phố người", **best}]
        yield "best match, a phrase", False, [{"q": '"đại hội đảng"', **best}]
        yield "nothing found", False, [{"q": "của khôngcótừnày các"}]

    def pages_of_comments(self):
        for name in ("a rare word", "the commonest syllables", "a phrase in fixed company"):
            yield f"comments, {name}", True, [{"q": query} for query in QUERIES[name]]
        yield "comments, three frequent words", True, [{"q": "thành phố người"}]
        yield "comments, old", True, [{"q": "của", "tu": "1/1/2019", "den": "3/1/2019"}]

    def times(self, path, parameters):
        """``(queries, ms, found)`` of asking for these in turn."""
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        client, seconds = Client(), []
        for each in parameters:
            with CaptureQueriesContext(connection) as queries:
                response = client.get(path, each)
            asked = len(queries)
        for number in range(ROUNDS):
            before = time.perf_counter()
            response = client.get(path, parameters[number % len(parameters)])
            seconds.append(time.perf_counter() - before)
            assert response.status_code == 200
        found = response.context.get("listing")
        return asked, sorted(1000 * each for each in seconds), found.total


def report(archive):
    # As in `cms.wsgi`: what the archive left in this process is not looked through for each page.
    gc.collect()
    gc.freeze()
    columns = {"found": 0, "queries": 0, "median ms": 1, "p95 ms": 1}
    table = Table("Search of readers", columns, "p95 ms")
    asked = [("/tim-kiem/", *each) for each in archive.pages()]
    asked += [("/tim-kiem/y-kien/", *each) for each in archive.pages_of_comments()]
    for path, name, is_limited, parameters in asked:
        queries, times, total = archive.times(path, parameters)
        p95 = times[int(len(times) * 0.95)]
        most = MOST_MS if is_limited else None
        table.row(name, total, queries, times[len(times) // 2], p95, most=most)
    table.keep()
    return int(table.failed)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else LARGE))
