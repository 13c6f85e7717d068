"""Every address of the admin as every role: what opens, and that nothing else does.

The objects belong to somebody else: another reporter's draft, a colleague's login. An address
that is not in the table fails the test: whoever adds one decides who may open it.
"""

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from articles import takedowns
from articles.models import Article, HouseWord, Page, Redirect
from cms import mail
from cms.models import SiteSettings
from cms.roles import Role
from comments.models import (
    Block,
    Comment,
    CommentSettings,
    Hold,
    PrivacyRequest,
    Status,
    WatchWord,
)
from tests import factories

from .doors import CATCH_ALL, fill, routes

WHO = ["nobody", "no role", *Role, "superuser"]

# In the order of WHO: anonymous, staff without a role, reporter, editor, managing editor,
# moderator, publisher, superuser.
OPENED = {
    "": "302 200 200 200 200 200 200 200",
    CATCH_ALL: "302 404 404 404 404 404 404 404",
    "<app_label>/": "302 404 404 404 200 200 200 200",
    "account/": "302 200 200 200 200 200 200 200",
    "account/code/": "302 302 302 302 302 302 302 302",
    "account/end/": "302 405 405 405 405 405 405 405",
    "account/recovery-codes/": "302 404 404 404 404 404 404 404",
    "account/second-factor/": "302 200 200 200 200 200 200 200",
    "account/second-factor/off/": "302 404 404 404 404 404 404 404",
    "account/second-factor/qr.svg": "302 200 200 200 200 200 200 200",
    "articles/article/": "302 403 200 200 200 403 200 200",
    "articles/article/<int:pk>/compare/": "302 403 403 200 200 403 200 200",
    "articles/article/<int:pk>/copy/": "302 403 403 200 200 403 200 200",
    "articles/article/<int:pk>/links/": "302 403 403 200 200 403 200 200",
    "articles/article/<int:pk>/look/": "302 403 403 200 200 403 200 200",
    "articles/article/<int:pk>/notes/": "302 403 403 200 200 403 200 200",
    "articles/article/<int:pk>/preview/": "302 403 403 200 200 403 200 200",
    "articles/article/<int:pk>/restore/<int:number>/": "302 403 403 200 200 403 200 200",
    "articles/article/<int:pk>/quick/": "302 403 403 403 302 403 302 302",
    "articles/article/<int:pk>/step/<slug:verb>/": "302 403 403 403 200 403 200 200",
    "articles/article/<int:pk>/as-read/": "302 403 403 200 200 403 200 200",
    "articles/article/<int:pk>/as-read/<int:step>/": "302 403 403 404 404 403 404 404",
    "articles/article/<int:pk>/corrections/": "302 403 403 403 404 403 404 404",
    "articles/article/<int:pk>/corrections/<int:number>/": "302 403 403 403 404 403 404 404",
    "articles/article/withdraw/": "302 403 403 403 200 403 200 200",
    "articles/article/<path:object_id>/": "302 302 302 302 302 302 302 302",
    "articles/article/<path:object_id>/change/": "302 403 302 200 200 403 200 200",
    "articles/article/<path:object_id>/delete/": "302 403 403 403 403 403 403 200",
    "articles/article/<path:object_id>/history/": "302 403 403 200 200 403 200 200",
    "articles/article/plan/": "302 403 200 200 200 403 200 200",
    "articles/article/links/": "302 403 200 200 200 403 200 200",
    "articles/article/photos/": "302 403 200 200 200 403 200 200",
    "articles/article/photos/<int:pk>/": "302 403 404 404 404 403 404 404",
    "articles/article/autosave/": "302 405 405 405 405 405 405 405",
    "articles/article/<int:pk>/here/": "302 405 405 405 405 405 405 405",
    "articles/article/unsaved/<int:pk>/": "302 404 404 404 404 404 404 404",
    "articles/article/publish/": "302 403 403 403 302 403 302 302",
    "articles/article/quick/": "302 403 403 403 200 403 200 200",
    "articles/article/add/": "302 403 200 200 200 403 200 200",
    "articles/article/word/": "302 403 200 200 200 403 200 200",
    "articles/author/": "302 403 200 200 200 403 200 200",
    "articles/author/<path:object_id>/": "302 302 302 302 302 302 302 302",
    "articles/author/<path:object_id>/change/": "302 403 200 200 200 403 200 200",
    "articles/author/<path:object_id>/delete/": "302 403 403 403 403 403 403 200",
    "articles/author/<path:object_id>/history/": "302 403 200 200 200 403 200 200",
    "articles/author/add/": "302 403 403 200 200 403 200 200",
    "articles/layout/": "302 403 403 403 302 403 302 302",
    "articles/layout/<slug:place>/": "302 403 403 403 200 403 200 200",
    "articles/layout/<slug:place>/apply/": "302 403 403 403 405 403 405 405",
    "articles/layout/<slug:place>/conflict/": "302 403 403 403 302 403 302 302",
    "articles/layout/<slug:place>/history/": "302 403 403 403 200 403 200 200",
    "articles/layout/<slug:place>/place/<int:pk>/": "302 403 403 403 200 403 200 200",
    "articles/layout/<slug:place>/preview/": "302 403 403 403 200 403 200 200",
    "articles/layout/<slug:place>/preview/page/": "302 403 403 403 200 403 200 200",
    "articles/layout/<slug:place>/slot/<int:pk>/": "302 403 403 403 302 403 302 302",
    "articles/houseword/": "302 403 403 403 200 403 200 200",
    "articles/houseword/<path:object_id>/": "302 302 302 302 302 302 302 302",
    "articles/houseword/<path:object_id>/change/": "302 403 403 403 200 403 200 200",
    "articles/houseword/<path:object_id>/delete/": "302 403 403 403 403 403 403 200",
    "articles/houseword/<path:object_id>/history/": "302 403 403 403 200 403 200 200",
    "articles/houseword/add/": "302 403 403 403 200 403 200 200",
    "articles/page/": "302 403 403 403 200 403 200 200",
    "articles/page/<path:object_id>/": "302 302 302 302 302 302 302 302",
    "articles/page/<path:object_id>/change/": "302 403 403 403 200 403 200 200",
    "articles/page/<path:object_id>/delete/": "302 403 403 403 403 403 403 200",
    "articles/page/<path:object_id>/history/": "302 403 403 403 200 403 200 200",
    "articles/page/add/": "302 403 403 403 200 403 200 200",
    "articles/photo/": "302 403 200 200 200 403 200 200",
    "articles/photo/<int:pk>/replace/": "302 403 200 200 200 403 200 200",
    "articles/photo/<int:pk>/updates/": "302 403 200 200 200 403 200 200",
    "articles/photo/<int:pk>/words/": "302 403 200 200 200 403 200 200",
    "articles/photo/<path:object_id>/": "302 302 302 302 302 302 302 302",
    "articles/photo/<path:object_id>/change/": "302 403 200 200 200 403 200 200",
    "articles/photo/<path:object_id>/delete/": "302 403 403 403 403 403 403 200",
    "articles/photo/<path:object_id>/history/": "302 403 200 200 200 403 200 200",
    "articles/photo/add/": "302 403 200 200 200 403 200 200",
    "articles/photo/arrivals/": "302 403 200 200 200 403 200 200",
    "articles/photo/captions/": "302 403 302 302 302 403 302 302",
    "articles/photo/upload/": "302 405 405 405 405 405 405 405",
    "articles/redirect/": "302 403 403 403 200 403 200 200",
    "articles/redirect/<path:object_id>/": "302 302 302 302 302 302 302 302",
    "articles/redirect/<path:object_id>/change/": "302 403 403 403 200 403 200 200",
    "articles/redirect/<path:object_id>/delete/": "302 403 403 403 200 403 200 200",
    "articles/redirect/<path:object_id>/history/": "302 403 403 403 200 403 200 200",
    "articles/redirect/add/": "302 403 403 403 200 403 200 200",
    "articles/section/": "302 403 200 200 200 403 200 200",
    "articles/section/<path:object_id>/": "302 302 302 302 302 302 302 302",
    "articles/section/<path:object_id>/change/": "302 403 200 200 200 403 200 200",
    "articles/section/<path:object_id>/delete/": "302 403 403 403 403 403 403 200",
    "articles/section/<path:object_id>/history/": "302 403 200 200 200 403 200 200",
    "articles/section/add/": "302 403 403 403 200 403 200 200",
    "articles/takedown/": "302 403 403 403 200 403 200 200",
    "articles/takedown/<path:object_id>/": "302 302 302 302 302 302 302 302",
    "articles/takedown/<path:object_id>/change/": "302 403 403 403 200 403 200 200",
    "articles/takedown/<path:object_id>/delete/": "302 403 403 403 403 403 403 200",
    "articles/takedown/<path:object_id>/history/": "302 403 403 403 200 403 200 200",
    "articles/takedown/add/": "302 403 403 403 200 403 200 200",
    "articles/takedown/csv/": "302 403 403 403 200 403 200 200",
    "articles/takedown/print/": "302 403 403 403 200 403 200 200",
    "articles/topic/": "302 403 200 200 200 403 200 200",
    "articles/topic/<int:pk>/merge/": "302 403 403 200 200 403 200 200",
    "articles/topic/<path:object_id>/": "302 302 302 302 302 302 302 302",
    "articles/topic/<path:object_id>/change/": "302 403 200 200 200 403 200 200",
    "articles/topic/<path:object_id>/delete/": "302 403 403 403 403 403 403 200",
    "articles/topic/<path:object_id>/history/": "302 403 200 200 200 403 200 200",
    "articles/topic/add/": "302 403 403 200 200 403 200 200",
    "auth/group/": "302 403 403 403 403 403 403 200",
    "auth/group/<path:object_id>/": "302 302 302 302 302 302 302 302",
    "auth/group/<path:object_id>/change/": "302 403 403 403 403 403 403 200",
    "auth/group/<path:object_id>/delete/": "302 403 403 403 403 403 403 200",
    "auth/group/<path:object_id>/history/": "302 403 403 403 403 403 403 200",
    "auth/group/add/": "302 403 403 403 403 403 403 200",
    "autocomplete/": "302 403 403 403 403 403 403 403",
    "cms/event/": "302 403 403 403 403 403 200 200",
    "cms/event/csv/": "302 403 403 403 403 403 200 200",
    "cms/delivery/": "302 403 403 403 403 403 200 200",
    "cms/delivery/<path:object_id>/": "302 302 302 302 302 302 302 302",
    "cms/delivery/<path:object_id>/change/": "302 403 403 403 403 403 200 200",
    "cms/delivery/<path:object_id>/delete/": "302 403 403 403 403 403 403 200",
    "cms/delivery/<path:object_id>/history/": "302 403 403 403 403 403 200 200",
    "cms/delivery/add/": "302 403 403 403 403 403 403 403",
    "cms/sitesettings/": "302 403 403 403 403 403 302 302",
    "cms/sitesettings/<path:object_id>/": "302 302 302 302 302 302 302 302",
    "cms/sitesettings/<path:object_id>/change/": "302 403 403 403 403 403 200 200",
    "cms/sitesettings/<path:object_id>/delete/": "302 403 403 403 403 403 403 200",
    "cms/sitesettings/<path:object_id>/history/": "302 403 403 403 403 403 200 200",
    "cms/sitesettings/add/": "302 403 403 403 403 403 403 403",
    "cms/user/": "302 403 403 403 403 403 200 200",
    "cms/user/<id>/password/": "302 403 403 403 403 403 200 200",
    "cms/user/<int:pk>/end-sessions/": "302 403 403 403 403 403 200 200",
    "cms/user/<int:pk>/hand-over/": "302 403 403 403 403 403 200 200",
    "cms/user/<int:pk>/second-factor/": "302 403 403 403 403 403 200 200",
    "cms/user/<path:object_id>/": "302 302 302 302 302 302 302 302",
    "cms/user/<path:object_id>/change/": "302 403 403 403 403 403 200 200",
    "cms/user/<path:object_id>/delete/": "302 403 403 403 403 403 403 200",
    "cms/user/<path:object_id>/history/": "302 403 403 403 403 403 200 200",
    "cms/user/add/": "302 403 403 403 403 403 200 200",
    "comments/block/": "302 403 403 403 403 200 200 200",
    "comments/block/<path:object_id>/": "302 302 302 302 302 302 302 302",
    "comments/block/<path:object_id>/change/": "302 403 403 403 403 200 200 200",
    "comments/block/<path:object_id>/delete/": "302 403 403 403 403 200 200 200",
    "comments/block/<path:object_id>/history/": "302 403 403 403 403 200 200 200",
    "comments/block/add/": "302 403 403 403 403 200 200 200",
    "comments/comment/": "302 403 403 403 200 200 200 200",
    "comments/comment/<int:pk>/contact/": "302 405 405 405 405 405 405 405",
    "comments/comment/<path:object_id>/": "302 302 302 302 302 302 302 302",
    "comments/comment/<path:object_id>/change/": "302 403 403 403 200 200 200 200",
    "comments/comment/<path:object_id>/delete/": "302 403 403 403 403 403 403 200",
    "comments/comment/<path:object_id>/history/": "302 403 403 403 200 200 200 200",
    "comments/comment/<int:pk>/take-down/": "302 403 403 403 200 403 200 200",
    "comments/comment/add/": "302 403 403 403 403 403 403 403",
    "comments/comment/decide/": "302 405 405 405 405 405 405 405",
    "comments/comment/<int:pk>/block/": "302 405 405 405 405 405 405 405",
    "comments/comment/many/": "302 403 403 403 200 200 200 200",
    "comments/comment/state/": "302 403 403 403 200 200 200 200",
    "comments/comment/statistics/": "302 403 403 403 200 200 200 200",
    "comments/comment/undo/": "302 405 405 405 405 405 405 405",
    "comments/commentsettings/": "302 403 403 403 403 403 302 302",
    "comments/commentsettings/<path:object_id>/": "302 302 302 302 302 302 302 302",
    "comments/commentsettings/<path:object_id>/change/": "302 403 403 403 403 403 200 200",
    "comments/commentsettings/<path:object_id>/delete/": "302 403 403 403 403 403 403 200",
    "comments/commentsettings/<path:object_id>/history/": "302 403 403 403 403 403 200 200",
    "comments/commentsettings/add/": "302 403 403 403 403 403 403 403",
    "comments/hold/": "302 403 403 403 403 403 200 200",
    "comments/hold/<path:object_id>/": "302 302 302 302 302 302 302 302",
    "comments/hold/<path:object_id>/change/": "302 403 403 403 403 403 200 200",
    "comments/hold/<path:object_id>/delete/": "302 403 403 403 403 403 403 200",
    "comments/hold/<path:object_id>/history/": "302 403 403 403 403 403 200 200",
    "comments/hold/add/": "302 403 403 403 403 403 200 200",
    "comments/moderatormail/": "302 403 403 403 200 200 200 200",
    "comments/privacyrequest/": "302 403 403 403 403 403 200 200",
    "comments/privacyrequest/<int:pk>/erase/": "302 405 405 405 405 405 405 405",
    "comments/privacyrequest/<int:pk>/export/": "302 405 405 405 405 405 405 405",
    "comments/privacyrequest/<path:object_id>/": "302 302 302 302 302 302 302 302",
    "comments/privacyrequest/<path:object_id>/change/": "302 403 403 403 403 403 200 200",
    "comments/privacyrequest/<path:object_id>/delete/": "302 403 403 403 403 403 403 200",
    "comments/privacyrequest/<path:object_id>/history/": "302 403 403 403 403 403 200 200",
    "comments/privacyrequest/add/": "302 403 403 403 403 403 200 200",
    "comments/watchword/": "302 403 403 403 200 200 200 200",
    "comments/watchword/<path:object_id>/": "302 302 302 302 302 302 302 302",
    "comments/watchword/<path:object_id>/change/": "302 403 403 403 200 200 200 200",
    "comments/watchword/<path:object_id>/delete/": "302 403 403 403 403 403 403 200",
    "comments/watchword/<path:object_id>/history/": "302 403 403 403 200 200 200 200",
    "comments/watchword/add/": "302 403 403 403 200 200 200 200",
    "hom-nay/": "302 403 200 200 200 200 200 200",
    "jsi18n/": "302 200 200 200 200 200 200 200",
    "login/": "200 302 302 302 302 302 302 302",
    "logout/": "302 405 405 405 405 405 405 405",
    "password_change/": "302 200 200 200 200 200 200 200",
    "password_change/done/": "302 200 200 200 200 200 200 200",
    "r/<int:content_type_id>/<path:object_id>/": "302 403 403 302 302 403 302 302",
    "thong-bao/": "302 200 200 200 200 200 200 200",
    "thong-bao/<int:pk>/": "302 404 404 404 404 404 404 404",
    "thong-bao/da-doc/": "302 405 405 405 405 405 405 405",
    "thong-bao/thiet-lap/": "302 200 200 200 200 200 200 200",
    "set-password/<uidb64>/<token>/": "200 200 200 200 200 200 200 200",
}

