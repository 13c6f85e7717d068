"""No admin address reaches a story that is out of a person's reach: not by GET, not by POST.

Out of reach is the story of another desk, for whoever is bound to sections, and any unpublished
story that is not one's own, for whoever may not edit those of others. An address that names one
thing must stand in the table, with what a post to it carries: an extra view that asks only for
the login, or only for the role, fails here.
"""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from articles import workflow
from articles.admin.article import ArticleAdmin
from articles.models import Article, Note, PhotoUse, PreviewLink, Revision, Transition
from articles.models.revision import Verb
from cms.roles import Role
from comments.models import Comment, Decision
from tests import factories
from tests.articles.desk import form_data

from .doors import CATCH_ALL, fill, routes

SECRET = "bimatcuabankhac"

# What a post to each address of one story carries, so that it would work for somebody with the
# right. "{base}" is the newest version.
OF_A_STORY = {
    "articles/article/<int:pk>/as-read/": {},
    "articles/article/<int:pk>/as-read/<int:step>/": {},
    "articles/article/<int:pk>/compare/": {},
    "articles/article/<int:pk>/copy/": {},
    "articles/article/<int:pk>/corrections/": {"kind": "erratum", "text": "Của kẻ lạ"},
    "articles/article/<int:pk>/corrections/<int:number>/": {"kind": "erratum", "text": "Kẻ lạ"},
    "articles/article/<int:pk>/here/": {"base_revision": "{base}"},
    "articles/article/<int:pk>/links/": {"days": "7"},
    "articles/article/<int:pk>/look/": {},
    "articles/article/<int:pk>/notes/": {"text": "Lời của kẻ lạ"},
    "articles/article/<int:pk>/preview/": {},
    "articles/article/<int:pk>/quick/": {"headline": "Kẻ lạ", "base": "{base}"},
    "articles/article/<int:pk>/restore/<int:number>/": {"base": "{base}"},
    "articles/article/<int:pk>/step/<slug:verb>/": {"reason": "Vì một lẽ", "seen": "{base}"},
    "articles/article/<path:object_id>/": {},
    "articles/article/<path:object_id>/change/": {
        "headline": "Kẻ lạ đã sửa", "body": "<p>Kẻ lạ</p>", "base_revision": "{base}",
        "comment_policy": "default", "_verb": "publish",
    },
    "articles/article/<path:object_id>/delete/": {"post": "yes"},
    "articles/article/<path:object_id>/history/": {},
    "r/<int:content_type_id>/<path:object_id>/": {},
}  # fmt: skip

# Addresses of one thing that all desks share: the role alone decides, as test_admin_doors.py
# tests. What they show of stories is looked through below, as on every page.
SHARED = {
    "articles/topic/<int:pk>/merge/",
    "articles/article/unsaved/<int:pk>/",  # one's own, as the next
    "thong-bao/<int:pk>/",
    *(
        f"articles/layout/<slug:place>/{page}"
        for page in (
            "", "apply/", "conflict/", "history/", "place/<int:pk>/", "preview/", "preview/page/",
            "slot/<int:pk>/",
        )
    ),
    "articles/article/photos/<int:pk>/",
    "articles/photo/<int:pk>/replace/",
    "articles/photo/<int:pk>/updates/",
    "articles/photo/<int:pk>/words/",
    "cms/user/<id>/password/",
    "cms/user/<int:pk>/end-sessions/",
    "cms/user/<int:pk>/hand-over/",
    "cms/user/<int:pk>/second-factor/",
    "comments/comment/<int:pk>/block/",
    "comments/comment/<int:pk>/contact/",
    "comments/comment/<int:pk>/take-down/",
    "comments/privacyrequest/<int:pk>/erase/",
    "comments/privacyrequest/<int:pk>/export/",
    *(
        f"{model}/<path:object_id>/{page}"
        for model in (
            "articles/author", "articles/page", "articles/photo", "articles/section",
            "articles/topic", "auth/group", "cms/delivery", "cms/sitesettings", "cms/user",
            "comments/block", "comments/comment", "comments/commentsettings", "comments/watchword",
            "articles/redirect", "articles/takedown", "articles/houseword",
            "comments/hold", "comments/privacyrequest",
        )
        for page in ("", "change/", "delete/", "history/")
    ),
}  # fmt: skip

NO_THING = {"<app_label>/", CATCH_ALL, "set-password/<uidb64>/<token>/"}
LOOKED_THROUGH_BY = ["editor of another desk", "managing editor of another desk", "other reporter"]
WHO = [
    "reporter of another desk",
    *LOOKED_THROUGH_BY,
    "moderator",
    "no role",
]


@pytest.fixture
def sport(db):
    return factories.section("Thể thao")


@pytest.fixture
def hidden(db):
    """Stories of the economy desk that readers do not have, in the states they wait in."""
    desk = factories.section("Kinh tế")
    reporter, chief = factories.reporter(), factories.superuser()
    photo = factories.photo(caption="Ảnh chung")
    topic = factories.topic("Giá vàng")

    def draft():
        number = next(factories._number)
        words = {"headline": f"Tít {SECRET} {number}", "standfirst": f"Sapo {SECRET}"}
        figure = {"lead_photo": photo, "lead_caption": f"Chú thích {SECRET}",
                  "lead_credit": "Ảnh: M", "lead_alt": "Alt"}  # fmt: skip
        return factories.draft(by=reporter, section=desk, topics=[topic], **words, **figure)

    stories = [draft() for _state in range(4)]
    workflow.submit(stories[1], reporter)
    workflow.submit(stories[2], reporter)
    workflow.approve(stories[2], chief)
    # Discarded, so that the step back is out of reach as well.
    workflow.discard(stories[3], chief)
    return [Article.objects.get(pk=story.pk) for story in stories]


