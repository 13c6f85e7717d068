"""What writers may do with what they sent: look, change, withdraw; from their own browser."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import moderation
from comments.erasing import erase
from comments.models import Comment, CommentSettings, Status, Verb
from comments.moderation import decide
from tests import factories
from tests.page import Page

from .reader import TYPED, Reader

OLD, NEW = "Chuyến tàu này tôi chờ đã lâu.", "Chuyến tàu này tôi chờ mười năm rồi."


@pytest.fixture(autouse=True)
def _embedded(settings):
    settings.COMMENT_VERIFICATION = "embedded"


class Writer(Reader):
    """A reader who has sent a comment, and keeps the page that came after it."""

    def __init__(self, article=None, **typed):
        super().__init__(article or factories.story())
        self.opens_the_form()
        typed = {**TYPED, "body": OLD, **typed}
        self.status = self.sends(**typed, answer=self.answer()).headers["Location"]
        self.comment = Comment.objects.latest("pk")
        self.change = self.status.replace("da-gui", "sua")

    def looks(self, address=None):
        return Page(self.client.get(address or self.status))

    def changes(self, body=NEW, **headers):
        return self.client.post(self.change, {"body": body}, headers=headers)

    def withdraws(self):
        return self.client.post(self.status.replace("da-gui", "rut"))

    def finds(self):
        """What the story's page puts in for this browser."""
        return Page(self.client.get(f"/binh-luan/{self.article.pk}/cua-toi/"))

    def row(self):
        return Comment.objects.get(pk=self.comment.pk)


@pytest.fixture
def writer(db):
    return Writer()


def approve(writer, moderator):
    row = writer.row()
    return decide([(row.pk, row.version)], "approve", moderator)[0]


def age(writer, minutes):
    at = timezone.now() - timedelta(minutes=minutes)
    Comment.objects.filter(pk=writer.comment.pk).update(submitted_at=at)


def test_the_writer_sees_the_held_comment_and_nobody_else_does(writer):
    assert OLD in writer.looks().text
    assert OLD in writer.finds().text
    stranger = Client()
    assert OLD not in Page(stranger.get(writer.status)).text
    assert OLD not in stranger.get(writer.change).text
    assert not stranger.get(f"/binh-luan/{writer.article.pk}/cua-toi/").text.strip()
    assert OLD not in Page(stranger.get(writer.article.get_absolute_url())).text


def test_the_writer_is_told_each_outcome_in_words_made_for_readers(writer, moderator):
    assert "Đang chờ duyệt" in writer.finds().text
    approve(writer, moderator)
    assert "Đã đăng" in writer.finds().text
    decide([(writer.comment.pk, 2)], "reject", moderator, "insult")
    assert "Không được đăng: xúc phạm" in writer.finds().text
    assert "xúc phạm" in writer.looks().text


def test_within_ten_minutes_the_text_can_be_changed_and_the_old_one_is_logged(writer):
    assert writer.looks(writer.change).form("")["body"] == OLD
    assert writer.changes().headers["Location"] == writer.status
    row = writer.row()
    assert (row.body, row.status) == (NEW, Status.PENDING)
    step = row.decisions.get()
    assert (step.verb, step.replaced, step.actor_name) == (Verb.REVISE, {"body": OLD}, "")
    assert NEW in writer.finds().text


def test_what_a_moderator_has_on_the_screen_is_not_what_was_changed_meanwhile(writer, moderator):
    seen = writer.row().version
    writer.changes()
    (answer,) = decide([(writer.comment.pk, seen)], "approve", moderator)
    assert answer.result == "text changed"
    assert writer.row().status == Status.PENDING


def test_that_a_rule_failed_is_remembered_until_that_rule_has_run(writer):
    for rule in ("record", "shouting"):
        writer.comment.findings.create(rule="error", weight=4, detail=rule)
    writer.changes()
    found = writer.row().findings.filter(rule="error")
    assert [finding.detail for finding in found] == ["record"]
    assert writer.row().weight >= 4


def test_a_changed_text_is_screened_and_how_it_came_is_remembered(writer):
    rules = {finding.rule for finding in writer.comment.findings.all()}
    assert "weak_check" in rules
    writer.changes("Gọi 0912345678 để vay tiền nhanh nhé bà con ơi.")
    found = {finding.rule for finding in writer.row().findings.all()}
    assert {"weak_check", "phone"} <= found
    assert writer.row().weight == sum(finding.weight for finding in writer.row().findings.all())
    writer.changes(NEW)
    assert "phone" not in {finding.rule for finding in writer.row().findings.all()}


