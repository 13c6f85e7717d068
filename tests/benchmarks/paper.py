"""A paper for the benchmarks of what readers wait for: a database, a Redis, a few full pages."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

import django

from tests.nodes import SITE, Colleague, Redis

# The paper of the demo, with a section of its own that fills a page.
SETUP = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from cms.demo import newsroom
newsroom.load(lambda rows, label: rows, known_password=False, picture_size=(160, 90))
from articles.models import Article, Photo
from tests import factories
photo = Photo.objects.first()
topics = [factories.topic("Cầu đường"), factories.topic("Giao thông")]
section = factories.section("Cầu phà")
for _each in range(24):
    factories.story(
        section=section, topics=topics, lead_photo=photo, lead_credit="A", lead_alt="B"
    )
text = "<p>Hành khách đã có mặt từ sớm để đi chuyến phà cuối cùng qua sông.</p>" * 30
figure = (
    f'<figure data-photo="{photo.pk}" data-credit="A" data-alt="B">'
    "<figcaption>Phà</figcaption></figure>"
)
story = factories.story(
    section=section, headline="Cầu mới", body=text + figure + text, lead_photo=photo,
    lead_caption="Cầu", lead_credit="A", lead_alt="B", topics=topics,
    authors=[factories.author("Hải Đăng"), factories.author("Minh Châu")],
)
for _each in range(20):
    factories.comment(story, body="Chờ cầu đã lâu. " * 10)
from pathlib import Path
import os
Path(os.environ["STORY"]).write_text(story.get_absolute_url())
"""


@contextmanager
def paper():
    """``(environment, pages)``: for the processes that serve it, and the address of each page."""
    django.setup()
    from tests.databases import own_database

    redis = Redis()
    redis.start()
    with tempfile.TemporaryDirectory() as name, own_database(Path(name)) as (database, _connect):
        folder = Path(name)
        environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "tests.node_settings",
            "SECRET_KEY": "x" * 60,
            "SITE_URL": SITE,
            "CACHE_URL": redis.url,
            "MEDIA_ROOT": str(folder / "media"),
            "PAGES": name,
            "STORY": str(folder / "address"),
            **database,
        }
        colleague = Colleague(environment)
        try:
            colleague.do(SETUP)
            story = (folder / "address").read_text()
            yield environment, {"story": story, "front page": "/", "section": "/cau-pha/"}
        finally:
            colleague.stop()
            redis.stop()
