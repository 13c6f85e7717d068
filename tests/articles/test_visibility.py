"""Nothing hidden reaches a reader, through any door."""

from datetime import UTC, timedelta

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from articles import corrections, workflow
from articles.models import Article, Author, Layout, Page, PreviewLink, Topic, Withdrawal
from articles.versions import preview_links, revisions
from cms.models import FeedText, SiteSettings
from comments.models import Status
from tests import factories

from .reading import was_read

pytestmark = pytest.mark.django_db


# --- Every door ---------------------------------------------------------------------------

SECRET = "bimatkhongduoclo"


def secret(**fields):
    """A story that tells the secret wherever it can."""
    number = next(factories._number)
    author = factories.author(f"But {SECRET} {number}", bio=f"Tiểu sử {number}")
    topic = factories.topic(f"Chu de {SECRET} {number}")
    return {
        "kicker": SECRET,
        "headline": f"Tít {SECRET} {number}",
        "mark": SECRET,
        "standfirst": f"Sapo {SECRET}",
        "body": f"<p>Thân {SECRET}</p>",
        "lead_caption": f"Chú thích {SECRET}",
        "lead_credit": f"Ảnh {SECRET}",
        "lead_alt": f"Alt {SECRET}",
        "source": f"Theo {SECRET}",
        "seo_title": f"SEO {SECRET}",
        "seo_description": f"SEO {SECRET}",
        "authors": [author],
        "topics": [topic],
        **fields,
    }


@pytest.fixture
def newsroom():
    """A live story, and one hidden in each way; all know each other."""
    SiteSettings(feed_text=FeedText.FULL).save()
    section = factories.section("Thời sự")
    child = factories.section("Giao thông", parent=section)
    editor = factories.managing_editor()
    topic, author = factories.topic("Đường sắt"), factories.author("Mỹ Lệ")
    photo = factories.photo(factories.picture_file((64, 48)))

    def hidden(**fields):
        words = secret(section=child, further_sections=[section], lead_photo=photo, **fields)
        words["topics"].append(topic)
        words["authors"].append(author)
        return words

    soon = (timezone.now() + timedelta(hours=1)).isoformat()
    past = (timezone.now() - timedelta(days=2)).isoformat()
    draft = factories.draft(**hidden())
    submitted = factories.draft(by=editor, **hidden())
    workflow.submit(submitted, editor)
    discarded = factories.draft(**hidden())
    workflow.discard(discarded, editor)
    withdrawn = factories.story(**hidden())
    workflow.withdraw(withdrawn, editor, reason=SECRET)
    gone, led_on = factories.story(**hidden()), factories.story(**hidden())
    told = {"requester": SECRET, "document_number": SECRET}
    workflow.withdraw(gone, editor, kind=Withdrawal.FINAL, reason=SECRET, facts=told)
    for story in (withdrawn, gone):
        corrections.add(story, editor, kind="erratum", text=SECRET)
    unscheduled = factories.story(**hidden(published_at=soon))
    workflow.withdraw(unscheduled, editor, reason=SECRET)
    stories = {
        "draft": draft,
        "submitted": submitted,
        "discarded": discarded,
        "withdrawn": withdrawn,
        "gone": gone,
        "led on": led_on,
        "unscheduled": unscheduled,
        "scheduled": factories.story(**hidden(published_at=soon)),
        "embargoed": factories.story(**hidden(published_at=past, embargo_until=soon)),
        "expired": factories.story(
            **hidden(
                published_at=past, expires_at=(timezone.now() - timedelta(seconds=1)).isoformat()
            )
        ),
    }
    live = factories.story(
        headline="Tàu chạy lại",
        section=child,
        topics=[topic],
        authors=[author],
        related=list(stories.values()),
    )
    factories.comment(live)
    for story in stories.values():
        factories.comment(story, body=f"Chuyện {SECRET}")
    refused = factories.comment(live, Status.REJECTED, body=SECRET)
    factories.comment(live, parent=refused, body=SECRET)
    for status in (Status.PENDING, Status.SPAM):
        factories.comment(live, status, body=SECRET)
    # Everybody reads what is hidden, and still three that are not.
    shown = [live, *(factories.story(section=section) for _number in range(2))]
    for story in (*stories.values(), *shown):
        was_read(story, 10 if story in shown else 500)
    # Somebody arranged all of them by hand, with words of the slot's own.
    placed = [
        {"story": story.pk, "headline": f"Ô {SECRET}", "standfirst": SECRET, "by": SECRET}
        for story in stories.values()
    ]
    arrangement = {"top": placed[:5], f"section-{section.pk}": placed[4:]}
    for place, slots in ((None, arrangement), (section, arrangement), (child, {"top": placed[5:]})):
        Layout.objects.create(section=place, number=1, arrangement=slots, note=SECRET)
    corrections.add(live, editor, kind="erratum", text="Tàu chạy lúc sáu giờ, không phải bảy giờ")
    workflow.withdraw(led_on, editor, kind=Withdrawal.FINAL, to=live, reason=SECRET)
    # The next version of the live story stays in the newsroom.
    data = {**revisions.working(live), **factories.snapshot(**secret(section=child))}
    revisions.save(live, data, editor, base_id=live.latest_revision_id, note=SECRET)
    # Links for people outside, that work no more.
    links = [preview_links.make(row, editor, for_whom=SECRET, days=1) for row in stories.values()]
    for link in links[::2]:
        preview_links.revoke(link, editor)
    PreviewLink.objects.filter(revoked_at=None).update(
        expires_at=timezone.now() - timedelta(seconds=1)
    )
    return {
        "links": links,
        "live": Article.objects.get(pk=live.pk),
        "hidden": [Article.objects.get(pk=story.pk) for story in stories.values()],
        "answers": {gone.pk: 410, led_on.pk: 301},
        "sections": [section, child],
        "topics": [topic],
        "authors": [author],
        "page": Page.objects.create(title="Giới thiệu", body="<p>Tòa soạn</p>"),
    }