def test_what_was_found_in_the_name_is_found_once_whatever_the_text(db, moderator):
    factories.author(pen_name="Vay 0912345678")
    writer = Writer(name="Vay 0912345678")

    def in_the_name():
        return sorted(each.rule for each in writer.row().findings.filter(field="name"))

    assert in_the_name() == ["byline", "phone"]
    for body in (NEW, "Gọi 0987654321 để vay tiền nhanh nhé bà con ơi.", OLD):
        writer.changes(body)
        assert in_the_name() == ["byline", "phone"]
        weights = [finding.weight for finding in writer.row().findings.all()]
        assert writer.row().weight == sum(weights)
    approve(writer, moderator)
    writer.changes(NEW)
    assert in_the_name() == ["byline", "phone"]


def test_after_a_new_text_the_name_is_screened_as_it_is_now_and_stays_told(writer, moderator):
    row = writer.row()
    moderation.edit(row.pk, row.version, OLD, moderator, "Hòa 0912345678")
    writer.changes()
    row = writer.row()
    assert [each.rule for each in row.findings.filter(field="name")] == ["phone"]
    assert row.house_edited_at, "the name is still the newsroom’s"


def test_a_new_text_of_an_approved_comment_waits_while_readers_see_the_old(writer, moderator):
    approve(writer, moderator)
    writer.changes()
    row = writer.row()
    assert (row.body, row.proposed, row.status) == (OLD, NEW, Status.APPROVED)
    assert list(Comment.objects.waiting()) == [row]
    page = Page(Client().get(writer.article.get_absolute_url()))
    assert OLD in page.text
    assert NEW not in page.text
    assert NEW in writer.finds().text
    approve(writer, moderator)
    assert NEW in Page(Client().get(writer.article.get_absolute_url())).text


def test_where_the_paper_wants_it_the_old_text_goes_until_the_new_one_is_read(writer, moderator):
    CommentSettings(stays_while_revised=False).save()
    approve(writer, moderator)
    writer.changes()
    assert (writer.row().body, writer.row().status) == (NEW, Status.PENDING)
    assert OLD not in Page(Client().get(writer.article.get_absolute_url())).text


def test_the_moderator_sees_what_changed_in_a_text_that_readers_do_not_see(
    writer, moderator, login
):
    CommentSettings(stays_while_revised=False).save()
    approve(writer, moderator)
    writer.changes(f"{OLD} Thêm.")
    queue = login(moderator).get("/admin/comments/comment/")
    assert "<ins>" in queue.content.decode()
    # And once more: it is compared with what readers saw.
    writer.changes(f"{OLD} Thêm nữa.")
    queue = login(moderator).get("/admin/comments/comment/")
    assert "Thêm nữa.</ins>" in queue.content.decode()
    assert "không thấy nội dung cũ lẫn mới" in Page(queue).text


def test_the_writer_of_a_newer_text_that_is_refused_is_told_why_and_keeps_it(writer, moderator):
    approve(writer, moderator)
    writer.changes()
    row = writer.row()
    decide([(row.pk, row.version)], "reject", moderator, "insult")
    page = writer.looks()
    assert "Nội dung mới của bạn không được đăng: xúc phạm" in page.text
    assert OLD in page.text
    assert NEW in page.text
    other = Page(Client().get(writer.status))
    assert NEW not in other.text
    decide([(row.pk, row.version + 1)], "reopen", moderator)
    assert "không được đăng" not in writer.looks().text


def test_a_reply_to_what_was_taken_off_is_not_said_to_be_published(writer, moderator):
    above = factories.comment(writer.article)
    Comment.objects.filter(pk=writer.comment.pk).update(parent=above)
    approve(writer, moderator)
    assert "Đã đăng" in writer.finds().text
    decide([(above.pk, above.version)], "spam", moderator)
    page = writer.looks()
    assert "bình luận được trả lời hiện không hiển thị" in page.text
    assert not any("/y-kien/" in link for link in page.links)


def test_the_page_after_a_change_says_that_the_new_text_is_there(writer):
    assert "Tòa soạn đã nhận nội dung mới" not in writer.looks().text
    writer.changes()
    assert "Tòa soạn đã nhận nội dung mới" in writer.looks().text


def test_after_ten_minutes_the_text_stays_and_what_was_typed_is_given_back(writer):
    age(writer, 11)
    assert "Sửa nội dung" not in writer.looks().text
    answer = writer.changes()
    assert answer.status_code == 403
    assert NEW in Page(answer).text
    assert writer.row().body == OLD
    writer.withdraws()
    assert writer.row().status == Status.PENDING


