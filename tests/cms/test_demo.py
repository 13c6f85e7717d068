"""The demo newsroom, drawn small: everything a visitor should find, and nothing twice."""

import re
import time

from django.test import Client

from articles.models import (
    Article,
    Author,
    HandoverNote,
    Layout,
    Page,
    Plan,
    Publication,
    Section,
    Stage,
    Topic,
)
from cms.demo import newsroom
from cms.models import Delivery, SiteSettings, User
from cms.roles import Role
from comments.models import Comment, Decision, Status
from tests import factories

SMALL = (160, 107)
COUNTED = (Article, Section, Topic, Author, Page, User, Comment, Decision, SiteSettings, Layout)


def quietly(rows, label):
    return rows


def counts():
    return {model.__name__: model.objects.count() for model in COUNTED}


def there_is_a_whole_newspaper():
    assert Section.objects.filter(parent=None).count() >= 10
    assert Article.objects.count() >= 60
    assert Article.objects.live().count() >= 40
    assert Article.objects.exclude(lead_photo=None).count() >= 40
    long = [story for story in Article.objects.live() if len(story.body) > 3_000]
    assert len(long) >= 12
    assert Page.objects.count() >= 4
    assert SiteSettings.load().licence


def there_are_stories_and_comments_in_every_state():
    assert set(Article.objects.values_list("publication", flat=True)) == set(Publication)
    assert set(Article.objects.values_list("stage", flat=True)) == set(Stage)
    shown = {Status.PENDING, Status.APPROVED, Status.REJECTED, Status.SPAM}
    assert set(Comment.objects.values_list("status", flat=True)) == shown
    published = Article.objects.filter(publication=Publication.PUBLISHED)
    hidden = published.exclude(pk__in=Article.objects.live().values("pk"))
    assert hidden.count() >= 3  # scheduled, expired, under embargo


def the_morning_finds_something_on_its_sheet():
    assert Plan.objects.open().count() >= 4
    assert Plan.objects.overdue().exists()
    assert HandoverNote.objects.current().text
    assert not Delivery.objects.exists()  # nobody reads at example.org


def photos_have_caption_credit_and_alternative_text():
    for story in Article.objects.live().exclude(lead_photo=None):
        assert story.lead_caption, story
        assert story.lead_credit, story
        assert story.lead_alt or story.lead_decorative, story


def there_is_one_login_for_each_role_and_nobody_can_use_it():
    roles = {name for user in User.objects.all() for name in user.groups.values_list("name")}
    assert roles == {(role.value,) for role in Role}
    for user in User.objects.all():
        assert not user.has_usable_password()
        for password in (newsroom.PASSWORD, "", user.username):
            assert not factories.logs_in(Client(), user.username, password)


def running_it_again_changes_nothing_and_is_quick():
    before, modified = counts(), Article.objects.latest("modified_at").modified_at
    started = time.monotonic()
    newsroom.load(quietly, known_password=True)
    assert time.monotonic() - started < 30
    assert counts() == before
    assert Article.objects.latest("modified_at").modified_at == modified
    # A login that was closed does not open by running it with DEBUG.
    assert not User.objects.get(username="bbt").has_usable_password()


def readers_can_look_at_it(client):
    for address in ("/", "/tim-kiem/?q=ha noi", Article.objects.live()[0].get_absolute_url()):
        assert client.get(address).status_code == 200, address


def the_front_page_was_arranged_by_hand(client):
    assert Layout.objects.of(None).count() == 2
    assert "An Thủy thôi chờ phà" in client.get("/").content.decode()
    pinned = Layout.objects.current(Section.objects.get(slug="kinh-te")).arrangement["top"][0]
    html = client.get("/kinh-te/").content.decode()
    first = re.search(r"-(\d+)\.html", html[html.index('class="river"') :])
    assert int(first[1]) == pinned["story"]


def test_the_demo_is_a_whole_newspaper_that_nobody_can_log_into_and_is_made_once(db, client):
    """One test, since drawing even small pictures takes seconds."""
    announced = []

    def progress(rows, label):
        announced.append((label, len(rows), Article.objects.count()))
        return rows

    newsroom.load(progress, known_password=False, picture_size=SMALL)
    # The bar began with all stories to come, and not after they were drawn and stored.
    drawn = Article.objects.exclude(stage=Stage.PLANNED).count()
    assert announced[0] == ("stories", drawn, 0)
    there_is_a_whole_newspaper()
    there_are_stories_and_comments_in_every_state()
    the_morning_finds_something_on_its_sheet()
    photos_have_caption_credit_and_alternative_text()
    there_is_one_login_for_each_role_and_nobody_can_use_it()
    readers_can_look_at_it(client)
    the_front_page_was_arranged_by_hand(client)
    running_it_again_changes_nothing_and_is_quick()


def test_with_a_known_password_the_logins_of_the_demo_open(db):
    newsroom._staff(known_password=True)
    assert User.objects.count() == len(newsroom.STAFF)
    for username, *_rest in newsroom.STAFF:
        assert factories.logs_in(Client(), username, newsroom.PASSWORD)