# The way in: a post to these stores nothing of the newsroom, and may answer with the login page.
WAY_IN = {
    "login/",
    "logout/",
    "account/code/",
    "account/second-factor/",
    "account/second-factor/qr.svg",
    "set-password/<uidb64>/<token>/",
}

# Where looking and sending differ: what only takes a POST.
ACCEPTED = {
    "comments/comment/<int:pk>/contact/": "403 403 403 403 403 302 302 302",
    "comments/privacyrequest/<int:pk>/erase/": "403 403 403 403 403 403 302 302",
    "comments/privacyrequest/<int:pk>/export/": "403 403 403 403 403 403 200 200",
    "comments/comment/decide/": "403 403 403 403 302 302 302 302",
    "comments/comment/<int:pk>/block/": "403 403 403 403 302 302 302 302",
    "comments/comment/undo/": "403 403 403 403 302 302 302 302",
    "articles/article/autosave/": "403 400 400 400 400 400 400 400",
    "articles/article/<int:pk>/here/": "403 403 403 200 200 403 200 200",
    "articles/article/unsaved/<int:pk>/": "403 404 404 404 404 404 404 404",
    "articles/layout/<slug:place>/apply/": "403 403 403 403 302 403 302 302",
    "articles/photo/upload/": "403 403 422 422 422 403 422 422",
    "thong-bao/da-doc/": "403 302 302 302 302 302 302 302",
}