def public_patterns():
    """The names of all addresses outside the admin."""

    def walk(resolver, namespace=""):
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                if pattern.namespace != "admin":
                    yield from walk(pattern, f"{pattern.namespace}:" if pattern.namespace else "")
            elif isinstance(pattern, URLPattern):
                yield f"{namespace}{pattern.name}"

    return set(walk(get_resolver()))


def doors(room):
    """Every public address by the name of its pattern: a new door has to be added here."""
    live = room["live"]
    keys = [
        f"{live.published_at.astimezone(UTC):%Y%m%d%H%M%S%f}-{10**9}",
        f"{'9' * 4}1231" + "0" * 12 + "-1",
    ]
    lists = [
        *(section.get_absolute_url() for section in room["sections"]),
        *(topic.get_absolute_url() for topic in room["topics"]),
        *(author.get_absolute_url() for author in room["authors"]),
    ]
    paged = [f"{path}?truoc={key}" for path in lists for key in keys]
    form = reverse("comments:form", args=[live.pk])
    days = {
        f"{timezone.localtime(moment):%Y/%m/%d}"
        for moment in (live.published_at, timezone.now() - timedelta(days=2))
    }
    months = {day[:7] for day in days}
    periods = [f"/luu-tru/{part}/" for part in (*{day[:4] for day in days}, *months, *days)]
    periods += [f"{path}?truoc={key}" for path in periods for key in keys]
    feeds = [f"{path}rss.xml" for path in lists]
    return {
        "articles:front_page": ["/"],
        "articles:search": [
            f"/tim-kiem/?q={words}" for words in (SECRET, "Tít", "sapo", "theo", "t", "")
        ],
        "articles:topic": [path for path in lists + paged if "/chu-de/" in path],
        "articles:author": [path for path in lists + paged if "/tac-gia/" in path],
        "articles:section": [path for path in lists + paged if path.count("/") == 2],
        "articles:shared_preview": [link.get_absolute_url() for link in room["links"]],
        "articles:count_read": ["/luot-doc/"],
        "articles:corrections": ["/dinh-chinh/", *(f"/dinh-chinh/?truoc={key}" for key in keys)],
        "articles:page": [room["page"].get_absolute_url()],
        "articles:archive": ["/luu-tru/"],
        "articles:archive_year": [path for path in periods if path.count("/") == 3],
        "articles:archive_month": [path for path in periods if path.count("/") == 4],
        "articles:archive_day": [path for path in periods if path.count("/") == 5],
        "articles:feeds": ["/rss/"],
        "articles:feed": ["/rss.xml"],
        "articles:section_feed": [f"/rss/{row.slug}.xml" for row in room["sections"]],
        "articles:topic_feed": [path for path in feeds if "/chu-de/" in path],
        "articles:author_feed": [path for path in feeds if "/tac-gia/" in path],
        "articles:sitemap": ["/sitemap.xml"],
        "articles:sitemap_month": [
            f"/sitemap/{month.replace('/', '-')}.xml{key}"
            for month in months
            for key in ("", *(f"?truoc={key}" for key in keys))
        ],
        "articles:sitemap_pages": [f"/sitemap/{kind}.xml" for kind in _SITEMAPS],
        "articles:sitemap_news": ["/sitemap-news.xml"],
        "articles:article": [live.get_absolute_url(), f"/x/y-{live.pk}.html"],
        "articles:print": [live.get_print_url(), f"/x/y-{live.pk}/in/"],
        "comments:search": [f"/tim-kiem/y-kien/?q={words}" for words in (SECRET, "nay", "")],
        "comments:form": [form],
        "comments:error_challenge": [f"{form.replace('binh-luan', 'gop-y')}thu-thach/"],
        "comments:error": [form.replace("binh-luan", "gop-y")],
        "comments:thread": [f"{form}y-kien/", f"{form}y-kien/?xep=thich"],
        "comments:one": [f"/binh-luan/y-kien/{number}/" for number in range(1, 30)],
        "comments:like": [f"/binh-luan/y-kien/{number}/thich/" for number in range(1, 30)],
        "comments:challenge": [f"{form}thu-thach/"],
        "comments:confirm": ["/binh-luan/xac-nhan/x/"],
        "comments:sent": [f"{form}da-gui/x/"],
        "comments:mine": [f"{form}cua-toi/"],
        "comments:report": [f"{form}bao-cao/{number}/" for number in range(1, 30)],
        "comments:revise": [f"{form}sua/x/"],
        "comments:withdraw": [f"{form}rut/x/"],
        "comments:confirm_mail": ["/binh-luan/thu/x/"],
        "comments:stop_mail": ["/binh-luan/thu/x/ngung/"],
        "comments:privacy": ["/rieng-tu/"],
        "comments:ask_my_data": ["/rieng-tu/gui/"],
        "comments:my_data": ["/rieng-tu/x/"],
        "comments:my_data_file": ["/rieng-tu/x/du-lieu.json"],
        "health": ["/health/"],
        "robots": ["/robots.txt"],
        "favicon": ["/favicon.ico"],
        "icon": ["/icon-96-x.png"],
        "manifest": ["/site.webmanifest"],
        "media": ["/media/x.jpg"],
    }