def person(who, sport):
    return {
        "reporter of another desk": lambda: factories.user(Role.REPORTER, desks=[sport]),
        "editor of another desk": lambda: factories.user(Role.EDITOR, desks=[sport]),
        "managing editor of another desk": lambda: factories.user(
            Role.MANAGING_EDITOR, desks=[sport]
        ),
        "other reporter": factories.reporter,
        "moderator": factories.moderator,
        "no role": factories.user,
    }[who]()


def as_(who, sport):
    client = Client()
    client.force_login(person(who, sport))
    return client


def state():
    """All that a person could have changed in or around stories."""
    tables = (Article, Revision, Transition, PhotoUse, Comment, Decision, Note, PreviewLink)
    return {model: list(model.objects.order_by("pk").values()) for model in tables}


def addresses(route, story):
    """The route's addresses for a story, with every step where it takes one."""
    values = {
        "pk": story.pk,
        "object_id": story.pk,
        "number": story.latest_revision_id,
        "step": 1,
        "content_type_id": ContentType.objects.get_for_model(Article).pk,
    }
    verbs = list(Verb) if "<slug:verb>" in route else [""]
    return [fill(route, **values, verb=verb) for verb in verbs]


def test_every_address_of_one_thing_is_in_a_table():
    of_one_thing = {route for route in routes() if "<" in route}
    assert of_one_thing == set(OF_A_STORY) | SHARED | NO_THING


@pytest.mark.parametrize("who", WHO)
def test_a_story_out_of_reach_is_neither_shown_nor_changed(hidden, sport, who):
    client, before = as_(who, sport), state()

    def ask(send, address, *data):
        answer = send(address, *data)
        assert answer.status_code in (302, 403, 404, 405), address
        assert SECRET not in answer.text, address
        assert SECRET not in answer.headers.get("Location", ""), address

    for route, post in OF_A_STORY.items():
        for address in addresses(route, hidden[0]):
            ask(client.get, address)
        for story in hidden:
            data = {
                name: value.format(base=story.latest_revision_id) for name, value in post.items()
            }
            for address in addresses(route, story):
                ask(client.post, address, data)
    assert state() == before


@pytest.mark.parametrize("who", LOOKED_THROUGH_BY)
def test_no_page_of_the_admin_shows_a_story_out_of_reach(hidden, sport, who):
    """Lists, searches, choosers, pages of photos and topics: all that this person can open."""
    client, story = as_(who, sport), hidden[0]
    rows = {
        "articles/photo": story.lead_photo_id,
        "articles/section": story.section_id,
        "articles/topic": story.topics.get().pk,
        "articles/article/photos": story.lead_photo_id,
        "cms/user": story.reporter_id,
    }
    asked = {"q": SECRET, "term": SECRET, "app_label": "articles", "model_name": "article",
             "field_name": "related"}  # fmt: skip
    opened = 0
    for route in routes():
        folder = next((name for name in rows if route.startswith(f"{name}/")), None)
        pk = rows.get(folder, story.pk)
        values = dict.fromkeys(("pk", "object_id", "id", "content_type_id"), pk)
        address = fill(
            route,
            **values,
            verb="publish",
            app_label="articles",
            uidb64="a",
            token="b-c",
            number=story.latest_revision_id,
            step=1,
            place="front",
        )
        for query in [{}] if "<" in route else [{}, asked]:
            answer = client.get(address, query)
            opened += answer.status_code == 200
            shown = answer.text.replace(f'value="{SECRET}"', "").replace(f"q={SECRET}", "")
            assert SECRET not in shown, address
    assert opened > 10


@pytest.mark.parametrize("who", LOOKED_THROUGH_BY)
def test_no_bulk_action_reaches_a_story_out_of_reach(hidden, sport, who):
    client, before = as_(who, sport), state()
    seen = {f"seen-{story.pk}": story.latest_revision_id for story in hidden}
    chosen = {"_selected_action": [story.pk for story in hidden], "post": "yes"}
    for action in ArticleAdmin.actions:
        data = {"action": action.__name__, **seen, **chosen}
        answer = client.post("/admin/articles/article/", data, follow=True)
        assert SECRET not in answer.text
    assert state() == before


@pytest.mark.parametrize("who", LOOKED_THROUGH_BY)
def test_what_changes_in_a_shared_photo_reaches_no_such_story(hidden, sport, who):
    client, story = as_(who, sport), hidden[0]
    address = f"/admin/articles/photo/{story.lead_photo_id}/updates/"
    photo = story.lead_photo
    photo.caption = "Chú thích mới"
    photo.save()
    before = state()
    seen = client.get(address).context["seen"]
    use = f"{story.pk}:{story.latest_revision_id}"
    client.post(address, {"seen": seen, "take": ["caption"], "use": [use, str(story.pk)]})
    assert state() == before


@pytest.mark.parametrize("who", LOOKED_THROUGH_BY[:2])
def test_ones_own_story_is_not_related_to_one_out_of_reach(hidden, sport, who):
    client = as_(who, sport)
    own = factories.draft(section=sport)
    address = f"/admin/articles/article/{own.pk}/change/"
    data = form_data(own, related=[story.pk for story in hidden])
    answer = client.post(address, data, follow=True)
    assert SECRET not in answer.text
    assert SECRET not in client.get(f"/admin/articles/article/{own.pk}/preview/").text
