"""Which kept pages each change makes anew: those it is primary on at once, and no other."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import corrections, gate, quick_edit, topic_merge, workflow
from articles.models import Article, Page, Section
from articles.versions import revisions
from cms.models import SiteSettings
from cms.page_cache import SITE
from cms.page_cache.purges import purge
from comments.models import Comment, Status
from comments.moderation import decide
from tests import factories

from .layouts import arranged, entry
from .reading import was_read
from .test_timed_updates import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def editor(db):
    return factories.managing_editor()


class Paper:
    """Two sections that share nothing, and every kind of page about them."""

    def __init__(self):
        self.news, self.sport = factories.section("Thời sự"), factories.section("Thể thao")
        self.city = factories.section("Đô thị", parent=self.news)
        self.topic, self.other_topic = factories.topic("Cầu đường"), factories.topic("Bóng đá")
        self.author, self.other_author = factories.author("Trần Bình"), factories.author("Đỗ An")
        self.story = factories.story(
            section=self.city, topics=[self.topic], authors=[self.author], headline="Cầu mới"
        )
        self.match = factories.story(
            section=self.sport, topics=[self.other_topic], authors=[self.other_author],
            headline="Trận đấu",
        )  # fmt: skip
        self.about = Page.objects.create(title="Giới thiệu", slug="gioi-thieu")
        self.lists = {
            self.news: "/thoi-su/", self.city: "/do-thi/", self.sport: "/the-thao/",
            self.topic: "/chu-de/cau-duong/", self.other_topic: "/chu-de/bong-da/",
            self.author: "/tac-gia/tran-binh/", self.other_author: "/tac-gia/do-an/",
        }  # fmt: skip
        self.old = "/thoi-su/?truoc=20150101000000000000-1"
        # A story of another time, for its feeds and its pages in the archive.
        self.past = factories.story(
            section=self.sport, published_at="2019-11-26T12:13:00+07:00", headline="Trận cũ"
        )
        today = timezone.localtime()
        self.period = [
            f"/luu-tru/{today:%Y}/",
            f"/luu-tru/{today:%Y/%m}/",
            f"/luu-tru/{today:%Y/%m/%d}/",
        ]
        self.month_map = f"/sitemap/{today:%Y-%m}.xml"
        self.of_months = {"/luu-tru/", "/sitemap.xml"}
        self.maps = {
            *self.of_months, self.month_map, "/sitemap-news.xml", "/sitemap/chu-de.xml",
            "/sitemap/tac-gia.xml",
        }  # fmt: skip
        self.feeds = {
            "/rss.xml", "/rss/thoi-su.xml", "/rss/do-thi.xml", "/chu-de/cau-duong/rss.xml",
            "/tac-gia/tran-binh/rss.xml",
        }  # fmt: skip
        self.others = [
            "/rss/the-thao.xml", "/chu-de/bong-da/rss.xml", "/luu-tru/2019/", "/luu-tru/2019/11/",
            "/luu-tru/2019/11/26/", "/sitemap/2019-11.xml", "/sitemap/trang.xml", "/rss/",
            "/site.webmanifest",
        ]  # fmt: skip
        self.pages = [
            *self.period, *self.maps, *self.feeds, *self.others,
            "/", *self.lists.values(), self.old, "/tim-kiem/", "/tim-kiem/?q=cau",
            "/tim-kiem/?q=tran", "/dinh-chinh/", "/trang/gioi-thieu.html", "/robots.txt",
            self.story.get_absolute_url(), self.match.get_absolute_url(), "/khong-co/",
            self.story.get_print_url(), self.match.get_print_url(),
        ]  # fmt: skip

    # Every page of a story in "news", and none about sport.
    def about_story(self):
        _year, month, day = self.period
        return {
            *self.feeds, month, day, self.month_map, "/sitemap-news.xml",
            "/", "/thoi-su/", "/do-thi/", "/chu-de/cau-duong/", "/tac-gia/tran-binh/",
            "/tim-kiem/?q=cau", "/tim-kiem/?q=tran", self.story.get_absolute_url(),
            self.story.get_print_url(),
        }  # fmt: skip


@pytest.fixture
def paper(kept_pages):
    return Paper()


def rewrite(story, editor, **fields):
    story = Article.objects.get(pk=story.pk)
    data = {**revisions.working(story), **fields}
    revisions.save(story, data, editor, base_id=story.latest_revision_id)
    return workflow.publish(story, editor, passed=gate.EVERY)


def test_a_new_story_is_at_once_on_every_list_it_belongs_to(kept_pages, paper, editor):
    draft = factories.draft(section=paper.city, topics=[paper.topic], authors=[paper.author])
    made = kept_pages.made_anew_by(
        lambda: workflow.publish(draft, editor, passed=gate.EVERY), *paper.pages
    )
    own = {paper.story.get_absolute_url(), paper.story.get_print_url()}
    assert made == paper.about_story() - own | {
        "/khong-co/", "/dinh-chinh/", *paper.period, *paper.maps,
    }  # fmt: skip
    _year, month, day = paper.period
    for path in {*paper.feeds, month, day, "/sitemap-news.xml"}:
        assert draft.headline in kept_pages.get(path).text
    assert draft.get_absolute_url() in kept_pages.get(paper.month_map).text
    for path in ("/", "/thoi-su/", "/do-thi/", "/chu-de/cau-duong/", "/tac-gia/tran-binh/"):
        assert draft.headline in kept_pages.get(path).text


def test_the_address_of_a_new_story_is_known_at_once(kept_pages, paper, editor):
    draft = factories.draft(section=paper.news)
    path = draft.get_absolute_url()
    assert kept_pages.get(path).status_code == 404
    with kept_pages.deed():
        workflow.publish(draft, editor, passed=gate.EVERY)
    assert kept_pages.get(path).status_code == 200


def test_a_story_of_yesterday_stands_on_older_pages_too(kept_pages, paper, editor):
    draft = factories.draft(
        section=paper.news, published_at=(timezone.now() - timedelta(days=1)).isoformat()
    )
    deed = lambda: workflow.publish(draft, editor, passed=gate.EVERY)  # noqa: E731
    assert paper.old in kept_pages.made_anew_by(deed, *paper.pages)


def test_an_edit_makes_the_pages_anew_that_show_the_story(kept_pages, paper, editor):
    made = kept_pages.made_anew_by(
        lambda: rewrite(paper.story, editor, headline="Cầu đã thông"), *paper.pages
    )
    assert made == paper.about_story()
    marked = {"/tim-kiem/?q=tran", "/tim-kiem/?q=cau"}  # what was looked for is marked there
    for path in made - marked - {paper.month_map}:
        assert "Cầu đã thông" in kept_pages.get(path).text
        assert "Cầu mới" not in kept_pages.get(path).text


def test_a_quick_edit_is_read_by_the_next_reader(kept_pages, paper, editor):
    def fix():
        story = Article.objects.get(pk=paper.story.pk)
        seen = quick_edit.seen(story)
        fixed = {"headline": "Cầu mới xây"}
        quick_edit.fix(story, editor, fixed, seen_versions=seen, minor=False)

    assert kept_pages.made_anew_by(fix, *paper.pages) == paper.about_story()
    assert "Cầu mới xây" in kept_pages.get("/").text


def test_what_is_only_saved_makes_no_page_anew(kept_pages, paper, editor):
    def save():
        data = {**revisions.working(paper.story), "headline": "Bản sau"}
        revisions.save(paper.story, data, editor, base_id=paper.story.latest_revision_id)
        factories.draft(section=paper.news)

    assert not kept_pages.made_anew_by(save, *paper.pages)


def test_a_story_that_moves_leaves_one_list_and_comes_into_another(kept_pages, paper, editor):
    made = kept_pages.made_anew_by(
        lambda: rewrite(
            paper.story, editor, section=paper.sport.pk, topics=[], further_sections=[]
        ),
        *paper.pages,
    )
    assert made == paper.about_story() | {
        "/the-thao/", "/rss/the-thao.xml", "/sitemap/chu-de.xml", paper.old, "/khong-co/",
    }  # fmt: skip
    assert "Cầu mới" in kept_pages.get("/the-thao/").text
    assert "Cầu mới" not in kept_pages.get("/do-thi/").text
    assert "Cầu mới" not in kept_pages.get("/chu-de/cau-duong/").text


def test_a_correction_stands_on_the_story_and_in_the_list(kept_pages, paper, editor):
    text = "Cầu dài 500 mét, không phải 600."
    corrected = kept_pages.made_anew_by(
        lambda: corrections.add(paper.story, editor, kind="erratum", text=text), *paper.pages
    )
    shows = paper.about_story() - {"/tim-kiem/?q=tran", paper.month_map, "/sitemap-news.xml"}
    assert corrected == shows | {"/dinh-chinh/"}
    for path in {paper.story.get_absolute_url(), "/dinh-chinh/", *paper.feeds}:
        assert text in kept_pages.get(path).text


def test_a_withdrawal_empties_everything_without_any_table(kept_pages, paper, editor, monkeypatch):
    monkeypatch.setattr("articles.page_tags.story", lambda pk: "a wrong tag")
    made = kept_pages.made_anew_by(
        lambda: workflow.withdraw(paper.story, editor, reason="sai"), *paper.pages
    )
    assert made == set(paper.pages)
    for path in paper.pages:
        assert "Cầu mới" not in kept_pages.get(path).text


def test_what_is_put_back_is_there_again_with_its_corrections(kept_pages, paper, editor):
    corrections.add(paper.story, editor, kind="erratum", text="Một lỗi nhỏ")
    workflow.withdraw(paper.story, editor, reason="sai")
    made = kept_pages.made_anew_by(
        lambda: workflow.put_back(Article.objects.get(pk=paper.story.pk), editor), *paper.pages
    )
    assert made == paper.about_story() | {
        "/dinh-chinh/", "/khong-co/", *paper.period, *paper.maps,
    }  # fmt: skip
    for path in ("/", "/do-thi/", "/dinh-chinh/", paper.story.get_absolute_url()):
        assert "Cầu mới" in kept_pages.get(path).text


def test_an_approved_comment_stands_under_its_story_and_one_taken_back_does_not(kept_pages, paper):
    moderator = factories.moderator()
    comment = factories.comment(paper.story, Status.PENDING)

    def decided(verb, reason=""):
        version = Comment.objects.get(pk=comment.pk).version
        return kept_pages.made_anew_by(
            lambda: decide([(comment.pk, version)], verb, moderator, reason), *paper.pages
        )

    path = paper.story.get_absolute_url()
    assert decided("approve") == {path}
    assert comment.body in kept_pages.get(path).text
    assert decided("reject", "off_topic") == {path}
    assert comment.body not in kept_pages.get(path).text
    assert decided("spam") == set()


def test_a_new_comment_that_waits_changes_no_page(kept_pages, paper):
    deed = lambda: factories.comment(paper.story, Status.PENDING)  # noqa: E731
    assert not kept_pages.made_anew_by(deed, *paper.pages)


def test_what_is_placed_by_hand_stands_there_at_once(kept_pages, paper):
    front = kept_pages.made_anew_by(lambda: arranged(top=[paper.match]), *paper.pages)
    assert front == {"/"}
    pins = kept_pages.made_anew_by(
        lambda: arranged(paper.news, top=[entry(paper.story, headline="Đáng đọc")]), *paper.pages
    )
    assert pins == {"/thoi-su/"}
    assert "Đáng đọc" in kept_pages.get("/thoi-su/").text


@pytest.mark.parametrize("change", ["settings", "section", "footer"])
def test_what_stands_around_every_page_changes_on_every_page(kept_pages, paper, change):
    def deed():
        if change == "settings":
            SiteSettings(pk=1, name="Báo Tên Mới").save()
        elif change == "section":
            Section.objects.create(name="Báo Tên Mới")
        else:
            paper.about.title = "Báo Tên Mới"
            paper.about.save()

    assert kept_pages.made_anew_by(deed, *paper.pages) == set(paper.pages)
    alone = {s.get_print_url() for s in (paper.story, paper.match)}
    shows = {path for path in paper.pages if path.endswith(("/", ".html"))} - alone
    for path in shows | (paper.feeds if change == "settings" else set()):
        assert "Báo Tên Mới" in kept_pages.get(path).text


def test_no_page_is_kept_of_settings_that_another_process_has_changed_since(kept_pages, paper):
    kept_pages.get("/")
    SiteSettings.load()  # as this process knows them for a second
    with kept_pages.deed():
        SiteSettings.objects.bulk_create([SiteSettings(pk=1, name="Báo Tên Mới")])
        purge(SITE)
    assert "Báo Tên Mới" in kept_pages.get("/").text


def test_the_text_of_a_static_page_is_on_that_page_only(kept_pages, paper):
    def write():
        about = Page.objects.get()
        about.body = "<p>Tòa soạn ở Huế.</p>"
        about.save()

    assert kept_pages.made_anew_by(write, *paper.pages) == {
        "/trang/gioi-thieu.html", "/sitemap/trang.xml",
    }  # fmt: skip


def test_the_new_name_of_a_topic_or_an_author_is_wherever_the_name_is(kept_pages, paper):
    def rename_topic():
        paper.topic.name = "Cầu và đường"
        paper.topic.save()

    path = paper.story.get_absolute_url()
    made = kept_pages.made_anew_by(rename_topic, *paper.pages)
    assert made == {
        path, "/chu-de/cau-duong/", "/sitemap/chu-de.xml", "/khong-co/", *paper.feeds,
    }  # fmt: skip

    def rename_author():
        paper.author.pen_name = "Trần Văn Bình"
        paper.author.save()

    made = kept_pages.made_anew_by(rename_author, *paper.pages)
    printed = paper.story.get_print_url()
    assert made == {
        path, printed, "/tac-gia/tran-binh/", "/sitemap/tac-gia.xml", "/khong-co/", *paper.feeds,
    }  # fmt: skip
    assert "Trần Văn Bình" in kept_pages.get("/rss.xml").text
    assert "Trần Văn Bình" in kept_pages.get(path).text


def test_merged_topics_are_one_at_once(kept_pages, paper, editor):
    made = kept_pages.made_anew_by(
        lambda: topic_merge.merge(paper.other_topic, paper.topic, editor), *paper.pages
    )
    assert made == {
        "/chu-de/cau-duong/", "/chu-de/bong-da/", "/khong-co/", paper.match.get_absolute_url(),
        "/chu-de/cau-duong/rss.xml", "/chu-de/bong-da/rss.xml", "/rss.xml", "/rss/the-thao.xml",
        "/sitemap/chu-de.xml",
    }  # fmt: skip
    assert "Trận đấu" in kept_pages.get("/chu-de/cau-duong/").text
    assert kept_pages.get("/chu-de/bong-da/").status_code == 301


# --- Times --------------------------------------------------------------------------------


def ask_at(clock, moment, path):
    clock.at(moment)
    return Client().get(path).text


def test_a_scheduled_story_appears_at_its_second_on_pages_that_are_kept(
    kept_pages, paper, editor, clock
):
    noon = clock.now + timedelta(seconds=30)
    draft = factories.draft(
        section=paper.city, published_at=noon.isoformat(), headline="Đúng ngọ", topics=[paper.topic]
    )
    assert not kept_pages.made_anew_by(
        lambda: workflow.publish(draft, editor, passed=gate.EVERY), *paper.pages
    )
    _year, month, day = paper.period
    lists = {"/", "/thoi-su/", "/do-thi/", "/chu-de/cau-duong/"}
    for path in {*lists, *paper.feeds - {"/tac-gia/tran-binh/rss.xml"}, month, day}:
        assert "Đúng ngọ" not in ask_at(clock, noon - timedelta(microseconds=1), path)
        assert "Đúng ngọ" in ask_at(clock, noon, path)
        clock.at(noon - timedelta(seconds=1))


def test_the_mark_of_breaking_news_and_a_pin_end_at_their_second(kept_pages, paper, editor, clock):
    soon = clock.now + timedelta(seconds=40)
    with kept_pages.deed():
        rewrite(paper.story, editor, breaking_until=soon.isoformat())
        pin = entry(paper.match, headline="Ghim tạm", until=soon.isoformat())
        arranged(top=[pin])
    before = ask_at(clock, soon - timedelta(seconds=1), "/")
    assert "Ghim tạm" in before
    assert 'class="breaking"' in before
    after = ask_at(clock, soon, "/")
    assert "Ghim tạm" not in after
    assert 'class="breaking"' not in after


def test_an_expired_story_is_gone_at_its_second(kept_pages, paper, editor, clock):
    soon = clock.now + timedelta(seconds=40)
    with kept_pages.deed():
        rewrite(paper.story, editor, expires_at=soon.isoformat())
    path = paper.story.get_absolute_url()
    for page in ("/", path):
        assert "Cầu mới" in ask_at(clock, soon - timedelta(seconds=1), page)
    assert Client().get(path).status_code == 200
    for page in ("/", path):
        assert "Cầu mới" not in ask_at(clock, soon, page)
    assert Client().get(path).status_code == 404


def test_a_timed_update_reaches_kept_pages_at_its_second(kept_pages, paper, editor, clock):
    soon = clock.now + timedelta(seconds=30)
    with kept_pages.deed():
        data = {**revisions.working(paper.story), "headline": "Bản hẹn giờ"}
        revisions.save(paper.story, data, editor, base_id=paper.story.latest_revision_id)
        workflow.publish(paper.story, editor, at=soon, passed=gate.EVERY)
    for path in ("/", "/do-thi/", paper.story.get_absolute_url()):
        assert "Bản hẹn giờ" not in ask_at(clock, soon - timedelta(seconds=1), path)
    for path in ("/", "/do-thi/", paper.story.get_absolute_url()):
        with kept_pages.deed():
            assert "Bản hẹn giờ" in ask_at(clock, soon, path)


def test_a_scheduled_story_that_is_pinned_elsewhere_appears_there_at_its_second(
    kept_pages, paper, editor, clock
):
    noon = clock.now + timedelta(seconds=30)
    draft = factories.draft(section=paper.sport, published_at=noon.isoformat(), headline="Đúng ngọ")
    with kept_pages.deed():
        workflow.publish(draft, editor, passed=gate.EVERY)
        arranged(paper.news, top=[entry(draft)])
    assert "Đúng ngọ" not in ask_at(clock, noon - timedelta(microseconds=1), "/thoi-su/")
    assert "Đúng ngọ" in ask_at(clock, noon, "/thoi-su/")


def test_what_is_no_news_any_more_leaves_the_news_sitemap_within_a_minute(kept_pages, paper, clock):
    over = paper.story.published_at + timedelta(hours=48)
    assert "Cầu mới" in ask_at(clock, over - timedelta(seconds=1), "/sitemap-news.xml")
    assert "Cầu mới" not in ask_at(clock, over + timedelta(seconds=60), "/sitemap-news.xml")


def test_a_process_that_found_nothing_due_looks_again_at_the_moment(
    kept_pages, paper, editor, clock, client
):
    soon = clock.now + timedelta(seconds=30)
    with kept_pages.deed():
        data = {**revisions.working(paper.story), "headline": "Bản hẹn giờ"}
        revisions.save(paper.story, data, editor, base_id=paper.story.latest_revision_id)
        workflow.publish(paper.story, editor, at=soon, passed=gate.EVERY)
    path = f"{paper.story.get_absolute_url()}?khong=giu"
    assert "Bản hẹn giờ" not in client.get(path).text
    clock.at(soon)
    assert "Bản hẹn giờ" in client.get(path).text


# --- What is shown is said ----------------------------------------------------------------


def test_every_page_is_tagged_with_every_story_it_shows(kept_pages, paper):
    for story in (paper.story, paper.match, *(factories.story() for _more in range(3))):
        was_read(story, 10)
    lists = 0
    for path in paper.pages:
        answer = kept_pages.get(path)
        if answer.status_code != 200:
            continue
        if path.startswith("/sitemap"):
            continue  # of thousands of stories: known by their month
        own, *most_read = re.split(r'<section class="most-read"', answer.text)
        tags, lists = set(answer["Cache-Tag"].split(",")), lists + len(most_read)
        block, after = "".join(most_read).partition("</section>")[::2]
        for part, kind in ((own + after, "story"), (block, "aside")):
            shown = re.findall(r'(?:href="|<link>http://\w+)/[-\w]+/[-\w]+-(\d+)\.html', part)
            assert {f"{kind}-{pk}" for pk in shown} <= tags, path
    # On the front page, four sections, and two stories.
    assert lists == 6