@pytest.fixture
def world(db):
    """Somebody else's rows, by the folder of the admin that shows them."""
    SiteSettings().save()
    colleague = factories.reporter()
    photo = factories.photo()
    story = factories.story(by=colleague)
    delivery = mail.message("a@example.org", subject="Tin", text="", html="")
    delivery.save()
    return {
        "articles/article": factories.draft(by=colleague, lead_photo=photo),
        "articles/author": factories.author(user=colleague),
        "articles/layout": story,
        "comments/block": Block.objects.create(kind="domain", value="example.org"),
        "comments/hold": Hold.objects.create(email="hoa@example.org", reason="Vụ án"),
        "comments/privacyrequest": PrivacyRequest.objects.create(kind="see", email="a@example.org"),
        "comments/watchword": WatchWord.objects.create(text="casino"),
        "articles/houseword": HouseWord.objects.create(wrong="Đắc Lắc", right="Đắk Lắk"),
        "articles/page": Page.objects.create(title="Giới thiệu", slug="gioi-thieu"),
        "articles/photo": photo,
        "articles/redirect": Redirect.objects.lead("/cu/"),
        "articles/section": factories.section(),
        "articles/takedown": takedowns.enter(None, address="/x/", requester="Sở", reason="Sai"),
        "articles/topic": factories.topic(),
        "auth/group": Group.objects.get(name=Role.PUBLISHER),
        "cms/delivery": delivery,
        "cms/sitesettings": SiteSettings.load(),
        "comments/commentsettings": CommentSettings.objects.create(pk=1),
        "cms/user": colleague,
        "comments/comment": factories.comment(story, Status.PENDING),
    }


