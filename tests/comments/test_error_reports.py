"""*Báo lỗi*: what a reader tells the newsroom of a story goes there, and nowhere else."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from articles.models import CommentPolicy, Note
from comments import error_views, moderation, privacy
from comments.models import Comment, Contact, Finding, Status
from comments.moderation import Result
from tests import factories
from tests.page import Page

from .reader import Reader

WRONG = "Cầu dài 350 m, không phải 530 m."


@pytest.fixture(autouse=True)
def _embedded(settings):
    settings.COMMENT_VERIFICATION = "embedded"


class Finder(Reader):
    """A reader who found an error."""

    def __init__(self, article):
        super().__init__(article)
        self.address = f"/gop-y/{article.pk}/"

    def reports(self, body=WRONG, **typed):
        self.opens_the_form()
        return self.sends(body=body, answer=self.answer(), **{"consent": "on", **typed})


@pytest.fixture
def finder(db):
    return Finder(factories.story(headline="Cầu sông Lèn hợp long"))


def test_a_report_is_a_note_on_the_story_for_whoever_edits_it(finder, login, managing_editor):
    answer = finder.reports(name="Trần Thị Mơ", email="mo@example.org")
    note = Note.objects.get()
    assert note.article == finder.article
    assert WRONG in note.text
    assert "mo@example.org" not in note.text
    thanks = finder.client.get(answer.headers["Location"])
    assert "Tòa soạn đã nhận được" in Page(thanks).text
    page = Page(login(managing_editor).get(f"/admin/articles/article/{finder.article.pk}/notes/"))
    assert WRONG in page.text
    assert "Trần Thị Mơ" in page.text


def test_who_withdraws_the_consent_is_taken_out_of_the_note(finder):
    finder.reports(name="Trần Thị Mơ", email="mo@example.org")
    assert "Trần Thị Mơ" in Note.objects.get().text
    privacy.withdraw_consent("mo@example.org")
    note = Note.objects.get()
    assert "Trần Thị Mơ" not in note.text + note.author_name
    assert WRONG in note.text


def test_what_the_browser_remembers_fills_nothing_in(finder):
    client = finder.client
    finder.opens_the_form()
    address = finder.page.html.split('data-challenge="')[1].split('"')[0]
    assert address.startswith("/gop-y/"), "where the cookies of comments are not sent"
    assert client.get(address).json()["who"] == {}


def test_nobody_else_reads_it(finder):
    finder.reports()
    row = Comment.objects.get()
    story = finder.article
    for address in (
        story.get_absolute_url(), "/", f"/binh-luan/{story.pk}/y-kien/", "/tim-kiem/y-kien/?q=350",
    ):  # fmt: skip
        assert "350 m" not in Page(Client().get(address)).text
    assert Client().get(row.get_absolute_url()).status_code == 404


def test_under_every_story_stands_the_way_to_it_also_where_comments_are_closed(client, db):
    story = factories.story(comment_policy=CommentPolicy.CLOSED)
    page = Page(client.get(story.get_absolute_url()))
    assert f"/gop-y/{story.pk}/" in page.links
    assert Finder(story).reports().status_code == 303


def test_nobody_has_to_say_who_it_is(finder):
    finder.reports()
    row = Comment.objects.get()
    assert (row.name, row.status, row.for_newsroom) == ("Bạn đọc", Status.FORWARDED, True)
    assert Contact.objects.get().email == ""


def test_two_who_leave_no_address_are_two_people(finder, login, moderator):
    for number in range(6):
        Finder(finder.article).reports(body=f"{WRONG} Lần {number} khác hẳn nhau.")
    found = set(Finding.objects.values_list("rule", flat=True))
    assert not {"flood_sender", "record"} & found
    page = Page(login(moderator).get("/admin/comments/comment/?status=forwarded"))
    assert "cùng người gửi" not in page.text
    row = Comment.objects.first()
    page = Page(login(moderator).get(f"/admin/comments/comment/?status=all&sender={row.pk}"))
    assert WRONG not in page.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"body": " "}, "Hãy viết điều chưa đúng"),
        ({"consent": None}, "đồng ý"),
        ({"email": "mo@"}, "địa chỉ email"),
        ({"name": "Tòa soạn"}, "tên khác"),
        ({"body": "x" * 2001}, "2001"),
    ],
)
def test_what_is_missing_is_told_and_nothing_typed_is_lost(finder, typed, told):
    answer = finder.reports(**{"body": WRONG, **typed})
    assert answer.status_code == 422
    assert told.lower() in finder.page.text.lower()
    if "body" not in typed:
        assert finder.page.form(finder.address)["body"].strip() == WRONG
    assert not Note.objects.exists()


def test_without_an_answer_to_the_question_nothing_is_stored(finder):
    finder.opens_the_form()
    finder.sends(body=WRONG, consent="on", answer="tám mươi")
    assert not Note.objects.exists()
    assert finder.page.form(finder.address)["body"].strip() == WRONG
    finder.sends(answer=finder.answer())
    assert Note.objects.count() == 1


def test_sent_twice_it_is_one(finder):
    finder.opens_the_form()
    typed = {"body": WRONG, "consent": "on", "answer": finder.answer()}
    form = finder.page
    first = finder.sends(**typed)
    finder.page = form
    assert finder.sends(**typed).headers["Location"] == first.headers["Location"]
    assert (Comment.objects.count(), Note.objects.count()) == (1, 1)


def test_a_script_does_not_bury_the_notes_of_colleagues(finder, monkeypatch):
    monkeypatch.setattr(error_views, "MOST_NOTES", 2)
    for number in range(4):
        Finder(finder.article).reports(body=f"{WRONG} Lần {number} khác hẳn nhau.")
    assert Note.objects.count() == 2
    assert Comment.objects.filter(status=Status.FORWARDED).count() == 4, "all are kept"


def test_the_ticket_of_a_comment_is_spent_for_a_report(finder):
    reader = Reader(finder.article)
    reader.opens_the_form()
    form, answer = reader.page.form(reader.address), reader.answer()
    reader.sends(name="Mơ", email="mo@example.org", body=WRONG, consent="on", answer=answer)
    typed = {"name": "Mơ", "body": WRONG, "consent": "on", "answer": answer}
    again = finder.client.post(finder.address, {"ticket": form["ticket"], **typed})
    assert again.status_code == 200, "another ticket, and the text is kept"
    assert WRONG in again.content.decode()
    assert not Note.objects.exists()


def test_a_page_of_another_site_stores_nothing(finder):
    finder.opens_the_form()
    headers = {"Sec-Fetch-Site": "cross-site"}
    finder.sends(body=WRONG, consent="on", answer=finder.answer(), headers=headers)
    assert not Comment.objects.exists()


def test_of_a_story_that_is_not_there_any_more_the_text_comes_back(finder):
    story = finder.article
    finder.opens_the_form()
    type(story).objects.filter(pk=story.pk).update(expires_at=timezone.now())
    answer = finder.sends(body=WRONG, consent="on", answer="1")
    assert answer.status_code == 404
    assert WRONG in answer.content.decode()
    assert Client().get(finder.address).status_code == 404


# --- At the desk --------------------------------------------------------------------------------


def test_nothing_makes_it_public(finder, moderator):
    finder.reports()
    row = Comment.objects.get()
    assert moderation.forward(row.pk, row.version, moderator).result != Result.DONE
    for verb in ("approve", "reopen"):
        (answer,) = moderation.decide([(row.pk, row.version)], verb, moderator)
        assert answer.result != Result.DONE
    moderation.answer(row.pk, row.version, "Cảm ơn bạn.", moderator)
    (answer,) = moderation.decide([(row.pk, row.version)], "spam", moderator)
    moderation.undo(answer.decision, moderator)
    for verb in ("spam", "approve", "reopen"):
        row.refresh_from_db()
        moderation.decide([(row.pk, row.version)], verb, moderator)
    row.refresh_from_db()
    assert row.status == Status.FORWARDED
    assert Comment.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.update(status=Status.APPROVED)


def test_the_desk_tells_what_it_is_and_offers_no_approval(finder, login, moderator):
    finder.reports()
    row = Comment.objects.get()
    page = Page(login(moderator).get("/admin/comments/comment/?status=forwarded"))
    assert "Báo lỗi" in page.text
    assert WRONG in page.text
    for verb in ("approve", "reopen", "answer", "pick"):
        assert f'value="{verb}:{row.pk}' not in page.html
    assert f'value="spam:{row.pk}' in page.html
    waiting = Page(login(moderator).get("/admin/comments/comment/"))
    assert WRONG not in waiting.text


def test_its_writer_finds_and_erases_it_as_a_comment(finder):
    finder.reports(email="mo@example.org")
    assert [row.body for row in privacy.comments_of("mo@example.org")] == [WRONG]
    privacy.erase("mo@example.org")
    assert not Contact.objects.exists()
    for text in (Comment.objects.get().body, Note.objects.get().text):
        assert "350 m" not in text