_SITEMAPS = ("trang", "chu-de", "tac-gia")


def test_the_walk_knows_every_public_door(newsroom):
    assert set(doors(newsroom)) == public_patterns()


def traces(response):
    told = response.content.decode() + str(response.headers)
    return SECRET in told


def test_no_public_page_has_a_trace_of_a_hidden_story(client, newsroom):
    statuses = set()
    for name, paths in doors(newsroom).items():
        assert paths, name
        for path in paths:
            for method in (client.get, client.head, client.post):
                response = method(path)
                statuses.add(response.status_code)
                content = b"".join(response) if response.streaming else response.content
                told = content.decode(errors="replace")
                if name.endswith(":search"):  # which repeats what was asked for
                    for words in ("“%s”", '"%s"', "<title>%s –", "q=%s"):
                        told = told.replace(words % SECRET, "")
                assert SECRET not in told, (name, path)
                assert SECRET not in str(response.headers), (name, path)
    assert {200, 301, 404, 405} <= statuses
    # The walk sees what is live: it would also see what is not.
    for path in (
        *("/", "/thoi-su/", "/giao-thong/", "/chu-de/duong-sat/", "/tac-gia/my-le/"),
        *("/rss.xml", "/rss/thoi-su.xml", "/rss/giao-thong.xml", "/chu-de/duong-sat/rss.xml"),
        *("/tac-gia/my-le/rss.xml", "/sitemap-news.xml"),
        f"/luu-tru/{timezone.localdate():%Y/%m/%d}/",
        f"/luu-tru/{timezone.localdate():%Y/%m}/",
    ):
        assert "Tàu chạy lại" in client.get(path).content.decode()
    for path in ("/", "/thoi-su/", "/giao-thong/"):
        assert client.get(path).content.decode().count("most-read-lists") == 1


