"""From an empty newsroom to an approved comment on a public page, played in a real browser."""

import re

import pytest

from articles.models import Article
from cms.roles import Role
from comments.models import Comment
from tests import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

HEADLINE = "Kim Động (Hưng Yên): Khẩn trương chuẩn bị đại hội đảng bộ các cấp"
STANDFIRST = "Huyện uỷ Kim Động đang khẩn trương thực hiện công tác chuẩn bị cho đại hội."
CAPTION = "Hội nghị lần thứ 25, Ban chấp hành Đảng bộ huyện Kim Động khóa XXII"
BODY = "Thời gian qua, các cấp ủy cơ sở đã thực hiện nghiêm túc, hiệu quả, đúng tiến độ."
COMMENT = "Bài viết rất kịp thời.\nMong báo theo dõi tiếp."


def log_in(page, user):
    page.goto("/admin/")
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu").fill(factories.PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


def choose(page, field, text):
    """Picks a row in one of the admin's autocomplete fields, as a person does by keyboard."""
    page.locator(f".field-{field} .select2-selection").first.click()
    page.locator(".select2-search__field").last.fill(text)
    page.locator(".select2-results__option--highlighted", has_text=text).wait_for()
    page.keyboard.press("Enter")


def test_three_people_bring_a_story_and_a_comment_to_the_readers(new_page, live_server, tmp_path):
    editor = factories.user(Role.MANAGING_EDITOR, username="thuky", full_name="Trần Đức Anh")
    reporter = factories.user(Role.REPORTER, username="phongvien", full_name="Hoàng Cường")
    moderator = factories.user(Role.MODERATOR, username="kiemduyet", full_name="Mai Phương")
    picture = tmp_path / "DSC_0001.JPG"
    picture.write_bytes(factories.picture_file(size=(1800, 1200)).read())

    # The managing editor makes the section and the reporter's byline.
    desk = new_page()
    log_in(desk, editor)
    desk.goto("/admin/articles/section/add/")
    desk.get_by_label("Tên:", exact=True).fill("Thời sự")
    desk.get_by_role("button", name="Lưu", exact=True).click()
    desk.goto("/admin/articles/author/add/")
    desk.get_by_label("Bút danh:").fill("Hoàng Cường")
    desk.locator("#id_user").select_option(label="Hoàng Cường")
    desk.get_by_role("button", name="Lưu", exact=True).click()

    # The reporter uploads the photo, writes the story and hands it in.
    writing = new_page()
    log_in(writing, reporter)
    writing.goto("/admin/articles/photo/add/")
    writing.locator("#id_upload").set_input_files(picture)
    writing.locator("a.continue").click()
    writing.get_by_label("Chú thích").fill(CAPTION)
    writing.get_by_label("Nguồn ảnh").fill("Ảnh: Mỹ Lệ")
    writing.get_by_label("Mô tả ảnh").fill("Hội trường trong cuộc họp")
    writing.get_by_role("button", name="Lưu", exact=True).click()
    writing.locator(".messagelist .success").wait_for()
    writing.goto("/admin/articles/article/add/")
    writing.get_by_label("Tít:").fill(HEADLINE)
    writing.get_by_label("Mã nguồn:").fill("ĐCSVN")
    writing.get_by_label("Sapo:").fill(STANDFIRST)
    writing.frame_locator(".field-body iframe").locator("body").click()
    writing.keyboard.insert_text(BODY)
    writing.locator(".lead-chooser button").first.click()
    writing.locator(".photo-card", has_text="Hội nghị").click()
    writing.locator(".lead-thumbnail:visible").wait_for()
    assert writing.locator("#id_lead_caption").input_value() == CAPTION
    choose(writing, "section", "Thời sự")
    writing.get_by_role("button", name="Nộp bài").click()
    writing.get_by_text("Bài đã vào hàng chờ").wait_for()

    # The editor finds it on the index, is told of two spellings of one word, and publishes it.
    desk.goto("/admin/")
    desk.get_by_role("link", name=HEADLINE).first.click()
    desk.get_by_role("button", name="Xuất bản").click()
    assert "uỷ (1), ủy (1)" in desk.locator(".gate-warns").inner_text()
    desk.get_by_role("button", name="Vẫn xuất bản").click()
    desk.get_by_text("bạn đọc đã thấy bài").wait_for()

    # A reader finds it, reads it and comments.
    reading = new_page(width=390, height=800)
    reading.goto("/")
    reading.get_by_role("link", name=HEADLINE).first.click()
    story = Article.objects.get()
    assert reading.url == f"{live_server.url}{story.get_absolute_url()}"
    text = reading.locator("body").inner_text()
    assert reading.get_by_role("heading", level=1).inner_text() == HEADLINE
    assert re.search(r"(Thứ|Chủ) \S+, \d\d/\d\d/\d{4} \d\d:\d\d", text)
    assert f"(ĐCSVN) - {STANDFIRST}" in text
    assert BODY in text
    assert CAPTION in reading.locator("figcaption").first.inner_text()
    assert "Ảnh: Mỹ Lệ" in reading.locator("figcaption").first.inner_text()
    assert reading.locator("figure img").first.evaluate("image => image.naturalWidth") > 0
    assert "Hoàng Cường" in text
    reading.get_by_label("Họ và tên").fill("Nguyễn Văn Hòa")
    reading.get_by_role("textbox", name="Email").fill("hoa@example.org")
    reading.get_by_label("Lời bình").fill(COMMENT)
    reading.get_by_role("checkbox", name="Tôi đồng ý").check()
    reading.get_by_role("button", name="Gửi").click()
    reading.wait_for_url("**/da-gui/**")
    waiting_page = reading.url
    comment = Comment.objects.get()
    assert comment.verification["method"] == "proof_of_work"
    reading.goto(story.get_absolute_url())
    # It waits: its writer sees it there, and nobody else.
    reading.locator(".own-comments").get_by_text("rất kịp thời").wait_for()
    other = new_page()
    other.goto(story.get_absolute_url())
    assert "rất kịp thời" not in other.locator("body").inner_text()

    # The moderator approves, and everybody sees it.
    queue = new_page()
    log_in(queue, moderator)
    queue.goto("/admin/comments/comment/")
    assert "Bài viết rất kịp thời." in queue.locator(".cards").inner_text()
    queue.locator(".comment-card").get_by_role("button", name="Duyệt").click()
    queue.get_by_text("Đã duyệt 1 bình luận").wait_for()
    other.reload()
    assert "rất kịp thời" in other.locator("body").inner_text()
    assert "hoa@example.org" not in other.content()
    reading.goto(waiting_page)
    assert "đã được đăng" in reading.locator("body").inner_text()
