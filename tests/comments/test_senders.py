"""Who sends much, was refused before, or is blocked, is marked: stored and waiting all the same."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import screening, senders
from comments.models import Block, Comment, Status
from comments.screening import Draft
from tests import factories
from tests.page import Page

from .test_screening import LONG_AGO, found

pytestmark = pytest.mark.django_db
NETWORK = "203.0.113.0/24"
LIST = "/admin/comments/block/"


@pytest.fixture
def story():
    return factories.story()


def sent(story, email="hoa@example.org", network=NETWORK, status=Status.PENDING, **fields):
    row = factories.comment(story, status, email=email, **fields)
    row.contact.ip_network = network
    row.contact.save()
    return row


def noticed(story, email="hoa@example.org", network=NETWORK):
    return found(article_id=story.pk, email=email, network=network)


def test_the_fourth_comment_of_one_sender_within_minutes_is_noticed(story):
    for _number in range(2):
        sent(story, email="Hoa@Example.org")
    assert noticed(story) == set()
    sent(story)
    assert noticed(story) == {"flood_sender"}
    assert noticed(story, email="lan@example.org") == set()
    Comment.objects.update(submitted_at=timezone.now() - senders.WITHIN)
    assert noticed(story) == set()


@pytest.mark.parametrize(
    ("rule", "elsewhere"),
    [
        ("flood_network", {"network": "198.51.100.0/24"}),
        ("flood_story", {}),
        ("flood_site", {}),
    ],
)
def test_many_at_once_from_a_network_under_a_story_or_anywhere_weigh_little(
    story, monkeypatch, rule, elsewhere
):
    kind = rule.removeprefix("flood_")
    monkeypatch.setattr(senders, "MANY", {**senders.MANY, kind: 3})
    for number in range(2):
        sent(story, email=f"{number}@example.org")
    draft = Draft(
        story.pk, "Hòa", "Hay quá", "", timezone.now() - LONG_AGO, False, "a@b.vn", NETWORK
    )
    [finding] = screening.screen(draft)
    assert (finding.rule, finding.weight) == (rule, 1)
    other = factories.story()
    assert (rule in noticed(other, email="a@b.vn")) == (kind != "story")
    if elsewhere:
        assert rule not in noticed(story, email="a@b.vn", **elsewhere)


def test_floods_are_counted_and_never_fetched(story, django_assert_num_queries):
    for _number in range(3):
        sent(story)
    draft = Draft(story.pk, "Hòa", "Hay", "", timezone.now(), False, "hoa@example.org", NETWORK)
    with django_assert_num_queries(4):
        list(senders.floods(draft))


def test_a_sender_who_is_mostly_refused_is_noticed_and_one_who_is_not_is_not(story):
    long_ago = timezone.now() - timedelta(days=30)
    for status in (Status.SPAM, Status.REJECTED, Status.APPROVED):
        sent(story, email="xau@example.org", status=status, submitted_at=long_ago)
        sent(story, email="tot@example.org", status=Status.APPROVED, submitted_at=long_ago)
    assert noticed(story, email="XAU@example.org") == {"record"}
    assert noticed(story, email="tot@example.org") == set()


@pytest.mark.parametrize(
    ("kind", "value", "is_hit"),
    [
        ("email", "hoa@example.org", True), ("email", "lan@example.org", False),
        ("domain", "example.org", True), ("domain", "ample.org", False), ("domain", "org", False),
        ("network", NETWORK, True), ("network", "198.51.100.0/24", False),
    ],
)  # fmt: skip
def test_a_blocked_sender_is_marked(story, kind, value, is_hit):
    Block.objects.create(kind=kind, value=value)
    assert ("blocked" in noticed(story, email="Hoa@Example.org")) is is_hit


def test_a_domain_stands_for_those_below_it(story):
    Block.objects.create(kind="domain", value="example.org")
    assert noticed(story, email="hoa@mail.example.org") == {"blocked"}


def test_a_block_ends_with_its_last_day(story):
    today = timezone.localdate()
    block = Block.objects.create(value="hoa@example.org", expires_on=today)
    assert noticed(story) == {"blocked"}
    Block.objects.filter(pk=block.pk).update(expires_on=today - timedelta(days=1))
    assert noticed(story) == set()


def test_who_has_no_address_and_no_network_is_in_no_flood_and_on_no_list(story):
    for _number in range(20):
        sent(story, network="")
    Block.objects.create(kind="network", value="")
    assert noticed(story, email="", network="") == set()


# --- The list -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("email", " Hoa@Example.ORG", "hoa@example.org"),
        ("domain", "@Example.org", "example.org"),
        ("network", "203.0.113.77", NETWORK),
        ("network", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
    ],
)
def test_a_block_is_kept_as_comments_name_their_senders(login, moderator, kind, typed, kept):
    login(moderator).post(f"{LIST}add/", {"kind": kind, "value": typed})
    assert Block.objects.get().value == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("email", "hoa"), ("domain", "hoa@example.org"), ("domain", "org x"), ("network", "a.b"),
        ("network", "0.0.0.0/0"), ("network", "10.0.0.0/8"), ("network", "999.1.1.1"),
    ],
)  # fmt: skip
def test_what_is_none_is_refused_beside_the_field(login, moderator, kind, typed):
    page = Page(login(moderator).post(f"{LIST}add/", {"kind": kind, "value": typed}))
    assert page.said_beside("value")
    assert "Chặn theo" in page.text
    assert not Block.objects.exists()
