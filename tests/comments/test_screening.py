"""What screening notices. It advises: every comment is stored, and waits for a person."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from comments import screening
from comments.forms import BODY_LIMIT
from comments.models import Comment, Status
from comments.screening import Draft
from tests.page import Page

from .reader import post

LONG_AGO = timedelta(minutes=5)


def found(body="Bài viết hay.", **changes):
    """Rules that found something in a comment, by their key."""
    fields = {
        "article_id": 1,
        "name": "Nguyễn Văn Hòa",
        "body": body,
        "honeypot": "",
        "issued": timezone.now() - LONG_AGO,
        "weak": False,
        **changes,
    }
    return {finding.rule for finding in screening.screen(Draft(**fields))}


def marked(body, rule):
    draft = Draft(1, "Hòa", body, "", timezone.now() - LONG_AGO, False)
    return [body[f.start : f.end] for f in screening.screen(draft) if f.rule == rule]


def test_a_plain_comment_raises_nothing(db):
    assert found() == set()


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"honeypot": "x"}, "honeypot"),
        ({"issued": timezone.now() + timedelta(hours=1)}, "too_fast"),
        ({"weak": True}, "weak_check"),
        ({"body": "CẢ BÀI NÀY VIẾT HOA HẾT RỒI NHÉ"}, "shouting"),
    ],
)
def test_how_a_comment_came_is_noticed(db, changes, rule):
    assert found(**changes) == {rule}


@pytest.mark.parametrize(
    ("age", "typed", "weak", "is_fast"),
    [
        (3, False, False, True), (5, False, False, False),
        # The verification was the one step left: the browser's, or a question.
        (0, True, False, False), (1, True, True, True), (3, True, True, False),
    ],
)  # fmt: skip
def test_how_long_somebody_took_is_judged_by_what_there_was_to_do(db, age, typed, weak, is_fast):
    issued = timezone.now() - timedelta(seconds=age)
    assert ("too_fast" in found(issued=issued, typed=typed, weak=weak)) == is_fast


@pytest.mark.parametrize(
    "link",
    [
        "http://casino.example/a?b=1",
        "HTTPS://CASINO.EXAMPLE",
        "www.casino.example",
        "casino-88.com",
        "nhacai.vn",
    ],
)
def test_a_link_is_marked_where_it_stands(db, link):
    assert marked(f"Xem ở {link} nhé", "link") == [link]


@pytest.mark.parametrize("text", ["Hết.Vậy là xong", "3.5 triệu", "TP.HCM", "ông A.B.C"])
def test_a_full_stop_without_space_is_no_link(db, text):
    assert "link" not in found(text)


@pytest.mark.parametrize("number", ["0912345678", "0912 345 678", "+84 912.345.678"])
def test_a_telephone_number_is_marked(db, number):
    assert marked(f"Gọi {number} ngay", "phone") == [number]


def test_a_landline_is_marked_as_another_thing(db):
    assert marked("Gọi 028-3822-1234 ngay", "landline") == ["028-3822-1234"]


@pytest.mark.parametrize(
    "link",
    ["casino chấm com", "casino cham com", "casino dot com", "casino[.]com", "casino . com",
     "ｃａｓｉｎｏ．ｃｏｍ", "саsino.com", "t.me/abc", "zalo.me/g/abc", "bit.ly/3xYz"],
)  # fmt: skip
def test_an_address_that_is_hinted_at_is_marked_too(db, link):
    assert marked(f"Vào {link} nhé", "link") == [link]


def weight_of(body, rule):
    draft = Draft(1, "Hòa", body, "", timezone.now() - LONG_AGO, False)
    return [finding.weight for finding in screening.screen(draft) if finding.rule == rule]


def test_a_link_weighs_by_where_it_leads(db):
    assert weight_of("vanban.chinhphu.gov.vn hay tuoitre.vn hay nhacai.top", "link") == [1, 2, 3]


def test_an_invitation_counts_only_beside_a_number_or_an_address(db):
    assert "invites" in found("Kết bạn Zalo 0912 345 678 nhé")
    assert "invites" in found("Liên hệ www.example.com")
    assert "invites" not in found("Con tôi học trên Zalo của lớp, nhớ đăng ký sớm")


def found_in_the_name(name, body="Bài viết hay."):
    draft = Draft(1, name, body, "", timezone.now() - LONG_AGO, False)
    return {
        (finding.rule, name[finding.start : finding.end])
        for finding in screening.screen(draft)
        if finding.field == "name"
    }


def test_a_name_is_looked_through_as_the_text_is(db):
    assert found_in_the_name("Vay 0912345678 zalo.me") == {
        ("phone", "0912345678"), ("link", "zalo.me"), ("invites", "zalo"),
    }  # fmt: skip
    assert found_in_the_name("STK 0123 4567 8901") == {("bank", "0123 4567 8901")}
    assert found_in_the_name("Саsino") == {("mixed_script", "Саsino")}
    assert found_in_the_name("ⓥⓐⓨ ⓣⓘⓔⓝ") == {("dressed_up", "ⓥⓐⓨ"), ("dressed_up", "ⓣⓘⓔⓝ")}


def test_an_invitation_in_the_name_counts_beside_a_number_in_the_text(db):
    assert found_in_the_name("Hòa Zalo", "Gọi 0912345678 nhé") == {("invites", "Zalo")}


@pytest.mark.parametrize(
    "name",
    ["Nguyễn Văn Hòa", "N.V.A.", "HOÀNG CƯỜNG", "Hòa 1985", "Минь", "Mr. Đ.A.", "Bạn đọc 2019",
     "阮文和", "Lê Thị Hòa (Huế)", "T.T.H. Vân", "Đỗ-Minh", "Tuấn 34 tuổi, Q.7"],
)  # fmt: skip
def test_the_name_of_a_person_raises_nothing(db, name):
    assert found(name=name) == set()


def test_letters_in_disguise_are_noticed_when_there_are_several(db):
    assert marked("c.h.o v-a-y t i ề n n🔥h🔥a🔥n🔥h", "dressed_up") == [
        "c.h.o", "v-a-y", "t i ề n", "n🔥h🔥a🔥n🔥h",
    ]  # fmt: skip
    assert "dressed_up" in found("ｃｈｏ ｖａｙ ｔｉｅｎ")
    assert "dressed_up" in found("v4y t1en l4i th4p")
    for plain in ("Ông A.B.C. ở T.P.H.C.M", "CO2, H2O, MU2, 2k3", "hay quáaaaaa, 10/10 ạ ạ"):
        assert "dressed_up" not in found(plain)


@pytest.mark.parametrize("text", ["năm 2019", "147/2024/NĐ-CP", "1.250.000.000 đồng", "26/11/2019"])
def test_other_numbers_are_no_telephone(db, text):
    assert "phone" not in found(text)


@pytest.mark.parametrize("body", ["OK, BBC VTV NHNN", "TTXVN đưa tin hôm nay", ""])
def test_a_few_capitals_are_not_shouting(db, body):
    assert "shouting" not in found(body)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("CCCD 031203004567 của tôi", "031203004567"),
        ("số 031 203 004 567", "031 203 004 567"),
        ("cmnd: 123456789", "123456789"),
    ],
)
def test_an_identity_number_is_marked(db, text, number):
    assert marked(text, "identity") == [number]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("STK 0123 4567 8901", "0123 4567 8901"),
        ("Chuyển vào Vietcombank 1023456789 nhé", "1023456789"),
        ("số tài khoản của em là 19034567890123", "19034567890123"),
        ("momo 0912345678", "0912345678"),
    ],
)
def test_an_account_number_is_marked(db, text, number):
    assert marked(text, "bank") == [number]


@pytest.mark.parametrize(
    "text",
    ["Nghị định 147/2024/NĐ-CP", "1.250.000.000 đồng", "ngày 26/11/2019", "123456789 người"],
)
def test_other_numbers_are_neither_identity_nor_account(db, text):
    assert not {"identity", "bank"} & found(text)


def broken(draft):
    raise RuntimeError("a rule with a mistake")
    yield


def test_a_rule_that_fails_is_a_finding_and_stops_neither_the_others_nor_storing(db, monkeypatch):
    monkeypatch.setattr(screening, "RULES", (broken, *screening.RULES))
    comment = post("Xem www.casino.example")
    stored = {finding.rule: finding for finding in comment.findings.all()}
    assert stored["error"].detail == "broken"
    assert {"link", "too_fast"} <= set(stored)
    assert comment.status == Status.PENDING


def test_a_comment_full_of_links_costs_the_database_no_more_than_a_plain_one(
    db, django_assert_max_num_queries
):
    with django_assert_max_num_queries(200) as plain:
        post("Hay quá")
    with django_assert_max_num_queries(len(plain)):
        comment = post("a.vn " * 390)
    assert comment.findings.filter(rule="link").count() == 390


def test_the_moderator_reads_each_finding_once_in_words(login, moderator):
    post("a.vn " * 20, weak=True)
    page = Page(login(moderator).get("/admin/comments/comment/"))
    assert page.html.count("finding-link") == 1
    assert page.html.count("finding-weak_check") == 1
    assert "weak_check" not in page.text


@pytest.mark.parametrize(
    "body",
    ["a-" * 1_000, "a" * 2_000, "0" * 2_000, "0 " * 1_000, "w" * 1_999 + ".", "www." * 500],
    ids=lambda body: body[:4],
)
def test_no_text_keeps_screening_busy(db, body):
    assert len(body) <= BODY_LIMIT
    started = time.process_time()
    found(body)
    assert time.process_time() - started < 0.3


def test_screening_publishes_and_refuses_nothing(db):
    comment = post("CASINO 0912345678 www.casino.example " * 5, weak=True)
    assert comment.findings.exists()
    assert Comment.objects.get().status == Status.PENDING