def test_a_story_that_goes_while_the_text_is_changed_gives_it_back(writer):
    Article.objects.filter(pk=writer.article.pk).update(expires_at=timezone.now())
    answer = writer.changes()
    assert answer.status_code == 404
    assert NEW in Page(answer).text
    assert NEW not in Page(writer.client.get(writer.change)).text


def test_what_was_refused_cannot_be_changed(writer, moderator):
    decide([(writer.comment.pk, 1)], "reject", moderator, "insult")
    assert writer.changes().status_code == 403
    assert writer.row().body == OLD


def test_another_browser_that_has_the_address_changes_and_withdraws_nothing(writer):
    owner, writer.client = writer.client, Client()
    assert writer.changes().status_code == 403
    writer.withdraws()
    assert (writer.row().body, writer.row().status) == (OLD, Status.PENDING)
    assert "Sửa nội dung" not in writer.looks().text
    writer.client = owner
    assert "Sửa nội dung" in writer.looks().text


@pytest.mark.parametrize(
    "header", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_another_site_changes_nothing_in_the_writers_name(writer, header):
    assert writer.changes(**header).status_code == 403
    writer.client.post(writer.status.replace("da-gui", "rut"), headers=header)
    assert (writer.row().body, writer.row().status) == (OLD, Status.PENDING)


def test_a_cookie_that_was_tampered_with_owns_nothing(writer):
    cookie = writer.client.cookies["own-comments"]
    for value in ("", "x", cookie.value[:-1], cookie.value.replace("W", "X", 1), "é" * 5000):
        writer.client.cookies["own-comments"] = value
        assert OLD not in writer.looks().text
        assert not writer.finds().text.strip()


def test_a_withdrawn_comment_is_gone_for_readers_and_for_the_queue(writer, moderator):
    approve(writer, moderator)
    assert OLD in Page(Client().get(writer.article.get_absolute_url())).text
    writer.withdraws()
    assert OLD not in Page(Client().get(writer.article.get_absolute_url())).text
    assert not Comment.objects.waiting().exists()
    assert "rút" in writer.looks().text
    row = writer.row()
    (answer,) = decide([(row.pk, row.version)], "approve", moderator)
    assert answer.result != "done"
    assert writer.row().status == Status.WITHDRAWN


@pytest.mark.parametrize("body", ["", " \u200b ", "x" * 2001, "!!!"])
def test_a_new_text_that_is_none_is_refused_beside_the_field(writer, body):
    answer = writer.changes(body)
    assert answer.status_code == 422
    assert Page(answer).said_beside("body")
    assert writer.row().body == OLD


def test_the_same_text_again_is_no_change(writer):
    assert writer.changes(OLD).status_code == 303
    assert not writer.row().decisions.exists()


def test_the_address_of_one_comment_is_none_of_another(writer):
    other = Writer(writer.article, body="Ý kiến khác hẳn, rất khác.")
    token = writer.status.rstrip("/").rpartition("/")[2]
    answer = other.client.post(f"/binh-luan/{writer.article.pk}/sua/{token}/", {"body": NEW})
    assert answer.status_code == 403
    assert other.client.get(f"/binh-luan/{writer.article.pk}/sua/x{token}/").status_code == 404


def test_what_was_erased_is_said_to_be(writer, moderator):
    approve(writer, moderator)
    erase(writer.row())
    assert "đã được xóa" in writer.looks().text
    assert not writer.finds().text.strip()


def test_name_and_address_are_remembered_only_on_request(db):
    shy, known = Writer(), Writer(remember="on")
    assert shy.opens_the_form()
    assert not shy.page.form(shy.address)["email"]
    known.opens_the_form()
    fields = known.page.form(known.address)
    assert (fields["name"], fields["email"]) == (TYPED["name"], TYPED["email"])
    assert fields["remember"]
    asked = known.client.get(f"/binh-luan/{known.article.pk}/thu-thach/").json()
    assert asked["who"] == {"name": TYPED["name"], "email": TYPED["email"]}
    assert not shy.client.get(f"/binh-luan/{shy.article.pk}/thu-thach/").json()["who"]
    # And forgotten when that is not wanted any more.
    known.sends(body="Thêm một ý kiến nữa.", consent="on", remember=None, answer=known.answer())
    known.opens_the_form()
    assert not known.page.form(known.address)["email"]


def test_the_page_of_the_story_is_the_same_for_the_writer_and_for_others(writer):
    own = writer.client.get(writer.article.get_absolute_url()).content
    assert own == Client().get(writer.article.get_absolute_url()).content
