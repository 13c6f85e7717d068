"""Where comments are closed, and what is said there; names and hints of the form."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.models import SiteSettings
from comments import hints, names
from comments.models import Comment, CommentSettings
from tests import factories

from .reader import TYPED, Reader


@pytest.fixture(autouse=True)
def _embedded(settings):
    settings.COMMENT_VERIFICATION = "embedded"


def close(section):
    section.comments_open = False
    section.save()


def days_old(days, **fields):
    return factories.story(published_at=timezone.now() - timedelta(days=days), **fields)


def test_a_section_that_takes_no_comments_says_so(db):
    story = factories.story()
    close(story.section)
    reader = Reader(story)
    reader.opens_the_story()
    assert "Chuyên mục này không nhận bình luận" in reader.page.text
    assert not reader.page.posts_to(reader.address)
    assert reader.opens_the_form().status_code == 403


def test_a_closed_section_closes_those_below_it(db):
    top = factories.section()
    story = factories.story(section=factories.section(parent=top))
    close(top)
    assert Reader(story).opens_the_form().status_code == 403


def test_after_some_days_a_story_takes_no_more_comments(db):
    CommentSettings(close_after_days=30).save()
    fresh, old = Reader(days_old(29)), Reader(days_old(31))
    assert fresh.opens_the_form().status_code == 200
    assert old.opens_the_form().status_code == 403
    assert "sau 30 ngày" in old.page.text
    old.opens_the_story()
    assert "sau 30 ngày" in old.page.text


def test_a_story_that_is_open_by_its_own_policy_overrules_section_and_days(db):
    CommentSettings(close_after_days=30).save()
    story = days_old(31, comment_policy="open")
    close(story.section)
    assert Reader(story).opens_the_form().status_code == 200


@pytest.mark.parametrize(
    "name",
    ["Báo Mới Lập", "Tòa soạn", "TOÀ SOẠN", "t.o.à s.o.ạ.n", "Bạn của Tòa Soạn", "Ban biên tập",
     "ban bien tap", "Admin", "Adm1n", "ΑDMIN", "аdmin", "Administrator", "BBT", "Bảo mới lập",
     "Thời sự 24", "Tòasoạn", "Toasoan", "BanBienTap", "BáoMớiLập", "Báo MớiLập", "Toasoan24",
     "T òa S oạn", "To asoan", "Bạn của Tòasoạn", "Ad min", "ᴀᴅᴍɪɴ", "Tᴏ̀ᴀ Sᴏạɴ", "Toa ꜱoạn",
     "Ba n Bi ên Tậ p", "Adm¡n", "Admln", "Ⓐdmin", "Tօa sօan", "Ʈòa soạn", "ChuyệnLạ"],
)  # fmt: skip
def test_nobody_writes_in_the_name_of_the_paper(db, name):
    CommentSettings(reserved_names="Thời sự 24\nChuyện lạ").save()
    reader = Reader(factories.story())
    reader.opens_the_form()
    answer = reader.sends(**{**TYPED, "name": name}, answer=reader.answer())
    assert answer.status_code == 422
    assert "tên khác" in reader.page.said_beside("name")
    assert reader.page.form(reader.address)["body"].startswith("Chuyến tàu")
    assert not Comment.objects.exists()


@pytest.mark.parametrize("name", ["🅰🅳🅼🅸🅽", "🄰🄳🄼🄸🄽", "ⓐⓓⓜⓘⓝ", "ⓉⓄⒶ ⓈⓄⒶⓃ", "a̶d̶m̶i̶n̶"])
def test_letters_in_frames_are_read_too(db, name):
    assert names.is_reserved(name)


def test_no_name_keeps_it_busy(db):
    began = time.process_time()
    for name in ("a " * 30, "1l " * 20, "o1" * 30):
        names.is_reserved(name)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "name",
    ["Nguyễn Văn Hòa", "Đỗ Minh", "Bảo", "Lê Mới", "Mạc Đăng Dung", "Bùi Tập", "Modric",
     "Hoàng Cường", "Bạch Tòa", "Minh An", "Ban", "Toàn", "Tòa", "Lê Thị Soạn", "Đặng Minh",
     "Đào Duy Anh", "Tô A Sơ An", "Toàn Sơn", "Bàn Biên", "Phạm Tập", "Tống Biên", "Trần Quản Trí",
     "Mỗ Đ.", "Vân Đ. Minh", "Ađ Minh", "Bảo Ân", "Lập Báo", "Mới", "Chu Yến La", "Hoa Đông",
     "Linh", "Łukasz", "Ánh Tuyết ❤️", "N. V. A.", "Hồ Mộ Đức", "LÊ HỮU LÂM"],
)  # fmt: skip
def test_people_keep_their_own_names(db, name):
    SiteSettings(name="Báo Mới Lập").save()
    CommentSettings(reserved_names="Chuyện lạ").save()
    assert not names.is_reserved(name)


def test_the_name_of_somebody_who_writes_here_is_noticed_and_not_refused(db):
    factories.author(pen_name="Hoàng Cường")
    reader = Reader(factories.story())
    reader.opens_the_form()
    answer = reader.sends(**{**TYPED, "name": "HOÀNG CƯỜNG"}, answer=reader.answer())
    assert answer.status_code == 303
    assert "byline" in {finding.rule for finding in Comment.objects.get().findings.all()}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Xem thêm ở https://example.org nhé", [hints.LINKS]),
        ("TÔI KHÔNG ĐỒNG Ý VỚI BÀI VIẾT NÀY", [hints.CAPITALS]),
        ("toi khong dong y voi bai viet nay chut nao", [hints.NO_MARKS]),
        ("Tôi không đồng ý với bài viết này chút nào", []),
        ("Ok", []),
    ],
)
def test_a_hint_is_given_before_sending_and_stops_nobody(db, body, said):
    assert list(hints.hints(body)) == said
    reader = Reader(factories.story())
    reader.opens_the_story()
    reader.sends(**{**TYPED, "body": body})  # the step of verification, without JavaScript
    for hint in (hints.LINKS, hints.CAPITALS, hints.NO_MARKS):
        assert (str(hint) in reader.page.text) == (hint in said)
    assert reader.sends(answer=reader.answer()).status_code == 303