def test_the_search_says_the_same_for_a_hidden_word_as_for_a_word_nobody_wrote(client, newsroom):
    def page(path, word):
        return client.get(path, {"q": word}).content.decode().replace(word, "")

    for path in ("/tim-kiem/", "/tim-kiem/y-kien/"):
        assert page(path, SECRET) == page(path, "x" * len(SECRET))


def test_a_hidden_story_does_not_exist_at_any_address_of_its_own(client, newsroom):
    for story in newsroom["hidden"]:
        form = reverse("comments:form", args=[story.pk])
        own = [story.get_absolute_url(), f"/x/y-{story.pk}.html"]
        own += [story.get_print_url(), f"/x/y-{story.pk}/in/"]
        parts = ("", "thu-thach/", "da-gui/x/", "cua-toi/", "sua/x/")
        for path in (*own, *(form + part for part in parts)):
            # Only what was withdrawn for good says so, and of nothing but its own addresses.
            status = newsroom["answers"].get(story.pk, 404) if path in own else 404
            for method in (client.get, client.head):
                assert method(path).status_code == status, path
        assert client.post(form, {"name": "a", "body": "b"}).status_code == 404
        assert client.post(story.get_absolute_url()).status_code in (404, 405)


def test_a_hidden_story_answers_like_one_that_never_was(client, newsroom):
    for hidden in newsroom["hidden"]:
        if hidden.pk not in newsroom["answers"]:
            never_at = client.get("/x/y-999999.html")
            there = client.get(f"/x/y-{hidden.pk}.html")
            assert there.content == never_at.content
            del there["X-Accel-Expires"], never_at["X-Accel-Expires"]  # the second that it is
            assert there.headers.items() == never_at.headers.items()


def test_what_is_gone_for_good_says_so_and_nothing_of_what_it_was(client, newsroom):
    for pk, status in newsroom["answers"].items():
        story = Article.objects.get(pk=pk)
        answer = client.get(story.get_absolute_url())
        assert answer.status_code == status
        assert SECRET not in answer.content.decode() + str(answer.headers)
        assert story.slug not in answer.content.decode() + str(answer.headers)
        if status == 410:
            assert 'name="robots" content="noindex"' in answer.content.decode()
            assert answer.content == client.get(f"/x/y-{pk}.html").content
        else:
            assert answer["Location"] == newsroom["live"].get_absolute_url()
            assert answer["Cache-Control"] == "max-age=300"


def test_topics_and_authors_of_hidden_stories_show_none_of_them(client, newsroom):
    """Their own pages may exist, since a name is no story; but nobody links to them."""
    for row in (*Topic.objects.all(), *Author.objects.all()):
        html = client.get(row.get_absolute_url()).content.decode()
        for story in newsroom["hidden"]:
            assert story.headline not in html
            assert f"-{story.pk}.html" not in html


def test_the_admin_tells_a_stranger_nothing(client, newsroom):
    for story in newsroom["hidden"]:
        for name in (
            "change", "preview", "history", "delete", "look", "compare", "notes", "copy",
            "preview_links",
        ):  # fmt: skip
            path = reverse(f"admin:articles_article_{name}", args=[story.pk])
            response = client.get(path)
            assert response.status_code == 302
            assert response["Location"] == f"/admin/login/?next={path}"
            assert not traces(client.get(path, follow=True))
    search = reverse("admin:articles_article_changelist")
    assert client.get(search, {"q": SECRET}).status_code == 302
    complete = reverse("admin:autocomplete")
    query = {"app_label": "articles", "model_name": "article", "field_name": "related"}
    assert client.get(complete, {**query, "term": SECRET}).status_code == 302


def test_photos_of_a_hidden_story_cannot_be_guessed_or_listed(client, newsroom):
    photo = newsroom["hidden"][0].lead_photo.file
    for path in (
        f"/media/{photo.original.name}",
        f"/media/../originals/{photo.original.name}",
        f"/media/..%2foriginals/{photo.original.name}",
        f"/media/originals/{photo.original.name}",
        f"/media/{photo.token}/",
        "/media/",
    ):
        assert client.get(path).status_code in (400, 404), path


def test_a_reader_sees_the_published_version_while_the_next_is_written(client, newsroom):
    html = client.get(newsroom["live"].get_absolute_url()).content.decode()
    assert "Tàu chạy lại" in html
    assert SECRET not in html