def address_of(world, route):
    row = world.get("/".join(route.split("/")[:2]), world["articles/article"])
    story = ContentType.objects.get_for_model(Article)
    return fill(
        route, object_id=row.pk, pk=row.pk, id=row.pk, verb="publish", step=1, app_label="comments",
        content_type_id=story.pk, number=world["articles/article"].latest_revision_id,
        place="front", uidb64="MQ", token="abc-def",
    )  # fmt: skip


def visitor(who):
    client = Client()
    if who == "superuser":
        client.force_login(factories.superuser())
    elif who != "nobody":
        client.force_login(factories.user(who if who in Role else None))
    return client


def expected(table, who):
    return {route: int(codes.split()[WHO.index(who)]) for route, codes in table.items()}


def test_every_address_of_the_admin_is_in_the_table():
    assert set(routes()) == set(OPENED)


@pytest.mark.parametrize("who", WHO)
def test_what_opens_for(world, who):
    client = visitor(who)
    found = {route: client.get(address_of(world, route)).status_code for route in routes()}
    assert found == expected(OPENED, who)


@pytest.mark.parametrize("who", WHO)
def test_what_does_not_open_takes_no_post_either_from(world, who):
    client = visitor(who)
    closed = [
        route
        for route, code in expected(OPENED, who).items()
        if (code == 403 or who == "nobody") and route not in WAY_IN
    ]
    before = Article.objects.count(), Comment.objects.count(), Comment.objects.waiting().count()
    for route in closed:
        response = client.post(address_of(world, route), {"post": "yes"})
        assert response.status_code in (403, 404, 405), route
    assert before == (
        Article.objects.count(),
        Comment.objects.count(),
        Comment.objects.waiting().count(),
    )


