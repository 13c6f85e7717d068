"""Comments that say nearly the same make a cluster, whatever they are dressed in."""

import time
import unicodedata
from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from comments import alike, own
from comments.forms import BODY_LIMIT
from comments.models import Comment, Likeness
from tests import factories

from . import reader

pytestmark = pytest.mark.django_db
LOAN = "Chị Hoa cho vay tiền nhanh trong ngày, lãi thấp, không cần thế chấp, gọi 0912345678 nhé"
ALIKE = {
    "the same": LOAN,
    "no marks": "Chi Hoa cho vay tien nhanh trong ngay, lai thap, khong can the chap, goi 09",
    "decomposed": unicodedata.normalize("NFD", LOAN),
    "capitals and signs": LOAN.upper().replace(" ", " !!! "),
    "another name": LOAN.replace("Chị Hoa", "Anh Tuấn Minh"),
    "another number": LOAN.replace("0912345678", "0387 654 321"),
    "a link more": f"{LOAN} https://vay-nhanh.example/abc?x=1",
    "letters set apart": LOAN.replace("vay tiền", "v a y t i ề n").replace("lãi", "l.ã.i"),
    "digits for letters": LOAN.replace("vay", "v4y").replace("không", "kh0ng"),
    "look-alikes": LOAN.replace("a", "а").replace("o", "ο"),
    "full width": "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in LOAN),
    "emoji between": LOAN.replace(" ", " 🔥 ").replace("tiền", "t💰i💰ề💰n"),
    "the short forms of the young": LOAN.replace("không", "ko").replace("nhé", "nhé nha"),
    "turned around a little": LOAN[36:].capitalize() + ". " + LOAN[:36],
}  # fmt: skip
_number = count(1)


@pytest.fixture
def post(db):
    """Stores what another person writes each time."""
    story = factories.story()

    def post(body, **changes):
        number = next(_number)
        person = {"name": f"Người {number}", "email": f"nguoi{number}@example.org"}
        return reader.post(body, story=story, **{**person, **changes})

    return post


def rules(comment):
    return {finding.rule: finding for finding in comment.findings.all()}


@pytest.mark.parametrize("again", ALIKE.values(), ids=ALIKE)
def test_nearly_the_same_text_joins_the_first_in_whatever_disguise(post, again):
    first = post(LOAN)
    second = post(again)
    assert (first.alike, second.alike) == (None, first)
    assert rules(second)["repeated"].detail == f"#{first.pk}"
    assert rules(second)["repeated"].weight == 3
    assert "repeated" not in rules(first)


def test_a_text_about_the_same_thing_in_other_words_is_not_alike(post):
    post(LOAN)
    other = post(
        "Cho vay nặng lãi là tội phạm, ai vay tiền kiểu này cũng khổ cả nhà, công an cần dẹp"
    )
    assert other.alike is None
    assert "repeated" not in rules(other)


def test_the_whole_cluster_is_one_query_from_any_of_its_members(post):
    rows = [post(LOAN) for _each in range(3)]
    other = post("Một chuyện khác hẳn, nói về đường sắt và những chuyến tàu đêm về quê ngày Tết")
    for row in rows:
        assert set(Comment.objects.alike_to(row)) == set(rows)
    assert set(Comment.objects.alike_to(other)) == {other}


@pytest.mark.parametrize("body", ["Hay quá!", "Tôi đồng ý", "Cảm ơn tòa soạn", "5/5", "你好"])
def test_what_people_say_in_few_words_is_alike_only_from_many_and_weighs_little(post, body):
    rows = [post(body) for _each in range(alike.MANY + 1)]
    assert [row.alike_id for row in rows[: alike.MANY - 1]] == [None] * (alike.MANY - 1)
    assert [row.alike for row in rows[alike.MANY - 1 :]] == [rows[0], rows[0]]
    assert rules(rows[-1])["repeated"].weight == 1


def test_what_others_may_have_put_the_same_way_joins_and_weighs_little(post):
    polite = "Bài viết rất hay, cảm ơn tòa soạn đã đưa tin"
    first, second = post(polite), post(polite)
    assert second.alike == first
    assert rules(second)["repeated"].weight == 1


@pytest.mark.parametrize("same", ["name", "email"])
def test_the_same_few_words_of_the_same_person_are_alike_at_once(post, same):
    first = post("Mua ngay kẻo lỡ!")
    given = {"name": first.name} if same == "name" else {"email": first.contact.email.upper()}
    assert post("mua ngay keo lo", **given).alike == first


def test_few_words_that_differ_are_never_alike(post):
    post("你好", name="Hòa")
    post("Tôi đồng ý", name="Hòa")
    assert post("再见", name="Hòa").alike is None
    assert post("Tôi không đồng ý", name="Hòa").alike is None


def test_after_two_weeks_nothing_is_compared(post):
    post(LOAN)
    Likeness.objects.update(at=timezone.now() - alike.WITHIN - timedelta(minutes=1))
    assert post(LOAN).alike is None


def test_a_flood_of_one_text_costs_no_more_than_a_plain_comment(
    post, django_assert_max_num_queries
):
    post(LOAN)
    with django_assert_max_num_queries(100) as once:
        post(LOAN)
    keys = Likeness.objects.count()
    for _each in range(30):
        post(LOAN)
    assert Likeness.objects.count() == keys
    with django_assert_max_num_queries(len(once)):
        post(LOAN)


@pytest.mark.parametrize(
    "body",
    [
        "a" * BODY_LIMIT,
        "ab" * 1_000,
        "".join(chr(0x4E00 + n) for n in range(BODY_LIMIT)),
        "a " * 999,
    ],
    ids=lambda body: body[:4],
)
def test_no_text_keeps_it_busy(db, body):
    started = time.process_time()
    alike.match(body)
    assert time.process_time() - started < 0.1


def test_a_changed_text_leaves_its_cluster_and_the_others_stay_together(post):
    first, second, third = post(LOAN), post(LOAN), post(LOAN)
    other = "Xin lỗi, tôi viết nhầm bài. Ý tôi là chuyến tàu đêm về quê ngày Tết rất đông người."
    assert own.revise(first, other)
    third.refresh_from_db()
    assert set(Comment.objects.alike_to(third)) == {second, third}
    assert set(Comment.objects.alike_to(Comment.objects.get(pk=first.pk))) == {first}
    assert "repeated" not in rules(first)
    assert post(LOAN).alike == second
    assert post(other).alike == first


def test_a_harmless_text_that_becomes_a_copy_joins_the_cluster(post):
    first, second = post(LOAN), post("Cảm ơn tòa soạn")
    assert own.revise(second, LOAN)
    second.refresh_from_db()
    assert second.alike == first
    assert rules(second)["repeated"].weight == 3
