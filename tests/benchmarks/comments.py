"""What threads and the moderators' desk cost as comments grow: 1,000 beside 100,000.

    TEST_DATABASE=postgres DJANGO_SETTINGS_MODULE=tests.settings \\
        python -m tests.benchmarks.comments [n]

Half of all comments stand under one story, a fifth of them are replies; one in twelve waits. No
page is kept. The table is that of ``tests/benchmarks/desk.py``, and fails as that does. What looks
at all there is of a story, a sender or a time grows with it, up to a limit of its own.
"""

import sys
from datetime import timedelta

import django

from . import desk

WAITS, REFUSED, SPAM = 0.08, 0.09, 0.05
STORIES, STEP = 50, 1_000
# These read as much as there is. Milliseconds.
GROW = {
    "save: approve one": 1_000,
    "queue, a sender": 1_000,
    "statistics of a month": 1_000,
    "statistics of a year": 2_000,
}


def main(large):
    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        thread = Thread()
        thread.fill(desk.SMALL)
        small = thread.measure()
        thread.fill(large)
        after = thread.measure()
        late = [name for name, most in GROW.items() if after[name][1] > most]
        for name in GROW:
            queries, took, _size = after[name]
            print(f"{name}: {queries} queries, {small[name][1]:.0f} ms and {took:.0f} ms")
            del small[name], after[name]
        return desk.report("Comments", small, after, large) or int(bool(late))
    finally:
        teardown_databases(databases, verbosity=0)


class Thread(desk.House):
    """Stories with many comments, what readers read of them, and who decides on them."""

    def __init__(self):
        from django.utils import timezone

        from tests import factories

        super().__init__()
        self.now = timezone.now()
        self.stories = [factories.story(section=self.sections[n % 12]) for n in range(STORIES)]
        self.moderator = factories.moderator()
        self.filled = 0

    def fill(self, number):
        from django.db import connection

        from comments import counting

        for start in range(self.filled, number, STEP):
            self._comments(start, min(STEP, number - start))
        self.filled = number
        counting.recount(*(story.pk for story in self.stories))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _comments(self, start, number):
        from comments.models import Comment, Contact, Decision, Status, Verb

        verbs = {Status.APPROVED: Verb.APPROVE, Status.REJECTED: Verb.REJECT,
                 Status.SPAM: Verb.SPAM}  # fmt: skip
        shares = [1 - WAITS - REFUSED - SPAM, REFUSED, SPAM, WAITS]
        rows = []
        for n in range(start, start + number):
            (status,) = self.chance.choices([*verbs, Status.PENDING], shares)
            story = self.stories[0] if n % 2 else self.chance.choice(self.stories)
            rows.append(
                Comment(
                    article=story, name=f"Bạn đọc {n % 5000}", body=self.sentence(30),
                    status=status, nonce=f"n-{n}", likes=int(self.chance.expovariate(0.2)),
                    submitted_at=self.now - timedelta(minutes=5 * n + 1), version=2,
                    weight=self.chance.choice((0, 0, 0, 3)),
                )
            )  # fmt: skip
        rows = Comment.objects.bulk_create(rows)
        above = [row for row in rows[: number // 2] if row.status == Status.APPROVED]
        replies = self.chance.sample(rows[number // 2 :], number // 5)
        for row in replies:
            parent = self.chance.choice(above)
            row.parent, row.article_id = parent, parent.article_id
        Comment.objects.bulk_update(replies, ["parent", "article"])
        Contact.objects.bulk_create(
            Contact(comment=row, email=f"{row.name[8:]}@example.org", consent_version=1,
                    consented_at=self.now)
            for row in rows
        )  # fmt: skip
        Decision.objects.bulk_create(
            Decision(comment=row, verb=verbs[row.status], before=Status.PENDING, version=2,
                     after=row.status, actor=self.moderator, actor_name=str(self.moderator),
                     at=row.submitted_at + timedelta(minutes=self.chance.randint(1, 300)))
            for row in rows
            if row.status in verbs
        )  # fmt: skip

    def pages(self):
        from django.test import Client

        from articles.listing import write_key
        from comments.models import Comment
        from tests import factories

        reader, desk = Client(), Client()
        desk.force_login(self.moderator)
        story = self.stories[0]
        thread = f"/binh-luan/{story.pk}/y-kien/"
        rows = Comment.objects.public().filter(article=story, parent=None).order_by("submitted_at")
        middle = rows[rows.count() // 2]
        answered = Comment.objects.exclude(parent=None).first().parent
        key = write_key(middle.submitted_at, middle.pk)
        queue = "/admin/comments/comment/"
        addresses = {
            "story": (reader, story.get_absolute_url()),
            "thread, first page": (reader, thread),
            "thread, half way": (reader, f"{thread}?truoc={key}"),
            "thread, most liked": (reader, f"{thread}?xep=thich"),
            "thread, most liked, far": (reader, f"{thread}?xep=thich&truoc=1-{key}"),
            "one comment": (reader, answered.get_absolute_url()),
            "front page": (reader, "/"),
            "queue": (desk, queue),
            "queue, flagged": (desk, f"{queue}?status=flagged"),
            "queue, approved": (desk, f"{queue}?status=approved"),
            # Where a thousand comments fill a page already.
            "queue, a section": (desk, f"{queue}?section={self.sections[0].pk}"),
            "queue, a sender": (desk, f"{queue}?status=all&sender={middle.pk}"),
            "one comment at the desk": (desk, f"{queue}{middle.pk}/change/"),
            "statistics of a month": (desk, f"{queue}statistics/"),
            "statistics of a year": (desk, f"{queue}statistics/?period=12-months"),
        }
        for name, (client, address) in addresses.items():
            yield name, lambda client=client, address=address: client.get(address)

        def approve():
            row = factories.comment(story, "pending")
            data = {"decide": f"approve:{row.pk}:{row.version}"}
            return lambda: desk.post(f"{queue}decide/", data)

        yield "save: approve one", approve


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else desk.LARGE))