@pytest.mark.parametrize("who", WHO)
def test_what_only_takes_a_post_from(world, who):
    client = visitor(who)
    comment = world["comments/comment"]
    data = {"decide": f"approve:{comment.pk}:1"}
    found = {route: client.post(address_of(world, route), data).status_code for route in ACCEPTED}
    assert found == expected(ACCEPTED, who)


@pytest.mark.parametrize("who", [Role.REPORTER, Role.MODERATOR, "no role"])
def test_the_address_of_a_hidden_story_is_told_to_nobody_who_may_not_see_it(world, who):
    content_type = ContentType.objects.get_for_model(Article).pk
    story = world["articles/article"]
    for number in (content_type, f"+{content_type}", f"0{content_type}"):
        response = visitor(who).get(f"/admin/r/{number}/{story.pk}/")
        assert response.status_code in (403, 404)
        assert story.slug not in response.headers.get("Location", "")


@pytest.mark.parametrize("route", ["cms/user", "comments/comment", "articles/article"])
@pytest.mark.parametrize("number", ["0", "abc", "9" * 30, "%00"])
def test_a_number_that_nothing_has_is_no_error(world, route, number):
    client = visitor("superuser")
    paths = ["change/", "history/"]
    paths += (
        ["password/", "end-sessions/", "hand-over/", "second-factor/"]
        if route == "cms/user"
        else []
    )
    if route == "articles/article":
        paths += ["compare/", "copy/", "links/", "look/", "notes/", "preview/", "restore/1/"]
    for path in paths:
        response = client.get(f"/admin/{route}/{number}/{path}")
        assert response.status_code in (302, 403, 404), path
