"""Likes: one of each browser, and what a browser has to do before it counts."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from comments import erasing, liking
from comments.models import Comment, Like, Status
from comments.verification import Passed, question, ticket
from tests import factories
from tests.page import Page

from .reader import solved

JSON = {"Accept": "application/json"}


@pytest.fixture
def comment(db):
    return factories.comment(factories.story())


class Browser:
    def __init__(self, **client):
        self.client = Client(**client)

    def presses(self, comment, **fields):
        """As the script of the page does it: computes, once it is asked to."""
        address = f"{comment.get_absolute_url()}thich/"
        told = self.client.post(address, fields, headers=JSON).json()
        if "challenge" in told:
            self.proven = {"ticket": told["ticket"], "proof": solved(told["challenge"])}
            told = self.client.post(address, {**fields, **self.proven}, headers=JSON).json()
        return told


def likes(comment):
    number = Comment.objects.get(pk=comment.pk).likes
    assert number == Like.objects.filter(comment=comment).count()
    return number


def test_a_browser_likes_once_and_can_take_it_back(comment):
    reader, other = Browser(), Browser()
    assert reader.presses(comment) == {"likes": 1, "on": True}
    assert reader.presses(comment) == {"likes": 1, "on": True}
    assert other.presses(comment) == {"likes": 2, "on": True}
    assert reader.presses(comment, off="1") == {"likes": 1, "on": False}
    assert reader.presses(comment, off="1") == {"likes": 1, "on": False}
    assert likes(comment) == 1


def test_a_browser_is_asked_once_and_then_known(comment):
    reader = Browser()
    reader.presses(comment)
    other = factories.comment(factories.story())
    address = f"{other.get_absolute_url()}thich/"
    assert reader.client.post(address, headers=JSON).json() == {"likes": 1, "on": True}


def test_without_a_proof_nothing_is_counted(comment):
    address = f"{comment.get_absolute_url()}thich/"
    for fields in ({}, {"ticket": "x", "proof": "x"}, {"proof": "x"}):
        told = Client().post(address, fields, headers=JSON).json()
        assert told["challenge"]
        assert "likes" not in told
    assert likes(comment) == 0


def test_one_proof_sent_again_and_again_is_one_like(comment):
    reader = Browser()
    reader.presses(comment)
    address = f"{comment.get_absolute_url()}thich/"
    for _ in range(3):
        assert Client().post(address, reader.proven, headers=JSON).json()["likes"] == 1
    assert likes(comment) == 1


def test_a_name_that_was_not_given_out_is_none(comment):
    reader = Browser()
    reader.presses(comment)
    cookie = reader.client.cookies["liker"]
    assert cookie["path"] == "/binh-luan/"
    assert cookie["httponly"]
    forged = Client()
    forged.cookies["liker"] = cookie.value[:-2]
    address = f"{comment.get_absolute_url()}thich/"
    assert "challenge" in forged.post(address, headers=JSON).json()
    assert likes(comment) == 1


def test_readers_behind_one_address_are_not_in_each_others_way(comment):
    for _ in range(4):
        Browser(REMOTE_ADDR="203.0.113.9").presses(comment)
    assert likes(comment) == 4


def test_without_javascript_a_question_is_answered_once(comment):
    client, address = Client(), f"{comment.get_absolute_url()}thich/"
    page = Page(client.get(address))
    assert comment.body in page.text
    fields = next(fields for names, fields in page._forms if "ticket" in fields)
    wrong = client.post(address, {**fields, "answer": "tám mươi"})
    assert wrong.status_code == 422
    assert likes(comment) == 0
    page = Page(wrong)
    fields = next(fields for names, fields in page._forms if "ticket" in fields)
    given = ticket.read(fields["ticket"], comment.article_id)
    numbers = (str(number) for number in range(20))
    right = next(n for n in numbers if isinstance(question.check(n, given), Passed))
    done = client.post(address, {**fields, "answer": right})
    assert (done.status_code, done.headers["Location"]) == (303, comment.get_absolute_url())
    assert likes(comment) == 1
    again = Page(client.get(address))
    assert "Bỏ thích" in again.text
    assert "answer" not in dict(again._forms[-1][1])
    client.post(address, {"off": "1"})
    assert likes(comment) == 0


@pytest.mark.parametrize(
    "header", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_another_site_cannot_press_it(comment, header):
    reader = Browser()
    reader.presses(comment)
    address = f"{comment.get_absolute_url()}thich/"
    answer = reader.client.post(address, {"off": "1"}, headers={**JSON, **header})
    assert answer.status_code == 200
    assert b"<h1>" in answer.content
    assert likes(comment) == 1


@pytest.mark.parametrize("status", [each for each in Status if each != Status.APPROVED])
def test_what_readers_do_not_see_cannot_be_liked(comment, status):
    hidden = factories.comment(comment.article, status)
    reader = Browser()
    reader.presses(comment)
    answer = reader.client.post(f"{hidden.get_absolute_url()}thich/", headers=JSON)
    assert answer.status_code == 404
    assert likes(hidden) == 0


def test_an_erased_comment_cannot_be_liked(comment):
    erasing.erase(comment)
    assert Client().get(f"{comment.get_absolute_url()}thich/").status_code == 404


def test_readers_see_how_many(client, comment):
    for number in range(3):
        liking.like(comment, f"browser-{number}")
    page = Page(client.get(comment.article.get_absolute_url()))
    assert "Thích 3" in page.text


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_many_at_the_same_moment_are_counted_right():
    comment = factories.comment(factories.story())

    def press(number):
        try:
            return liking.like(comment, f"browser-{number % 5}")
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(press, range(30)))
    assert likes(comment) == 5
